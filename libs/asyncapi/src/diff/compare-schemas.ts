import { avroFormat } from '@sluice/formats/avro';
import { jsonSchemaFormat } from '@sluice/formats/json-schema';
import { protobufFormat } from '@sluice/formats/protobuf';
import type { ParsedSchema, SchemaFormat, SchemaType } from '@sluice/formats';
import type { JsonValue, Schema } from '@sluice/avro';
import { AsyncApiError } from '../asyncapi-error.ts';
import { parseAvro } from '../load-model.ts';
import type { Components } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { note } from './change.ts';
import type { Change, Comparison } from './change.ts';
import { areEqual } from './equal.ts';
import { readJson, readProtobuf } from './read-use.ts';

/** Who reads what: `new-reads-old` where the application receives, `old-reads-new` where it sends. */
export type Direction = 'new-reads-old' | 'old-reads-new';

/** A schema and the components of its document. */
export interface UseIn {
  readonly use: SchemaUse | undefined;
  readonly components: Components;
}

/** Compares the schemas of one thing in two documents, in each direction that its values go. */
export function compareSchemas(
  at: Comparison,
  what: string,
  before: UseIn,
  after: UseIn,
  directions: readonly Direction[],
): void {
  const [old, now] = [before.use, after.use];
  const said = { before: old?.schema, after: now?.schema };
  if (old === undefined || now === undefined) {
    if (old === now) return;
    const [kind, severity] =
      now === undefined ? (['removed', 'unclassified'] as const) : (['added', 'unclassified'] as const);
    return note(at, kind, severity, `the ${what}'s schema was ${kind}`, said);
  }
  if (old.openRef !== undefined || now.openRef !== undefined) {
    if (old.openRef !== now.openRef) {
      const message = `the ${what}'s schema is another: ${old.openRef ?? 'one of its own'} became ${now.openRef ?? 'one of its own'}`;
      note(at, 'changed', 'unclassified', message, { before: old.openRef, after: now.openRef });
    }
    return;
  }
  if (languageOf(old) !== languageOf(now)) {
    return note(at, 'changed', 'breaking', `the ${what} is ${now.format} now, and was ${old.format}`, {
      before: old.schemaFormat ?? old.format,
      after: now.schemaFormat ?? now.format,
    });
  }
  if (areEqual(old.schema, now.schema) && now.format !== 'asyncapi' && now.format !== 'json-schema') return;
  switch (now.format) {
    case 'avro':
      return compareParsed(at, what, avroFormat, readAvro(old), readAvro(now), directions, said);
    case 'protobuf':
      return compareParsed(at, what, protobufFormat, readProtobuf(old), readProtobuf(now), directions, said);
    case 'asyncapi':
    case 'json-schema': {
      const [was, is] = [readJson(old, before.components), readJson(now, after.components)];
      // Of a component of another name it may be the same.
      if (was?.canonical === is?.canonical && (was !== undefined || areEqual(old.schema, now.schema))) return;
      return compareParsed(at, what, jsonSchemaFormat, was, is, directions, said);
    }
    case 'unknown':
      return note(at, 'changed', 'unclassified', `the ${what}'s schema was changed`, said);
  }
}

/** AsyncAPI's schemas are JSON Schemas. */
function languageOf({ format }: SchemaUse): string {
  return format === 'asyncapi' ? 'json-schema' : format;
}

const REASONS: Readonly<Record<Direction, string>> = {
  'new-reads-old': 'what old senders write is not read any more',
  'old-reads-new': 'old receivers cannot read what is sent now',
};

type Said = { readonly before: JsonValue | undefined; readonly after: JsonValue | undefined };

/** What the registry's compatibility engine says, in each direction. */
function compareParsed<Model>(
  at: Comparison,
  what: string,
  format: SchemaFormat<Model>,
  old: ParsedSchema<Model> | undefined,
  now: ParsedSchema<Model> | undefined,
  directions: readonly Direction[],
  said: Said,
): void {
  if (old === undefined || now === undefined) {
    const reason = `cannot be compared: it is not valid ${LANGUAGES[format.type]}, or refers to what is not here`;
    return note(at, 'changed', 'unclassified', `the ${what}'s schema was changed, and ${reason}`, said);
  }
  let count = 0;
  for (const direction of directions) {
    const isReader = direction === 'new-reads-old';
    for (const finding of format.checkCompatibility(isReader ? now : old, isReader ? old : now)) {
      const { type, message, details } = finding;
      count++;
      const severity = UNCERTAIN.has(type) ? 'unclassified' : 'breaking';
      const fix = details?.fix[isReader ? 'reader' : 'writer'];
      const place = details === undefined || details.valuePath === '' ? '' : ` at ${details.valuePath}`;
      const names = { reader: isReader ? 'new' : 'old', writer: isReader ? 'old' : 'new' };
      const words = message.replaceAll(SIDES, (side) => names[side === 'reader' ? 'reader' : 'writer']);
      const reason = severity === 'breaking' ? REASONS[direction] : 'the registry would refuse it';
      note(at, 'changed', severity, `${reason}${place}: ${words}${fix === undefined ? '' : ` (${fix})`}`, said);
    }
  }
  if (count > 0) return;
  note(at, 'changed', 'non-breaking', `the ${what}'s schema was changed, and is compatible`, said);
  for (const { message, valuePath, fix } of format.findWarnings?.(old, now) ?? []) {
    note(at, 'changed', 'unclassified', `${valuePath === '' ? '' : `${valuePath}: `}${message} (${fix})`);
  }
}

/** How engines name the two schemas. */
const SIDES = /\b(?:reader|writer)(?= schema| and writer schema)/gu;

const LANGUAGES: Readonly<Record<SchemaType, string>> = { AVRO: 'Avro', JSON: 'JSON Schema', PROTOBUF: 'Protobuf' };

/**
 * What breaks only those who wrote something that nobody had described, and what could not be worked out: it may be
 * meant, and everybody who adds an optional property does it.
 */
const UNCERTAIN: ReadonlySet<string> = new Set([
  'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
  'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL',
  'TOO_COMPLEX',
]);

function readAvro(use: SchemaUse): ParsedSchema<Schema> | undefined {
  try {
    const model = parseAvro(use);
    return { type: 'AVRO', model, canonical: '', recordName: 'name' in model ? model.name : undefined };
  } catch (error) {
    if (error instanceof AsyncApiError) return undefined;
    throw error;
  }
}

/** Each change once: what breaks in both directions in the same words is one. */
export function distinct(changes: readonly Change[]): readonly Change[] {
  const seen = new Set<string>();
  return changes.filter(({ path, message, kind }) => {
    const key = `${kind} ${path} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
