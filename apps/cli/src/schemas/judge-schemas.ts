import type { CompatibilityLevel, ParsedSchema } from '@sluice/formats';
import type { Registry } from '../documents/open-registry.ts';
import { FORMATS } from '../registry/formats.ts';
import type { CompareByApi } from './compare-by-api.ts';
import { compareHere, parseVersion } from './compare-here.ts';
import { openPlaces } from './locate-in-schema.ts';
import type { SchemaPlaces } from './locate-in-schema.ts';
import { pinReferences, resolveFileReferences } from './resolve-files.ts';
import type { ReadFiles } from './resolve-files.ts';
import { describeInvalid, toRemark } from './schema-remark.ts';
import type { SchemaRemark } from './schema-remark.ts';
import type { SchemaFile } from './schema-file.ts';

/** How a file stands to its subject. */
export interface Judgement {
  readonly file: SchemaFile;
  /** `new`: the subject has no version yet; `changed`: the file may become its next one; `refused`: it may not. */
  readonly status: 'unchanged' | 'new' | 'changed' | 'refused';
  /** Of `unchanged`, the version that the file is; else the latest there is, if any. */
  readonly version?: number | undefined;
  /** Of `unchanged`. */
  readonly id?: number | undefined;
  /** In force for the subject, where it was compared. */
  readonly level?: CompatibilityLevel;
  readonly remarks: readonly SchemaRemark[];
}

export interface JudgeOptions {
  readonly registry: Registry;
  readonly compareByApi: CompareByApi;
}

/** Judges files, each given after those it refers to. Changes nothing. @throws SchemaSourceError where the registry fails */
export async function judgeSchemas(files: readonly SchemaFile[], options: JudgeOptions): Promise<readonly Judgement[]> {
  const before: ReadFiles = new Map();
  const judgements: Judgement[] = [];
  for (const file of files) {
    const judgement = { file, ...(await judge(file, before, options)) };
    before.set(file.subject, {
      file,
      version: judgement.status === 'unchanged' ? judgement.version : undefined,
      resolved: before.get(file.subject)?.resolved ?? [],
    });
    judgements.push(judgement);
  }
  return judgements;
}

type Answer = Omit<Judgement, 'file'>;

async function judge(file: SchemaFile, before: ReadFiles, options: JudgeOptions): Promise<Answer> {
  const places = await openPlaces(file);
  try {
    const resolved = await resolveFileReferences(file, before, options.registry.source);
    before.set(file.subject, { file, version: undefined, resolved });
    const parsed = (await FORMATS.require(file.type)).parse(file.text, resolved);
    return await compare(file, parsed, places, before, options);
  } catch (error) {
    const remarks = describeInvalid(error, places);
    if (remarks === undefined) throw error;
    return { status: 'refused', remarks };
  }
}

async function compare(
  file: SchemaFile,
  parsed: ParsedSchema,
  places: SchemaPlaces,
  before: ReadFiles,
  { registry, compareByApi }: JudgeOptions,
): Promise<Answer> {
  const { subject } = file;
  const { client, source } = registry;
  const versions = await client.listVersions(subject);
  const latest = versions.at(-1);
  if (latest === undefined) return { status: 'new', remarks: [] };

  const input = await pinReferences(file, before, client);
  const same = input === undefined ? undefined : await client.findSchema(subject, input);
  if (same !== undefined) return { status: 'unchanged', version: same.version, id: same.id, remarks: [] };

  const level = await client.readCompatibility(subject);
  // What refers to a schema that is still to be registered can only be compared here.
  const byApi = input === undefined ? undefined : await compareByApi(subject, input);
  const objections = byApi ?? (await compareHere(level, parsed, subject, versions, source));
  const errors = objections.map((objection) => toRemark('error', objection, places));
  const previous = await parseVersion(source, subject, latest);
  const format = await FORMATS.require(file.type);
  const warnings = previous.type === parsed.type ? (format.findWarnings?.(previous, parsed) ?? []) : [];
  const remarks = [
    ...errors,
    ...warnings.map(({ valuePath: path, ...rest }) => toRemark('warning', { ...rest, path, version: latest }, places)),
  ];
  return { status: errors.length > 0 ? 'refused' : 'changed', version: latest, level, remarks };
}
