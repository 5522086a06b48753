import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSchema } from '@sluice/avro';
import type { JsonObject, JsonValue, Schema } from '@sluice/avro';
import { generateAvro, generateJsonSchema, generateProtobuf } from '@sluice/codegen';
import type { GeneratedFile, GenerateOptions } from '@sluice/codegen';

export const GOLDEN = join(import.meta.dirname, 'golden');

/** A folder of `golden/`: `case.json` says what to generate, and `gen/` is what becomes of it. */
interface Case {
  readonly avro?: readonly {
    readonly schema: JsonValue;
    readonly name?: string;
    readonly writers?: readonly { readonly name: string; readonly schema: JsonValue }[];
  }[];
  readonly jsonSchema?: readonly { readonly schema: JsonValue; readonly name: string }[];
  readonly components?: JsonObject;
  /** Files of `protobuf/`, and those of them that they import. */
  readonly protobuf?: readonly { readonly file: string; readonly imports?: readonly string[] }[];
  readonly options?: Pick<GenerateOptions, 'long' | 'logicalTypes' | 'importExtension'>;
  readonly header?: string;
}

export const CASES: readonly string[] = readdirSync(GOLDEN).toSorted();

export function generateCase(name: string, more: Partial<GenerateOptions> = {}): readonly GeneratedFile[] {
  const { avro, jsonSchema, components, protobuf, ...rest } = JSON.parse(
    readFileSync(join(GOLDEN, name, 'case.json'), 'utf8'),
  ) as Case;
  const header = rest.header ?? `sluice generate --avro schemas/${name} --out gen`;
  const options: GenerateOptions = { language: 'ts', header, ...rest.options, ...more };
  if (protobuf !== undefined) {
    const roots = protobuf.map(({ file, imports = [] }) => ({
      schema: readProto(file),
      files: imports.map((name) => ({ name, schema: readProto(name) })),
    }));
    return generateProtobuf(roots, options);
  }
  if (avro === undefined) {
    const named = Object.entries(components ?? {}).map(([key, item]) => [key, item ?? null] as const);
    return generateJsonSchema(jsonSchema ?? [], options, new Map(named));
  }
  const roots = avro.map(({ schema, name, writers = [] }) => ({
    schema: parse(schema),
    ...(name === undefined ? {} : { name }),
    writers: writers.map((writer) => ({ name: writer.name, schema: parse(writer.schema) })),
  }));
  return generateAvro(roots, options);
}

function parse(schema: JsonValue): Schema {
  return parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
}

/** A file of `protobuf/`. */
export function readProto(name: string): string {
  return readFileSync(join(import.meta.dirname, 'protobuf', name), 'utf8');
}
