export { compileDecoder } from './protobuf-decode.ts';
export { createProtobufDeserializer } from './protobuf-deserializer.ts';
export type { ProtobufDeserializer, ProtobufDeserializerOptions } from './protobuf-deserializer.ts';
export { compileEncoder, ProtobufValueError } from './protobuf-encode.ts';
export type { ProtobufSchemaInput } from './protobuf-schema.ts';
export { createProtobufSerializer } from './protobuf-serializer.ts';
export type { PreparedMessage, ProtobufSerializer, ProtobufSerializerOptions } from './protobuf-serializer.ts';
