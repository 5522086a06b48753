import { parseAvro } from '@sluice/asyncapi';
import type { Model, SchemaUse } from '@sluice/asyncapi';
import type { Schema } from '@sluice/avro';
import { CodegenError } from './codegen-error.ts';
import type { GenerateOptions, Language } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { emitGo } from './go/emit-go.ts';
import { dropRepeats } from './named-types.ts';
import { emitPython } from './python/emit-python.ts';

/** Languages other than TypeScript have models and serdes, no clients. */
const EMITTERS = { python: emitPython, go: emitGo } as const satisfies Record<
  Exclude<Language, 'ts'>,
  (schemas: readonly Schema[], options: Pick<GenerateOptions, 'header'>) => readonly GeneratedFile[]
>;

export type OtherLanguage = keyof typeof EMITTERS;

/** Models of every named type that the schemas reach, and serdes of those that are named types themselves. */
export function emitLanguage(
  language: OtherLanguage,
  schemas: readonly Schema[],
  options: Pick<GenerateOptions, 'header'>,
): readonly GeneratedFile[] {
  return EMITTERS[language](dropRepeats(schemas), options);
}

/**
 * The Avro schemas of a document's payloads and keys, in the order of its messages.
 * @throws CodegenError where one is not here but behind a reference, or is Protobuf
 */
export function collectAvroSchemas(model: Model): readonly Schema[] {
  const messages = [...model.channels.flatMap((channel) => channel.messages), ...model.components.messages];
  const uses = messages.flatMap(({ payload, kafka }) => [payload, kafka?.key]);
  const protobuf = uses.find((use) => use?.format === 'protobuf');
  if (protobuf !== undefined) {
    const { file, pointer } = protobuf.place;
    const message = 'Protobuf payloads are generated in TypeScript alone; protoc makes code for other languages';
    throw new CodegenError([{ path: `${file}#${pointer}`, message }]);
  }
  return uses.flatMap((use) => (use?.format === 'avro' ? [readAvro(use)] : []));
}

function readAvro(use: SchemaUse): Schema {
  if (use.openRef === undefined) return parseAvro(use);
  const message = `the schema behind ${use.openRef} is not here: resolve the reference first`;
  throw new CodegenError([{ path: `${use.place.file}#${use.place.pointer}`, message }]);
}
