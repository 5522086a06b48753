import type { ResolvedReference, SchemaReference } from '@sluice/formats';
import { resolveReferences } from '@sluice/serde';
import type { RegistryClient, SchemaInput, SchemaSource } from '@sluice/serde';
import type { SchemaFile } from './schema-file.ts';

/** The files read so far, by subject. */
export type ReadFiles = Map<string, ReadFile>;

interface ReadFile {
  readonly file: SchemaFile;
  /** The version that the file is; `undefined` while it is none. */
  readonly version: number | undefined;
  /** Everything that it needs, itself not included, each after what it needs itself. */
  readonly resolved: readonly ResolvedReference[];
}

/** Of a version that is not there yet, and of the latest one. */
const LATEST = -1;

/** The texts that a file needs: those of files as they are here, the rest as the registry has it. */
export async function resolveFileReferences(
  { references }: SchemaFile,
  before: ReadFiles,
  source: SchemaSource,
): Promise<readonly ResolvedReference[]> {
  const all = new Map<string, ResolvedReference>();
  for (const { name, subject, version } of references) {
    const known = version === undefined ? before.get(subject) : undefined;
    const found =
      known === undefined
        ? await resolveReferences(source, [{ name, subject, version: version ?? LATEST }])
        : [...known.resolved, { name, subject, version: known.version ?? LATEST, schema: known.file.text }];
    for (const each of found) if (!all.has(each.name)) all.set(each.name, each);
  }
  return [...all.values()];
}

/** A file as it is sent; `undefined` while something that it refers to is not registered. */
export async function pinReferences(
  { type, text, references }: SchemaFile,
  before: ReadFiles,
  client: RegistryClient,
): Promise<SchemaInput | undefined> {
  const pinned: SchemaReference[] = [];
  for (const { name, subject, version: given } of references) {
    const known = before.get(subject);
    const inForce = known === undefined ? (await client.findVersion(subject, 'latest'))?.version : known.version;
    const version = given ?? inForce;
    if (version === undefined) return undefined;
    pinned.push({ name, subject, version });
  }
  return { schema: text, schemaType: type, ...(pinned.length > 0 ? { references: pinned } : {}) };
}
