/**
 * What generated code imports where its run-time stands beside it. `npm run gen` makes pieces of it, of which
 * `sluice generate --standalone` writes those that are needed. A name here is what generated code calls it.
 */
export { LOGICAL_TYPES, LOGICAL_TYPES_WITH_DATES } from '@sluice/avro';
export {
  findTag,
  isLongText,
  isObject,
  keysOf,
  MALFORMED,
  MAX_DEPTH,
  MISMATCH,
  onlyKey,
  ownValue,
  readBigLong,
  readBytes,
  readCount,
  readDouble,
  readFixed,
  readFloat,
  readKey,
  readLength,
  readLong,
  readLongAsDouble,
  readLongAsFloat,
  readLongText,
  readStrictString,
  readString,
  readVar32,
  setEntry,
  skipStrictString,
  skipVar64,
  takeValues,
  writeBytes,
  writeDouble,
  writeFixed,
  writeFloat,
  writeLong,
  writeLongText,
  writeStrictString,
  writeString,
  writeVar32,
} from '@sluice/avro/emitted';
export type { Bytes, Codec, Cursor, Resolver } from '@sluice/avro/emitted';
export {
  bindConversion,
  createCodec,
  createResolver,
  planArray,
  planBoolean,
  planBytes,
  planDouble,
  planEnum,
  planError,
  planFixed,
  planFloat,
  planInt,
  planLogical,
  planLong,
  planMap,
  planNull,
  planRecord,
  planStrictString,
  planString,
  planTag,
  planUnion,
} from '@sluice/avro/standalone';
export {
  closedEnum,
  createProtobufCodec,
  getBool,
  getBytes,
  getDouble,
  getEntry,
  getFixed32,
  getFixed64,
  getFloat,
  getGroup,
  getInt32,
  getInt64,
  getMessage,
  getPacked,
  getSfixed32,
  getSfixed64,
  getSint32,
  getSint64,
  getString,
  getTag,
  getUint32,
  getUint64,
  isEmpty,
  locate,
  openEnum,
  pushKnown,
  putBool,
  putBytes,
  putDouble,
  putEnum,
  putFixed32,
  putFixed64,
  putFloat,
  putGroup,
  putGroups,
  putInt32,
  putInt64,
  putList,
  putMap,
  putMessage,
  putPacked,
  putRecord,
  putSfixed32,
  putSfixed64,
  putShown,
  putSint32,
  putSint64,
  putString,
  putTag,
  putUint32,
  putUint64,
  readNothing,
  readTimestampDate,
  readTimestampText,
  refuseCase,
  requireFields,
  setMap,
  setRecord,
  skipField,
  writeTimestampDate,
  writeTimestampText,
} from '../protobuf-wire/index.ts';
export type { ProtobufCodec, ProtobufReader, ProtobufWriter } from '../protobuf-wire/index.ts';
export { createConnection } from '../clients/connection.ts';
export type { Connection } from '../clients/connection.ts';
export { SCHEMA_ID_HEADERS } from '../envelope-header.ts';
export { DEAD_LETTER_HEADERS } from '../clients/dead-letter.ts';
export { knownAvroFormat as avroFormat } from '../clients/formats/known-avro-format.ts';
export { jsonFormat } from '../clients/formats/json-format.ts';
export { protobufFormat } from '../clients/formats/protobuf-format.ts';
export { bytesFormat, textFormat } from '../clients/formats/plain-formats.ts';
export { MESSAGE_NAME_HEADER } from '../clients/message-format.ts';
export type { ChannelFormat, IncomingMessage, MessageFormat, OutgoingMessage } from '../clients/message-format.ts';
export { TOMBSTONE } from '../clients/message-reader.ts';
export { leaseConnection, openServer } from '../clients/open-server.ts';
export type { ClientOptions, ConnectOptions, Lease } from '../clients/open-server.ts';
export { createRequester } from '../clients/requester.ts';
export type { Requester, RequestOptions } from '../clients/requester.ts';
export { createResponder } from '../clients/responder.ts';
export type { RequestHandler, Responder } from '../clients/responder.ts';
export { toKafkaJsOptions, toPlatformaticOptions } from '../clients/security.ts';
export type { CertificateSecurity, PasswordSecurity, Security, TokenSecurity } from '../clients/security.ts';
export { createTopicConsumer } from '../clients/topic-consumer.ts';
export type { Handler, RunOptions, TopicConsumer } from '../clients/topic-consumer.ts';
export { createTopicProducer, ensureTopic } from '../clients/topic-producer.ts';
export type { TopicProducer } from '../clients/topic-producer.ts';
export { createConfluentTransport } from '../clients/transports/confluent.ts';
export { createKafkaJsTransport } from '../clients/transports/kafkajs.ts';
export { createPlatformaticTransport } from '../clients/transports/platformatic.ts';
export type { PlatformaticSettings } from '../clients/transports/platformatic.ts';
export { SchemaSourceError, SendRefusal, SerdeError } from '../serde-error.ts';
