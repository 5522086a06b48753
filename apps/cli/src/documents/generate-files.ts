import { locate, parseAvro } from '@sluice/asyncapi';
import type { Model, SourceDocument } from '@sluice/asyncapi';
import { AvroError, SchemaParser } from '@sluice/avro';
import {
  CodegenError,
  generateAvro,
  generateJsonSchema,
  generateModel,
  generateProtobuf,
  readProtobufFiles,
} from '@sluice/codegen';
import type { GeneratedFile, GenerateOptions } from '@sluice/codegen';
import type { GenerateValues } from './generate-options.ts';
import { InputError } from './input-error.ts';
import { loadSource } from './load-source.ts';
import { findLatest, openRegistry } from './open-registry.ts';
import type { Project } from './project.ts';
import { readAvroFiles } from './read-avro-files.ts';
import type { Inputs } from './read-inputs.ts';
import { readHistoryFiles, readRegistryWriters, readSubjectWriters } from './read-writers.ts';
import { UsageError } from './usage-error.ts';

export interface Generated {
  readonly files: readonly GeneratedFile[];
  /** What of the source nothing is generated for, and why. */
  readonly notes: readonly string[];
}

/** Reads the one kind of source that the options name, and generates from it. Writes nothing. */
export async function generateFiles(
  values: GenerateValues,
  options: GenerateOptions,
  project: Project,
  inputs: Inputs,
): Promise<Generated> {
  const { avro, registry, registryToken: token, subject } = values;
  if (values.in !== undefined)
    return generateFromDocument(values.in, { url: registry, token }, options, project, inputs);
  if (avro.length > 0) {
    const roots = await readAvroFiles(avro, project, inputs);
    return { files: generateAvro(roots, { ...options, writers: await readHistoryFiles(project, inputs) }), notes: [] };
  }
  if (registry !== undefined && subject.length > 0) {
    return { files: await generateFromRegistry(registry, token, subject, options), notes: [] };
  }
  throw new UsageError('nothing to generate from: --in DOC, --avro PATH, or --registry URL with --subject NAME');
}

/** Says which options do not go together. */
export function checkSources({ in: document, avro, registry, subject }: GenerateValues): void {
  const given = [
    ...(document === undefined ? [] : ['--in']),
    ...(avro.length === 0 ? [] : ['--avro']),
    ...(subject.length === 0 ? [] : ['--subject']),
  ];
  if (given.length > 1) throw new UsageError(`${given.join(' and ')}: one kind of source at a time`);
  if (subject.length > 0 && registry === undefined) throw new UsageError('--subject needs --registry URL');
}

async function generateFromDocument(
  name: string,
  { url, token }: { readonly url: string | undefined; readonly token: string | undefined },
  options: GenerateOptions,
  project: Project,
  inputs: Inputs,
): Promise<Generated> {
  const registry = url === undefined ? undefined : openRegistry(url, { token });
  const { document, model } = await loadSource(name, project, inputs, registry);
  checkAvro(model, document);
  const writers = [
    ...(await readHistoryFiles(project, inputs)),
    ...(registry === undefined ? [] : await readRegistryWriters(model, registry)),
  ];
  try {
    const protobufFiles = await readProtobufFiles(model, document.main.path, (path) =>
      inputs.readReferred(path).catch(() => undefined),
    );
    const files = generateModel(model, { ...options, writers, protobufFiles });
    return { files, notes: options.language === 'ts' ? [] : listLeftOut(model) };
  } catch (error) {
    throw error instanceof CodegenError ? placeFindings(error, document) : error;
  }
}

/** Messages whose payloads only TypeScript has. */
function listLeftOut({ channels }: Model): readonly string[] {
  const messages = channels.flatMap((channel) => channel.messages);
  const ids = messages.flatMap(({ id, payload }) => (payload !== undefined && payload.format !== 'avro' ? [id] : []));
  if (ids.length === 0) return [];
  return [`nothing is generated for ${[...new Set(ids)].join(', ')}: only --lang ts has payloads that are not Avro`];
}

/** Schemas are parsed with the document at hand, so that what is wrong with one has its own place. */
function checkAvro(model: Model, document: SourceDocument): void {
  const messages = model.channels.flatMap((channel) => channel.messages);
  for (const use of messages.flatMap(({ payload, headers, kafka }) => [payload, headers, kafka?.key])) {
    if (use?.format === 'avro' && use.openRef === undefined) parseAvro(use, document);
  }
}

/** `FILE#POINTER` becomes `FILE:LINE:COLUMN`. */
function placeFindings(error: CodegenError, document: SourceDocument): InputError {
  const messages = error.findings.map(({ path, message }) => {
    const hash = path.indexOf('#');
    const place = hash < 0 ? undefined : locate(document, path.slice(0, hash), path.slice(hash + 1));
    if (place !== undefined) return { ...place, message };
    return path === '' ? message : `${path}: ${message}`;
  });
  return new InputError(messages, { cause: error });
}

async function generateFromRegistry(
  registryUrl: string,
  token: string | undefined,
  subjects: readonly string[],
  options: GenerateOptions,
): Promise<readonly GeneratedFile[]> {
  const registry = openRegistry(registryUrl, { token });
  const found = await findLatest(registry, subjects);
  const types = [...new Set(found.map(({ schemaType }) => schemaType))];
  const [type] = types;
  if (types.length > 1) throw new InputError([`${subjects.join(', ')}: subjects of ${types.join(' and ')} at once`]);
  if (type === 'AVRO') {
    const roots = found.map(async (item) => {
      const root = readAvroSubject(item);
      return { ...root, writers: await readSubjectWriters(registry, item, root.schema) };
    });
    return generateAvro(await Promise.all(roots), options);
  }
  if (type === 'PROTOBUF') {
    const roots = found.map(({ subject, version, schema, references }) => {
      const files = references.map(({ name, schema: text }) => ({ name, schema: text }));
      return { schema, files, place: `${subject}, version ${version}` };
    });
    return generateProtobuf(roots, options);
  }
  if (options.language !== 'ts') throw new InputError(['JSON Schema: only --lang ts is generated from it']);
  return generateFromJson(found, options);
}

/** By way of a document's components, which is what the generator takes references to lead to. */
async function generateFromJson(found: readonly Found[], options: GenerateOptions): Promise<readonly GeneratedFile[]> {
  const { exportModel } = await import('@sluice/asyncapi/export');
  const { schemas } = exportModel({ topics: [], subjects: found }).components;
  const components = new Map(schemas.map(({ id, schema }) => [id, schema]));
  const roots = schemas.flatMap(({ id, schema }) => {
    // A component's name has no other signs than these.
    const subject = found.find((item) => item.subject.replaceAll(/[^\w.-]+/gu, '_') === id)?.subject;
    return subject === undefined ? [] : [{ name: nameOf(subject), schema }];
  });
  return generateJsonSchema(roots, options, components);
}

type Found = Awaited<ReturnType<typeof findLatest>>[number];

function readAvroSubject({ subject, version, schema, references }: Found) {
  try {
    const parser = new SchemaParser();
    for (const reference of references) parser.parse(reference.schema, reference.name);
    const parsed = parser.parse(schema);
    return 'name' in parsed ? { schema: parsed } : { schema: parsed, name: nameOf(subject) };
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    throw new InputError([`${subject}, version ${version}: ${error.message}`], { cause: error });
  }
}

/** A type's name from a subject's: `orders-value` is `orders`. */
function nameOf(subject: string): string {
  return subject.replace(/^:\.[^:]*:/u, '').replace(/-(?:value|key)$/u, '');
}
