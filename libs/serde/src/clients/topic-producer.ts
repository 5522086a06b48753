import { createLoadingCache } from '../loading-cache.ts';
import { SendRefusal, SerdeError } from '../serde-error.ts';
import type { Address } from './address.ts';
import type { Connection } from './connection.ts';
import type { PartWriter } from './formats/payload-format.ts';
import { writeHeaders } from './header-values.ts';
import { addressOf, isNamed, MESSAGE_NAME_HEADER } from './message-format.ts';
import type { ChannelFormat, MessageFormat, OutgoingMessage } from './message-format.ts';
import { encodeText } from './text.ts';
import type { OutgoingRecord, RecordHeaders } from './transport.ts';

export interface TopicProducerOptions {
  readonly connection: Connection;
  readonly channel: ChannelFormat;
  /** Register schemas that their subjects do not have; otherwise they must be there. True when absent. */
  readonly autoRegister?: boolean | undefined;
}

/** Sends messages of a channel. */
export interface TopicProducer<Message extends OutgoingMessage = OutgoingMessage> extends AsyncDisposable {
  /** Resolves when the broker has it. @throws SerdeError where it does not fit its schema: its findings say where */
  send(message: Message): Promise<void>;
  /**
   * As `send`, for several at once. None is sent where one does not fit.
   * @throws SendRefusal where the broker finds some at fault: it says which, where the client library tells
   */
  sendBatch(messages: readonly Message[]): Promise<void>;
  /** Finds the schemas of a topic, so that the first send does not wait for the registry. */
  prepare(parameters?: OutgoingMessage['parameters']): Promise<void>;
  /** Waits for what is being sent. The connection stays. */
  close(): Promise<void>;
}

/** Topics whose schemas are known at a time, where a channel has parameters. */
const MAX_TOPICS = 1000;

