export { CodegenError } from './codegen-error.ts';
export type { CodegenFinding } from './codegen-error.ts';
export type { GenerateOptions, Language, OwnLogicalTypes } from './generate-options.ts';
export type { GeneratedFile } from './generated-file.ts';
