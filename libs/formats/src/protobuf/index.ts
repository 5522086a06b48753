export type {
  EnumDescriptor,
  EnumValueDescriptor,
  ExtensionDescriptor,
  FieldDescriptor,
  FieldType,
  FileDescriptor,
  FileImport,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ReservedRange,
  ScalarType,
  ScalarValue,
  ServiceDescriptor,
  ValueType,
} from './descriptor/descriptor.ts';
export { KNOWN_FILE_NAMES } from './known/known-files.ts';
export { protobufFormat } from './protobuf-format.ts';
export { findMessage, findMessageByIndexes, messagesOf, parseProtobuf } from './protobuf-schema.ts';
export type { ProtobufSchema } from './protobuf-schema.ts';
export type { OptionElement, OptionValue } from './syntax/elements.ts';
export { printFile } from './syntax/print-file.ts';
