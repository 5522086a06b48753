import type { JsonValue } from '@sluice/avro';
import type { Extensions } from './model.ts';
import type { SchemaUse } from './schema-use.ts';

/** The Kafka bindings, up to version 0.5.0 (github.com/asyncapi/bindings, kafka). */
interface Binding {
  readonly bindingVersion?: string;
  readonly extensions?: Extensions;
}

export interface ServerBinding extends Binding {
  readonly schemaRegistryUrl?: string;
  /** Such as `confluent`, `apicurio`, `ibm`, `karapace`. */
  readonly schemaRegistryVendor?: string;
}

export interface ChannelBinding extends Binding {
  /** The topic's name, where it is not the channel's address. */
  readonly topic?: string;
  readonly partitions?: number;
  readonly replicas?: number;
  readonly topicConfiguration?: TopicConfiguration;
}

/** Kafka's own keys. Others are allowed and kept. */
export interface TopicConfiguration {
  readonly 'cleanup.policy'?: readonly ('delete' | 'compact')[];
  readonly 'retention.ms'?: number | bigint;
  readonly 'retention.bytes'?: number | bigint;
  readonly 'delete.retention.ms'?: number | bigint;
  readonly 'max.message.bytes'?: number;
  readonly 'confluent.key.schema.validation'?: boolean;
  readonly 'confluent.key.subject.name.strategy'?: string;
  readonly 'confluent.value.schema.validation'?: boolean;
  readonly 'confluent.value.subject.name.strategy'?: string;
  readonly [key: string]: JsonValue | undefined;
}

export interface OperationBinding extends Binding {
  /** Schemas that say which ids may be used: `const`, `enum`, `default`. */
  readonly groupId?: SchemaUse;
  readonly clientId?: SchemaUse;
}

export interface MessageBinding extends Binding {
  readonly key?: SchemaUse;
  readonly schemaIdLocation?: 'header' | 'payload';
  /** A number of bytes, or a name such as `confluent`, `apicurio-new`. */
  readonly schemaIdPayloadEncoding?: string;
  /** Such as `TopicNameStrategy`. */
  readonly schemaLookupStrategy?: string;
}
