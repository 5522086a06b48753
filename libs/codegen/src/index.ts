export { CodegenError } from './codegen-error.ts';
export type { CodegenFinding } from './codegen-error.ts';
export type { GenerateOptions, Language, OwnLogicalTypes } from './generate-options.ts';
export type { GeneratedFile } from './generated-file.ts';
export { generateAvro } from './generate-avro.ts';
export type { AvroRoot } from './typescript/types/avro-layout.ts';
export { generateModel } from './generate-model.ts';
export { generateJsonSchema } from './generate-json-schema.ts';
export type { JsonSchemaRoot } from './typescript/json-schema/json-schema.ts';
