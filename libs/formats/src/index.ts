export {
  checkLevel,
  COMPATIBILITY_LEVEL_NAMES,
  COMPATIBILITY_LEVELS,
  findCompatibilityLevel,
} from './compatibility.ts';
export type { CompatibilityLevel, LevelFinding } from './compatibility.ts';
export { createFormats } from './formats.ts';
export type { FormatLoader, Formats } from './formats.ts';
export { SchemaFormatError } from './schema-format-error.ts';
export type {
  ByteValidator,
  ChangeWarning,
  CompatibilityDetails,
  CompatibilityFinding,
  CompatibilityOptions,
  ParsedSchema,
  ResolvedReference,
  SchemaEntity,
  SchemaFinding,
  SchemaFormat,
  SchemaPart,
  SchemaReference,
  SchemaTags,
  SchemaType,
} from './schema-format.ts';