export function createTopicProducer<Message extends OutgoingMessage>(
  options: TopicProducerOptions,
): TopicProducer<Message> {
  const { connection, channel } = options;
  const writer = createRecordWriter(options);
  const address = addressOf(channel);
  const sending = new Set<Promise<void>>();
  let closed = false;

  async function sendBatch(messages: readonly Message[]): Promise<void> {
    if (closed) throw new SerdeError('closed', `the producer of ${channel.address} is closed`);
    const byTopic = new Map<string, TopicPart>();
    for (const [index, message] of messages.entries()) {
      const topic = topicOf(address, message.parameters);
      const part = byTopic.get(topic) ?? { records: [], indexes: [] };
      byTopic.set(topic, part);
      part.records.push(await writer.write(topic, message));
      part.indexes.push(index);
    }
    const sent = waitForAll(Array.from(byTopic, ([topic, part]) => sendPart(topic, part)));
    sending.add(sent);
    await sent.finally(() => sending.delete(sent));
  }

  async function sendPart(topic: string, { records, indexes }: TopicPart): Promise<void> {
    try {
      await connection.transport.send(topic, records);
    } catch (error) {
      if (!(error instanceof SendRefusal)) throw error;
      const refused = error.records.map(({ index, reason }) => ({
        index: index === undefined ? undefined : indexes[index],
        reason,
      }));
      throw new SendRefusal(error.message, refused, { cause: error.cause });
    }
  }

  async function close(): Promise<void> {
    closed = true;
    await Promise.allSettled(sending);
  }

  return {
    send: (message) => sendBatch([message]),
    sendBatch,
    prepare: (parameters) => writer.prepare(topicOf(address, parameters)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The records of one topic, and the places of their messages in what is to be sent. */
interface TopicPart {
  readonly records: OutgoingRecord[];
  readonly indexes: number[];
}

/** Rejects with the first failure when all have ended. */
async function waitForAll(sends: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(sends);
  await Promise.all(sends);
}

/** Creates the topic of a channel as its document describes it; false when there is one. */
export async function ensureTopic(
  { transport }: Connection,
  channel: ChannelFormat,
  parameters?: OutgoingMessage['parameters'],
): Promise<boolean> {
  return transport.createTopic(topicOf(addressOf(channel), parameters), channel.topic ?? {});
}

function topicOf(address: Address | undefined, parameters: OutgoingMessage['parameters']): string {
  if (address !== undefined) return address.toTopic(parameters);
  throw new SerdeError('invalid-address', 'the channel has no address: it is known at run time only');
}

/** Turns messages of a channel into records of any topic. */
export interface RecordWriter {
  prepare(topic: string): Promise<void>;
  write(topic: string, message: OutgoingMessage, extraHeaders?: RecordHeaders): Promise<OutgoingRecord>;
}

interface MessageWriter {
  readonly format: MessageFormat;
  readonly value: PartWriter<unknown>;
  readonly key: PartWriter<unknown> | undefined;
  readonly headers: RecordHeaders;
}

export function createRecordWriter({ connection, channel, autoRegister }: TopicProducerOptions): RecordWriter {
  const { messages } = channel;
  const writers = createLoadingCache<string, MessageWriter>({
    maxEntries: MAX_TOPICS * Math.max(1, messages.length),
    load: async (key) => {
      const [topic, name] = JSON.parse(key) as [string, string];
      return openMessageWriter(topic, findFormat(channel, name));
    },
  });

  async function openMessageWriter(topic: string, format: MessageFormat): Promise<MessageWriter> {
    const { strategy, idLocation } = format;
    const place = { connection, topic, strategy, idLocation, autoRegister };
    const value = await format.value.openWriter({ ...place, part: 'value' });
    const key = await format.key?.openWriter({ ...place, part: 'key' });
    const name: RecordHeaders = isNamed(channel) ? [[MESSAGE_NAME_HEADER, encodeText(format.name)]] : [];
    return { format, value, key, headers: [...name, ...value.headers, ...(key?.headers ?? [])] };
  }

  async function getWriter(topic: string, name: string): Promise<MessageWriter> {
    const key = JSON.stringify([topic, name]);
    const writer = writers.peek(key) ?? (await writers.get(key));
    if (writer === undefined) throw new SerdeError('not-prepared', `nothing writes ${name} to ${topic}`);
    return writer;
  }

  return {
    async prepare(topic) {
      for (const { name } of messages) await getWriter(topic, name);
    },

    async write(topic, message, extraHeaders = []) {
      const { name } = findFormat(channel, message.name);
      const { format, value, key, headers } = await getWriter(topic, name);
      const { partition, timestamp } = message;
      if (message.value === null && channel.tombstones === true && message.key == null) {
        throw new SerdeError('invalid-value', `a tombstone for topic ${topic} has no key: it would remove nothing`);
      }
      return {
        value: message.value === null && channel.tombstones === true ? null : value.write(message.value),
        key: writeKey(key, message.key, topic),
        headers: [...writeHeaders(message.headers, format.headers ?? {}), ...headers, ...extraHeaders],
        ...(partition === undefined ? {} : { partition }),
        ...(timestamp === undefined ? {} : { timestamp }),
      };
    },
  };
}

/** A key that the document does not describe may be text or bytes. */
function writeKey(writer: PartWriter<unknown> | undefined, key: unknown, topic: string): Uint8Array | null {
  if (key === undefined || key === null) return null;
  if (writer !== undefined) return writer.write(key);
  if (typeof key === 'string') return encodeText(key);
  if (key instanceof Uint8Array) return key;
  throw new SerdeError('invalid-value', `a key for topic ${topic} is to be a string or bytes, found ${typeof key}`);
}

function findFormat({ address, messages }: ChannelFormat, name: string | undefined): MessageFormat {
  const [first] = messages;
  const found = name === undefined && messages.length === 1 ? first : messages.find((item) => item.name === name);
  if (found !== undefined) return found;
  const names = messages.map((item) => item.name).join(', ');
  throw new SerdeError('unknown-message', `${address}: ${name ?? 'a message without a name'} is none of ${names}`);
}
