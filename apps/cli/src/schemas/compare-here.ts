import { checkLevel, COMPATIBILITY_LEVELS } from '@sluice/formats';
import type { CompatibilityLevel, ParsedSchema } from '@sluice/formats';
import { resolveReferences, SerdeError, splitSubject } from '@sluice/serde';
import type { SchemaSource } from '@sluice/serde';
import { FORMATS } from '../registry/formats.ts';
import type { Objection } from './compare-by-api.ts';

/** What a Sluice would answer, found in this process: `versions` are those of the subject, in version order. */
export async function compareHere(
  level: CompatibilityLevel,
  candidate: ParsedSchema,
  subject: string,
  versions: readonly number[],
  source: SchemaSource,
): Promise<readonly Objection[]> {
  const { reach } = COMPATIBILITY_LEVELS[level];
  if (reach === 'none') return [];
  const newestFirst = (reach === 'all' ? versions : versions.slice(-1)).toReversed();
  const previous: ParsedSchema[] = [];
  for (const version of newestFirst) previous.push(await parseVersion(source, subject, version));
  const format = await FORMATS.require(candidate.type);
  return checkLevel(format, level, candidate, previous).map(({ index, candidateIs, finding }) => {
    const { type, path, message, details } = finding;
    const version = newestFirst[index] ?? 0;
    if (details === undefined) return { type, path, version, message };
    const { valuePath, reader, writer, fix } = details;
    return { type, path: valuePath, reader, writer, version, fix: fix[candidateIs], message };
  });
}

/** A registered version with all that it refers to. */
export async function parseVersion(source: SchemaSource, subject: string, version: number): Promise<ParsedSchema> {
  const found = await source.byVersion(subject, version);
  if (found === undefined) {
    throw new SerdeError('unknown-schema', `version ${version} of ${subject} went away meanwhile`);
  }
  const references = await resolveReferences(source, found.references, splitSubject(subject).context);
  return (await FORMATS.require(found.schemaType)).parse(found.schema, references);
}
