export { createAddress } from './address.ts';
export type { Address, ParameterRules, ParameterValues } from './address.ts';
export { createConnection } from './connection.ts';
export type { Connection, ConnectionParts } from './connection.ts';
export { SCHEMA_ID_HEADERS } from '../envelope-header.ts';
export { DEAD_LETTER_HEADERS } from './dead-letter.ts';
export { avroFormat } from './formats/avro-format.ts';
export type { AvroFormatOptions } from './formats/avro-format.ts';
export { jsonFormat } from './formats/json-format.ts';
export type { JsonFormatOptions } from './formats/json-format.ts';
export { protobufFormat } from './formats/protobuf-format.ts';
export type { ProtobufFormatOptions, ProtobufImport } from './formats/protobuf-format.ts';
export type { PartPlace, PartReader, PartWriter, PayloadFormat, ReceivedPart } from './formats/payload-format.ts';
export { bytesFormat, textFormat } from './formats/plain-formats.ts';
export type { HandlerOptions } from './handle-record.ts';
export type { HeaderForms } from './header-values.ts';
export { MESSAGE_NAME_HEADER } from './message-format.ts';
export type { ChannelFormat, IncomingMessage, MessageFormat, OutgoingMessage } from './message-format.ts';
export { TOMBSTONE } from './message-reader.ts';
export { leaseConnection, openServer } from './open-server.ts';
export type { ClientOptions, ConnectOptions, Lease, Server } from './open-server.ts';
export { createRequester } from './requester.ts';
export type { ReplyFormat, Requester, RequesterOptions, RequestOptions } from './requester.ts';
export { createResponder } from './responder.ts';
export type { RequestHandler, Responder, ResponderOptions } from './responder.ts';
export type { Clock, RetryPolicy } from './retry.ts';
export { toKafkaJsOptions, toPlatformaticOptions } from './security.ts';
export type {
  CertificateSecurity,
  KafkaJsOptions,
  KafkaJsSasl,
  PasswordSecurity,
  Security,
  ServerOptions,
  TokenSecurity,
} from './security.ts';
export { createTopicConsumer } from './topic-consumer.ts';
export type { Handler, RunOptions, TopicConsumer, TopicConsumerOptions } from './topic-consumer.ts';
export { createTopicProducer, ensureTopic } from './topic-producer.ts';
export type { TopicProducer, TopicProducerOptions } from './topic-producer.ts';
export type {
  IncomingRecord,
  JoinOptions,
  Membership,
  OutgoingRecord,
  PartitionBatch,
  RecordHeaders,
  TopicSettings,
  Transport,
} from './transport.ts';
export { createConfluentTransport } from './transports/confluent.ts';
export type { ConfluentLibrary } from './transports/confluent.ts';
export { createKafkaJsTransport } from './transports/kafkajs.ts';
export type { KafkaJsLibrary } from './transports/kafkajs.ts';
export { createPlatformaticTransport } from './transports/platformatic.ts';
export type { PlatformaticSettings } from './transports/platformatic.ts';
export type { PlatformaticLibrary, PlatformaticOptions, PlatformaticSasl } from './transports/platformatic-library.ts';
