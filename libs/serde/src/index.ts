export { createAvroDeserializer } from './avro-deserializer.ts';
export type { AvroDeserializer, AvroDeserializerOptions } from './avro-deserializer.ts';
export type { AvroSchemaInput } from './avro-schema.ts';
export { createAvroSerializer } from './avro-serializer.ts';
export type { AvroSerializer, AvroSerializerOptions, PreparedSchema } from './avro-serializer.ts';
export { ENVELOPE_BYTES, readEnvelope, writeEnvelope } from './envelope.ts';
export { readMessageIndexes, writeMessageIndexes } from './envelope-indexes.ts';
export type { MessageIndexes } from './envelope-indexes.ts';
export { createHttpSource } from './http-source.ts';
export { createLoadingCache } from './loading-cache.ts';
export type { LoadingCache, LoadingCacheOptions } from './loading-cache.ts';
export {
  DEFAULT_CONTEXT,
  GLOBAL_CONTEXT,
  joinSubject,
  normalizeSubject,
  qualifySubject,
  splitSubject,
} from './qualified-subject.ts';
export type { QualifiedSubject } from './qualified-subject.ts';
export { createRegistryClient } from './registry-client.ts';
export type {
  CompatibilityAnswer,
  DeletedOption,
  PermanentOption,
  RegistryClient,
  RegistryClientOptions,
  SchemaAnswer,
  SchemaInput,
} from './registry-client.ts';
export { createRequester, parseRegistryUrl } from './registry-request.ts';
export type { RegistryAuth, Requester, RequesterOptions } from './registry-request.ts';
export type { LatestOptions } from './rules/find-latest.ts';
export type { ReadingOptions } from './rules/reading-rules.ts';
export type { ContractSchema, RuleMode, RulePhase, RuleProgram, RuleRequest, RuleRunner } from './rules/rule-runner.ts';
export { createSchemaCache } from './schema-cache.ts';
export type { SchemaCache, SchemaCacheOptions } from './schema-cache.ts';
export { MAX_REFERENCED_LENGTH, MAX_REFERENCES, resolveReferences } from './schema-source.ts';
export type {
  RegisteredSchema,
  SchemaChange,
  SchemaMetadata,
  SchemaRule,
  SchemaRuleSet,
  SchemaSource,
  SubjectVersion,
} from './schema-source.ts';
export { SchemaSourceError, SendRefusal, SerdeError } from './serde-error.ts';
export type {
  RefusedRecord,
  SchemaSourceErrorOptions,
  SerdeErrorKind,
  SerdeErrorOptions,
  SerdeFinding,
} from './serde-error.ts';
export { findSubjectNameStrategy, SUBJECT_NAME_STRATEGIES, subjectName } from './subject-name.ts';
export type { RecordPart, SubjectNameStrategy } from './subject-name.ts';
