import { createLoadingCache } from '../loading-cache.ts';
import { SerdeError } from '../serde-error.ts';
import type { Connection } from './connection.ts';
import type { PartReader, ReceivedPart } from './formats/payload-format.ts';
import { receivePart } from './formats/register.ts';
import { readHeaders } from './header-values.ts';
import { addressOf, isNamed, MESSAGE_NAME_HEADER } from './message-format.ts';
import type { ChannelFormat, IncomingMessage, MessageFormat } from './message-format.ts';
import { decodeText } from './text.ts';
import { findHeader } from './transport.ts';
import type { IncomingRecord } from './transport.ts';

/** Turns records of a channel into its messages. */
export interface MessageReader {
  /**
   * Which message it is: the channel's only one, else what the header `message-name` says, else the one whose schema
   * the record is written with, else the only one without a registered schema.
   * @throws SerdeError of kind `unknown-message` where it is none, and where its parts cannot be read
   */
  read(record: IncomingRecord): Promise<IncomingMessage>;
}

/** The name of a record without a value where a channel has several messages and none is named. */
export const TOMBSTONE = 'tombstone';

interface Readers {
  readonly value: PartReader<unknown>;
  readonly key: PartReader<unknown> | undefined;
}

const MAX_READERS = 1000;

export function createMessageReader(connection: Connection, channel: ChannelFormat): MessageReader {
  const { messages, tombstones = false } = channel;
  const address = addressOf(channel);
  const anyMarked = messages.some(({ value }) => value.marked);
  const readers = createLoadingCache<string, Readers>({
    maxEntries: MAX_READERS,
    load: async (key) => {
      const [topic, name] = JSON.parse(key) as [string, string];
      const format = messages.find((message) => message.name === name);
      if (format === undefined) return undefined;
      const place = { connection, topic, strategy: format.strategy };
      return {
        value: format.value.openReader({ ...place, part: 'value' }),
        key: format.key?.openReader({ ...place, part: 'key' }),
      };
    },
  });

  function chooseFormat(record: IncomingRecord, value: ReceivedPart | undefined): MessageFormat | undefined {
    if (!isNamed(channel)) return messages[0];
    const header = findHeader(record.headers, MESSAGE_NAME_HEADER);
    if (header !== undefined) return messages.find(({ name }) => name === decodeText(header));
    const { schema, mark } = value ?? {};
    if (schema !== undefined) return messages.find((message) => message.value.accepts(schema, value));
    const unmarked = messages.filter((message) => !message.value.marked);
    return mark === undefined && unmarked.length === 1 && channel.isShared !== true ? unmarked[0] : undefined;
  }

  async function readKey({ key, headers }: IncomingRecord, format: MessageFormat, reader: Readers['key']) {
    if (format.key === undefined || reader === undefined) return key;
    if (key === null) throw new SerdeError('malformed', `a record of ${format.name} has no key`);
    return reader.read(format.key.marked ? await receivePart(connection, 'key', key, headers) : bare(key));
  }

  return {
    async read(record) {
      const { topic, partition, offset, timestamp, headers, value: bytes } = record;
      if (bytes === null && !tombstones) {
        const findings = [{ path: '', expected: 'a value', found: 'null' }];
        throw new SerdeError('malformed', 'the record has no value, and the topic is not compacted', { findings });
      }
      const part = bytes !== null && anyMarked ? await receivePart(connection, 'value', bytes, headers) : undefined;
      const chosen = chooseFormat(record, part);
      const format = chosen ?? (bytes === null ? messages[0] : undefined);
      if (format === undefined) throw refuseUnknown(channel, part);
      const cacheKey = JSON.stringify([topic, format.name]);
      const reader = readers.peek(cacheKey) ?? (await readers.get(cacheKey));
      if (reader === undefined) throw refuseUnknown(channel, part);
      const received = format.value.marked && part !== undefined ? part : bare(bytes ?? new Uint8Array());
      return {
        name: chosen?.name ?? TOMBSTONE,
        value: bytes === null ? null : await reader.value.read(received),
        key: await readKey(record, format, reader.key),
        headers: readHeaders(headers, format.headers ?? {}),
        parameters: address?.fromTopic(topic) ?? {},
        topic,
        partition,
        offset,
        timestamp,
      };
    },
  };
}

function bare(bytes: Uint8Array): ReceivedPart {
  return { bytes, offset: 0, mark: undefined, schema: undefined };
}

function refuseUnknown({ address, messages }: ChannelFormat, part: ReceivedPart | undefined): SerdeError {
  const names = messages.map(({ name }) => name).join(', ');
  const found = part?.schema === undefined ? 'no registered schema' : `schema ${part.schema.id}`;
  const message = `a record of ${address ?? 'the channel'} is none of ${names}: it has ${found}`;
  return new SerdeError('unknown-message', message);
}
