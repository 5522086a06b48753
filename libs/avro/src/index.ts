export { AvroError } from './avro-error.ts';
export type { AvroFinding, ByteFinding, ParseFinding, ValueFinding } from './avro-error.ts';
export { compileCodec, compileResolver } from './codec.ts';
export type { Codec, Resolver } from './create-codec.ts';
export type { CodecOptions, Engine, LongRules } from './codec-options.ts';
export type { AnnotatedSchema, LogicalConversion, LogicalType, LogicalTypes } from './logical-type.ts';
export { checkCompatibility } from './compatibility.ts';
export type { Incompatibility } from './compatibility.ts';
export { COMPATIBILITY_LEVELS } from './compatibility-levels.ts';
export type { CompatibilityLevel, CompatibilityRule } from './compatibility-levels.ts';
export type { LongForm } from './plan/plan.ts';
export { toCanonicalForm } from './schema/canonical-form.ts';
export { fingerprint } from './schema/fingerprint.ts';
export type { FingerprintAlgorithm } from './schema/fingerprint.ts';
export { formatSchema } from './schema/format-schema.ts';
export type { FormatOptions } from './schema/format-schema.ts';
export type { JsonObject, JsonValue } from './schema/json.ts';
export { parseSchema, SchemaParser } from './schema/parse-schema.ts';
export type { ParseOptions } from './schema/parse-schema.ts';
export type {
  ArraySchema,
  EnumSchema,
  FixedSchema,
  MapSchema,
  NamedSchema,
  PrimitiveSchema,
  PrimitiveType,
  RecordField,
  RecordSchema,
  Schema,
  UnionSchema,
} from './schema/schema.ts';
