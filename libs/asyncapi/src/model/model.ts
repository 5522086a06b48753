import type { JsonObject, JsonValue } from '@sluice/avro';
import type { Place } from '../source/node.ts';
import type { ChannelBinding, MessageBinding, OperationBinding, ServerBinding } from './kafka-bindings.ts';
import type { SchemaUse } from './schema-use.ts';
import type { SecurityScheme } from './security-scheme.ts';

/**
 * An AsyncAPI document, 2.x or 3.x, as one frozen JSON-like value in the terms of 3.x. References are followed, traits
 * merged and defaults filled in; what has a name of the author's choosing is an array element with an `id`, in the
 * order written. Inside schemas references remain, all of one form: `#/components/schemas/NAME`, a name of
 * `components.schemas`, or a part of its `schema`: `#/components/schemas/NAME/properties/x`. Only `source`, `registryRefs` and each `place` depend on how and where it was written.
 */
export interface Model {
  readonly source: { readonly file: string; readonly version: string };
  /** The application's own identifier, a URI. */
  readonly id?: string;
  readonly defaultContentType?: string;
  readonly info: Info;
  readonly servers: readonly Server[];
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
  readonly components: Components;
  /** References to registered schemas, which loading leaves as they are. */
  readonly registryRefs: readonly OpenRef[];
  readonly extensions?: Extensions;
}

/** What is kept under its component's name; everything else in `components` stands where it is used. */
export interface Components {
  readonly schemas: readonly SchemaComponent[];
  readonly messages: readonly Message[];
  readonly securitySchemes: readonly SecurityScheme[];
}

export interface SchemaComponent extends SchemaUse {
  readonly id: string;
}

/** A reference left as it is, and where it stands. */
export interface OpenRef {
  readonly ref: string;
  readonly place: Place;
}

/** Everything whose key begins with `x-`. */
export type Extensions = JsonObject;

export interface Info {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly termsOfService?: string;
  readonly contact?: JsonObject;
  readonly license?: JsonObject;
  readonly tags: readonly Tag[];
  readonly externalDocs?: ExternalDocs;
  readonly extensions?: Extensions;
}

export interface Tag {
  readonly name: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocs;
  readonly extensions?: Extensions;
}

export interface ExternalDocs {
  readonly url: string;
  readonly description?: string;
  readonly extensions?: Extensions;
}

interface Described {
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly Tag[];
  readonly externalDocs?: ExternalDocs;
  /** Of protocols other than Kafka, as written. */
  readonly bindings?: JsonObject;
  readonly extensions?: Extensions;
  readonly place: Place;
}

export interface Server extends Described {
  readonly id: string;
  /** May hold `{variables}`. */
  readonly host: string;
  readonly pathname?: string;
  readonly protocol: string;
  readonly protocolVersion?: string;
  readonly variables: readonly Variable[];
  /** Any one of them will do. */
  readonly security: readonly SecurityScheme[];
  readonly kafka?: ServerBinding;
}

/** What a `{name}` in a server's host or path stands for. */
export interface Variable {
  readonly id: string;
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly extensions?: Extensions;
}

/** What a `{name}` in a channel's address stands for. */
export interface Parameter extends Variable {
  /** A runtime expression, such as `$message.payload#/machine`. */
  readonly location?: string;
}

export interface Channel extends Described {
  readonly id: string;
  /** `null` where it is known at run time only; 3.x documents that leave it out mean the same. */
  readonly address: string | null;
  readonly parameters: readonly Parameter[];
  /** Ids; none means all of them. */
  readonly servers: readonly string[];
  readonly messages: readonly Message[];
  readonly kafka?: ChannelBinding;
}

export interface Operation extends Described {
  readonly id: string;
  /** What the described application does. */
  readonly action: 'send' | 'receive';
  /** The channel's id. */
  readonly channel: string;
  /** Ids of messages of that channel: all of them where the document names none. */
  readonly messages: readonly string[];
  readonly reply?: Reply;
  readonly security: readonly SecurityScheme[];
  readonly kafka?: OperationBinding;
}

export interface Reply {
  readonly address?: ReplyAddress;
  /** The channel's id. */
  readonly channel?: string;
  /** Ids of messages of that channel. */
  readonly messages: readonly string[];
  readonly extensions?: Extensions;
}

export interface ReplyAddress {
  /** A runtime expression, such as `$message.header#/replyTo`. */
  readonly location: string;
  readonly description?: string;
  readonly extensions?: Extensions;
}

export interface Message extends Described {
  /** Unique in its channel. */
  readonly id: string;
  /** Its name in `components.messages`, where it comes from there. */
  readonly component?: string;
  readonly name?: string;
  /** The document's default where the message has none. */
  readonly contentType?: string;
  readonly headers?: SchemaUse;
  readonly payload?: SchemaUse;
  readonly correlationId?: CorrelationId;
  readonly examples: readonly MessageExample[];
  readonly kafka?: MessageBinding;
}

export interface CorrelationId {
  /** A runtime expression, such as `$message.header#/correlationId`. */
  readonly location: string;
  readonly description?: string;
  readonly extensions?: Extensions;
}

export interface MessageExample {
  readonly name?: string;
  readonly summary?: string;
  readonly headers?: JsonValue;
  readonly payload?: JsonValue;
  readonly extensions?: Extensions;
}
