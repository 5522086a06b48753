import { AvroError, checkCompatibility, findShapeChanges, parseSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import type { SubjectHistory, SubjectVersion } from '../docs-options.ts';
import { code, codeBlock, listFacts, mark, muted, paragraph } from '../page/page.ts';
import type { Block, Inlines, Section } from '../page/page.ts';
import { findChanges } from '../schema/find-changes.ts';
import type { Context } from './context.ts';

/** A subject's versions, newest first: what each changed, and which sides can read each other. */
export function describeSubject({ anchors }: Context, history: SubjectHistory): Section {
  const versions = history.versions.map((version) => ({ version, schema: parseVersion(version) }));
  const blocks: Block[] = [
    ...listFacts({ Compatibility: history.compatibility, Versions: String(versions.length) }),
    ...versions.toReversed().flatMap(({ version, schema }, index) => {
      const before = versions[versions.length - index - 2];
      return describeVersion(anchors, history, version, schema, before);
    }),
  ];
  const id = anchors.find('subject', history.subject);
  return { kind: 'section', id, title: [code(history.subject)], blocks, isItem: true };
}

interface Parsed {
  readonly version: SubjectVersion;
  readonly schema: Schema | string | undefined;
}

function describeVersion(
  anchors: Context['anchors'],
  { subject }: SubjectHistory,
  version: SubjectVersion,
  schema: Parsed['schema'],
  before: Parsed | undefined,
): readonly Block[] {
  const findings = version.findings ?? [];
  const blocks: Block[] = [
    ...(typeof schema === 'string' ? [paragraph(mark('bad', 'not a valid schema'), ' ', schema)] : []),
    ...(typeof schema === 'object' && typeof before?.schema === 'object'
      ? compare(before.schema, schema, before.version.version)
      : []),
    ...findings.map(({ severity, message }) =>
      paragraph(mark(severity === 'error' ? 'bad' : 'warn', severity), ' ', message),
    ),
    {
      kind: 'fold',
      title: [`Schema of version ${version.version}`],
      blocks: [
        codeBlock(
          `Schema of ${subject}, version ${version.version}`,
          version.schemaType === 'PROTOBUF' ? 'protobuf' : 'json',
          version.schema,
        ),
      ],
    },
  ];
  const from = version.id === undefined ? version.file : `id ${version.id}`;
  const title: Inlines = [`Version ${version.version}`, ...(from === undefined ? [] : [' ', muted(from)])];
  return [{ kind: 'section', id: anchors.find('subject', subject, String(version.version)), title, blocks }];
}

function compare(from: Schema, to: Schema, version: number): readonly Block[] {
  const changes = findChanges(from, to);
  const told = changes.map((change) => [paragraph(...change)]);
  const shapes = findShapeChanges(from, to);
  return [
    paragraph(muted(`Since version ${version}:`), ...(told.length === 0 ? [' no field changed'] : [])),
    ...(told.length === 0 ? [] : [{ kind: 'list' as const, items: told }]),
    paragraph(...sayReading('backward', `reads what version ${version} wrote`, checkCompatibility(to, from))),
    paragraph(...sayReading('forward', `is read by version ${version}`, checkCompatibility(from, to))),
    ...shapes.map(({ message }) => paragraph(mark('warn', 'values change their form'), ' ', message)),
  ];
}

function sayReading(name: string, words: string, findings: readonly { readonly message: string }[]): Inlines {
  if (findings.length === 0) return [mark('ok', name), ` ${words}`];
  return [mark('bad', `not ${name}`), ' ', findings.map(({ message }) => message).join('; ')];
}

function parseVersion({ schemaType = 'AVRO', schema, references = [] }: SubjectVersion): Parsed['schema'] {
  if (schemaType !== 'AVRO') return undefined;
  try {
    const known: Schema[] = [];
    for (const text of references) known.push(parseSchema(text, { references: known }));
    return parseSchema(schema, { references: known });
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return error.message;
  }
}
