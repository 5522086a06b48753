import type { SubjectNameStrategy } from '../subject-name.ts';
import { createAddress } from './address.ts';
import type { Address, ParameterRules, ParameterValues } from './address.ts';
import type { PayloadFormat } from './formats/payload-format.ts';
import type { HeaderForms } from './header-values.ts';
import type { TopicSettings } from './transport.ts';

/** One kind of message of a channel: how its parts are written. */
export interface MessageFormat {
  readonly name: string;
  readonly value: PayloadFormat<unknown>;
  /** Bytes as they are when absent. */
  readonly key?: PayloadFormat<unknown>;
  readonly headers?: HeaderForms;
  /** Where the schema's id goes; `payload` when absent. */
  readonly idLocation?: 'payload' | 'header';
  /** TopicNameStrategy when absent. */
  readonly strategy?: SubjectNameStrategy;
  /** Where its correlation id stands, a runtime expression such as `$message.header#/correlationId`. */
  readonly correlationId?: string;
}

/** A channel as classes work with it. Generated code has one of these as a constant. */
export interface ChannelFormat {
  /** A topic's name, which may hold `{parameters}`; `null` where it is known at run time only. */
  readonly address: string | null;
  readonly parameters?: ParameterRules;
  readonly messages: readonly MessageFormat[];
  /** Whether the document has other messages on the channel, which are not dealt with here. False when absent. */
  readonly isShared?: boolean;
  /** Whether records without a value are messages too, as in compacted topics. False when absent. */
  readonly tombstones?: boolean;
  readonly topic?: TopicSettings;
}

/** A message to send. `name` says which of the channel's it is; a channel with one needs none. */
export interface OutgoingMessage {
  readonly name?: string;
  readonly value: unknown;
  readonly key?: unknown;
  readonly headers?: object;
  /** Values of the address's parameters, by name. */
  readonly parameters?: object;
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A message as a handler gets it. */
export interface IncomingMessage<
  Name extends string = string,
  Value = unknown,
  Key = unknown,
  Headers = unknown,
  Parameters = ParameterValues,
> {
  /** Which of the channel's messages it is. */
  readonly name: Name;
  readonly value: Value;
  readonly key: Key;
  /** Those that the document declares. */
  readonly headers: Headers;
  /** Read from the topic's name. */
  readonly parameters: Parameters;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** The address of a channel that has one. */
export function addressOf({ address, parameters }: ChannelFormat): Address | undefined {
  return address === null ? undefined : createAddress(address, parameters);
}

/** Whether records have to say which message they are. */
export function isNamed({ messages, isShared = false }: ChannelFormat): boolean {
  return isShared || messages.length > 1;
}

/** The record header that says which message it is, on channels that have several. */
export const MESSAGE_NAME_HEADER = 'message-name';
