export { CodegenError } from './codegen-error.ts';
export type { CodegenFinding } from './codegen-error.ts';
export type { GenerateOptions, Language, OwnLogicalTypes } from './generate-options.ts';
export type { GeneratedFile } from './generated-file.ts';
export { generateAvro } from './generate-avro.ts';
export type { AvroRoot } from './typescript/types/avro-layout.ts';
