import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Model } from '@sluice/asyncapi';
import { AvroError, SchemaParser, toCanonicalForm } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { listHistory } from '@sluice/codegen';
import type { AvroWriter } from '@sluice/codegen';
import { InputError } from './input-error.ts';
import type { Registry } from './open-registry.ts';
import type { Project } from './project.ts';
import { isAvroFile } from './read-inputs.ts';
import type { Inputs } from './read-inputs.ts';
import { readHistories } from './subject-histories.ts';

/**
 * The earlier versions of schemas: those in folders named `history` beside the schema files read so far.
 * @throws InputError with all that cannot be read
 */
export async function readHistoryFiles(project: Project, inputs: Inputs): Promise<readonly AvroWriter[]> {
  const folders = new Set([...inputs.texts.keys()].filter(isAvroFile).map((path) => join(dirname(path), 'history')));
  const writers: AvroWriter[] = [];
  const failures: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(project.resolve(folder)).catch(() => undefined);
    if (entries === undefined) continue;
    await inputs.note(project.resolve(folder));
    for (const { file, name } of listHistory(entries)) {
      const path = join(folder, file);
      try {
        const schema = new SchemaParser().parse(await inputs.read(path), path);
        writers.push({ name, schema });
      } catch (error) {
        failures.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  if (failures.length > 0) throw new InputError(failures);
  return writers;
}

/** What the registry has of a document's topics and records: every Avro version but those that do not parse. */
export async function readRegistryWriters(model: Model, registry: Registry): Promise<readonly AvroWriter[]> {
  const histories = await readHistories(model, registry);
  return histories.flatMap(({ versions }) =>
    versions.flatMap(({ version, schemaType, schema, references }) => {
      const parsed = schemaType === 'AVRO' ? parse([...(references ?? []), schema]) : undefined;
      return parsed === undefined ? [] : [{ name: `v${version}`, schema: parsed }];
    }),
  );
}

/** Newest versions of a subject; older ones are left out. */
const MOST_VERSIONS = 50;

/** A subject's versions before this one that say something else than it, and than each other. */
export async function readSubjectWriters(
  registry: Registry,
  { subject, version }: { readonly subject: string; readonly version: number },
  present: Schema,
): Promise<readonly AvroWriter[]> {
  const earlier = (await registry.client.listVersions(subject)).filter((number) => number < version);
  const seen = new Set([toCanonicalForm(present)]);
  const writers: AvroWriter[] = [];
  for (const number of earlier.toSorted((a, b) => a - b).slice(-MOST_VERSIONS)) {
    const found = await registry.find(subject, number);
    const schema =
      found?.schemaType === 'AVRO' ? parse([...found.references.map((item) => item.schema), found.schema]) : undefined;
    const form = schema === undefined ? '' : toCanonicalForm(schema);
    if (schema === undefined || seen.has(form)) continue;
    seen.add(form);
    writers.push({ name: `v${number}`, schema });
  }
  return writers;
}

/** The last text's schema. A registry may hold what no parser takes today: nobody can read what it wrote. */
function parse(texts: readonly string[]): Schema | undefined {
  const parser = new SchemaParser();
  try {
    return texts.map((text) => parser.parse(text)).at(-1);
  } catch (error) {
    if (error instanceof AvroError) return undefined;
    throw error;
  }
}
