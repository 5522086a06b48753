import type { SchemaComponent, SchemaUse } from '@sluice/asyncapi';
import { parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { CodegenError } from '../codegen-error.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { createNameScope, formatName } from '../names.ts';
import type { CodecPlace } from './codec/emit-codec-module.ts';
import { emitAvro } from './emit-avro.ts';
import { startJsonSchemas } from './json-schema/emit-json-schema.ts';
import { codeSpan, docComment } from './text/doc-comment.ts';
import type { ModuleExports } from './text/index-file.ts';
import { startModule } from './text/module.ts';
import type { AvroRoot } from './types/avro-layout.ts';
import { createFilePaths } from './types/file-paths.ts';
import type { FilePaths } from './types/file-paths.ts';

/** A schema of a model, and what its type is called where nothing in it says: by message and use, `orderPlacedHeaders`. */
export interface NamedUse {
  readonly use: SchemaUse;
  readonly name: string;
}

/** What is generated for a use. */
export interface UsePlace {
  /** Of the module, without an extension. */
  readonly path: string;
  /** The type of decoded values. */
  readonly type: string;
  /** The type of what is encoded. */
  readonly input: string;
  /** Of Avro. */
  readonly codec: CodecPlace | undefined;
}

export interface EmittedUses {
  readonly files: readonly GeneratedFile[];
  /** One for each use, in their order; uses of one schema share theirs. */
  readonly places: readonly UsePlace[];
  readonly exports: readonly ModuleExports[];
}

/**
 * The types, and of Avro the codecs, of the payloads, headers and keys of a model. What cannot be read, as Protobuf
 * for now, is bytes; what is elsewhere is `unknown`.
 * @throws CodegenError where an Avro schema is none, or names clash
 */
export function emitSchemaUses(
  uses: readonly NamedUse[],
  components: readonly SchemaComponent[],
  options: GenerateOptions,
  files: FilePaths = createFilePaths(),
): EmittedUses {
  const avro = uses.filter(isAvro).map(readAvro);
  const emitted = emitAvro(
    avro.map(({ root }) => root),
    options,
    files,
  );
  const places = new Map<NamedUse, UsePlace>(avro.map(({ item }, index) => [item, placeAt(emitted.roots, index)]));
  const schemas = startJsonSchemas(jsonComponents(components), options, files);
  const opaque: { readonly files: GeneratedFile; readonly exports: ModuleExports }[] = [];
  const known = new Map<string, UsePlace>();
  for (const item of uses) {
    if (places.has(item)) continue;
    const key = keyOf(item);
    let place = known.get(key);
    if (place === undefined) {
      if (isJson(item)) place = { ...placeJson(schemas, item), codec: undefined };
      else {
        const module = emitOpaque(item, options, files);
        opaque.push(module);
        place = module.place;
      }
      known.set(key, place);
    }
    places.set(item, place);
  }
  const rest = schemas.finish();
  return {
    files: [...emitted.files, ...rest.files, ...opaque.map((item) => item.files)],
    places: uses.map((item) => placeAt([places.get(item)], 0)),
    exports: [...emitted.exports, ...rest.exports, ...opaque.map((item) => item.exports)],
  };
}

function placeAt(places: readonly (UsePlace | undefined)[], index: number): UsePlace {
  const place = places[index];
  if (place === undefined) throw new Error('a use has no place');
  return place;
}

function isAvro({ use }: NamedUse): boolean {
  return use.format === 'avro' && use.openRef === undefined;
}

function isJson({ use }: NamedUse): boolean {
  return (use.format === 'asyncapi' || use.format === 'json-schema') && use.openRef === undefined;
}

function readAvro(item: NamedUse): { readonly item: NamedUse; readonly root: AvroRoot } {
  try {
    // Text that is a name alone is a primitive's, and not JSON.
    const { schema } = item.use;
    const parsed = parseSchema(typeof schema === 'string' && /^\w+$/.test(schema) ? JSON.stringify(schema) : schema);
    return { item, root: { schema: parsed, name: item.name } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CodegenError([{ path: item.use.place.pointer, message: `the Avro schema cannot be read: ${message}` }]);
  }
}

function jsonComponents(components: readonly SchemaComponent[]): ReadonlyMap<string, JsonValue> {
  return new Map(
    components
      .filter(({ format, openRef }) => (format === 'asyncapi' || format === 'json-schema') && openRef === undefined)
      .map(({ id, schema }) => [id, schema]),
  );
}

function placeJson(
  schemas: ReturnType<typeof startJsonSchemas>,
  { use, name }: NamedUse,
): Pick<UsePlace, 'path' | 'type' | 'input'> {
  const shared = use.component === undefined ? undefined : schemas.placeComponent(use.component);
  const place = shared ?? schemas.place({ schema: use.schema, name });
  return { ...place, input: place.type };
}

/** Uses of one schema by one name are one type. */
function keyOf({ use, name }: NamedUse): string {
  return use.component === undefined ? `use ${name}` : `component ${use.component}`;
}

/** A module for what is not read: bytes of a message, or a schema that is elsewhere. */
function emitOpaque({ use, name }: NamedUse, options: GenerateOptions, files: FilePaths) {
  const message = use.format === 'protobuf' ? messageOf(use.schema) : undefined;
  const parts = (message ?? use.component ?? name).split('.').filter((part) => part !== '');
  const last = parts.pop() ?? '';
  const type = createNameScope('ts').take(formatName(last, 'pascal'));
  const module = startModule(files.take(parts, last), options, [type]);
  const isBytes = use.openRef === undefined && use.format === 'protobuf';
  const doc = docComment([{ tagged: describeOpaque(use, message) }]);
  return {
    files: module.finish([`${doc}export type ${type} = ${isBytes ? 'Uint8Array' : 'unknown'};`]),
    exports: { path: module.path, types: [type], values: [] },
    place: { path: module.path, type, input: type, codec: undefined },
  };
}

function describeOpaque(
  { openRef, schemaFormat = 'unknown format', format }: SchemaUse,
  message: string | undefined,
): string {
  if (openRef !== undefined) return `The schema is at ${codeSpan(openRef)}.`;
  if (format !== 'protobuf') return `A schema of ${codeSpan(schemaFormat)}.`;
  return message === undefined
    ? 'A Protobuf message, as bytes.'
    : `The Protobuf message ${codeSpan(message)}, as bytes.`;
}

/** The first message of a file, with its package. */
function messageOf(schema: JsonValue): string | undefined {
  if (typeof schema !== 'string') return undefined;
  const text = schema.replaceAll(/\/\/.*|\/\*[^]*?\*\//g, ' ');
  const [scope, message] = [/\bpackage\s+([\w.]+)\s*;/.exec(text)?.[1], /\bmessage\s+(\w+)/.exec(text)?.[1]];
  return message === undefined || scope === undefined ? message : `${scope}.${message}`;
}
