export { createJsonDeserializer } from './json-deserializer.ts';
export type { JsonDeserializer, JsonDeserializerOptions } from './json-deserializer.ts';
export type { JsonSchemaInput } from './json-schema.ts';
export { createJsonSerializer } from './json-serializer.ts';
export type { JsonSerializer, JsonSerializerOptions, PreparedJsonSchema } from './json-serializer.ts';
