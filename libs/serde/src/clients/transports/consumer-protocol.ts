import { decodeText, encodeText } from '../text.ts';

/**
 * The bytes that members of a group send each other: Kafka's ConsumerProtocolSubscription and
 * ConsumerProtocolAssignment, version 0, without user data. Later versions begin with the same fields.
 */
const VERSION = 0;

/** What a member tells the leader: the topics that it wants to read. */
export function writeSubscription(topics: readonly string[]): Uint8Array {
  return concatenate([int16(VERSION), int32(topics.length), ...topics.map(writeText), NO_USER_DATA]);
}

/** @throws RangeError or TypeError where the bytes are no subscription */
export function readSubscription(bytes: Uint8Array): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(2);
  const topics: string[] = [];
  let place = 6;
  while (topics.length < count) {
    const start = place + 2;
    place = start + view.getInt16(place);
    if (place < start || place > bytes.length) throw new RangeError('a topic of a subscription ends behind its bytes');
    topics.push(decodeText(bytes.subarray(start, place)));
  }
  return topics;
}

/** What the leader tells a member: the partitions that are its. */
export function writeAssignment(partitions: ReadonlyMap<string, readonly number[]>): Uint8Array {
  const topics = Array.from(partitions).flatMap(([topic, part]) => [
    writeText(topic),
    int32(part.length),
    ...part.map(int32),
  ]);
  return concatenate([int16(VERSION), int32(partitions.size), ...topics, NO_USER_DATA]);
}

function writeText(text: string): Uint8Array {
  const bytes = encodeText(text);
  return concatenate([int16(bytes.length), bytes]);
}

function int16(value: number): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setInt16(0, value);
  return bytes;
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}

const NO_USER_DATA = int32(0);

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}
