export { AvroError } from './avro-error.ts';
export type { AvroFinding, ByteFinding, ContainerFinding, ParseFinding, ValueFinding } from './avro-error.ts';
export { compileCodec, compileResolver } from './codec.ts';
export type { Codec, Resolver } from './create-codec.ts';
export { emitCodec } from './emit/emit-codec.ts';
export type { EmitOptions, EmittedImport, EmittedReader, EmittedTypes } from './emit/emit-codec.ts';
export type { EmittedOptions } from './emit/emitted.ts';
export type { CodecOptions, Engine, LongRules } from './codec-options.ts';
export { DATE_LOGICAL_TYPES, LOGICAL_TYPES, LOGICAL_TYPES_WITH_DATES } from './logical/logical-types.ts';
export type { AnnotatedSchema, LogicalConversion, LogicalType, LogicalTypes } from './logical-type.ts';
export { checkCompatibility } from './compatibility.ts';
export type { Incompatibility, TypeDescription } from './compatibility-finding.ts';
export type { Fix } from './compatibility-fix.ts';
export { findShapeChanges } from './compatibility-shape.ts';
export type { ShapeChange } from './compatibility-shape.ts';
export { COMPATIBILITY_LEVELS } from './compatibility-levels.ts';
export type { CompatibilityLevel, CompatibilityRule } from './compatibility-levels.ts';
export { compileJsonCodec } from './json-encoding/json-codec.ts';
export type { JsonCodec, JsonCodecOptions } from './json-encoding/json-codec.ts';
export { nullBlockCodec } from './container/block-codec.ts';
export type { BlockCodec, BlockCodecs } from './container/block-codec.ts';
export type { ByteSource } from './container/chunk-reader.ts';
export type { ExistingContainer, NewContainer, WriteContainerOptions } from './container/container-target.ts';
export type { ContainerHeader } from './container/header.ts';
export { readContainer } from './container/read-container.ts';
export type { ContainerBlock, ContainerReader, ReadContainerOptions } from './container/read-container.ts';
export { webDeflate } from './container/web-deflate.ts';
export { createContainerWriter, writeContainer } from './container/write-container.ts';
export type { ContainerWriter } from './container/write-container.ts';
export { findFilledFields } from './plan/filled-fields.ts';
export type { LongForm } from './plan/plan.ts';
export { shapeUnion } from './plan/union-shape.ts';
export type { UnionShape } from './plan/union-shape.ts';
export { toCanonicalForm } from './schema/canonical-form.ts';
export { fingerprint } from './schema/fingerprint.ts';
export type { FingerprintAlgorithm } from './schema/fingerprint.ts';
export { formatSchema } from './schema/format-schema.ts';
export type { FormatOptions } from './schema/format-schema.ts';
export type { JsonObject, JsonValue } from './schema/json.ts';
export { parseSchema, SchemaParser } from './schema/parse-schema.ts';
export type { ParseOptions } from './schema/parse-schema.ts';
export { PRIMITIVE_TYPES } from './schema/schema.ts';
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
export { schemasWithin, visitSchemas } from './schema/visit.ts';
export { createSingleObjectDecoder, createSingleObjectEncoder, readSingleObjectHeader } from './single-object.ts';
export type {
  SingleObjectDecoder,
  SingleObjectDecoderOptions,
  SingleObjectEncoder,
  SingleObjectHeader,
} from './single-object.ts';
