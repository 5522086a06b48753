import {
  createTopics,
  errorName,
  fetch,
  metadata,
  produce,
  readRecords,
  writeBatch,
  type BatchInput,
  type KafkaRecord,
} from '@sluice/kafka';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import type { Client } from './client.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A batch of text values; null makes a tombstone. */
export function batchOf(
  values: readonly (string | null)[],
  options: Omit<BatchInput, 'records'> & { readonly keys?: readonly string[]; readonly timestamp?: bigint } = {},
): Uint8Array {
  const { keys, timestamp = BigInt(Date.now()), ...rest } = options;
  const records = values.map((value, i) => {
    const key = keys?.[i];
    return {
      key: key === undefined ? null : encoder.encode(key),
      value: value === null ? null : encoder.encode(value),
      timestamp,
    };
  });
  return writeBatch({ records, ...rest }, nodeCodecs, crc32c);
}

export interface Produced {
  readonly error: string;
  readonly baseOffset: bigint;
  readonly errorMessage: string | null;
  readonly recordErrors: readonly { batchIndex: number; batchIndexErrorMessage: string | null }[];
}

/** Produces to one partition and says what came of it. Version 12 and earlier go by name. */
export async function produceTo(
  client: Client,
  topic: string,
  partition: number,
  records: Uint8Array | null,
  { version = 9, acks = -1 }: { version?: number; acks?: number } = {},
): Promise<Produced> {
  const topicData = [{ name: topic, partitionData: [{ index: partition, records }] }];
  const answer = await client.call(produce, version, { acks, timeoutMs: 1000, topicData });
  const found = answer.responses[0]?.partitionResponses[0];
  if (found === undefined) throw new Error('the answer names no partition');
  const { baseOffset, errorMessage, recordErrors } = found;
  return { error: errorName(found.errorCode) ?? String(found.errorCode), baseOffset, errorMessage, recordErrors };
}

export interface Fetched {
  readonly error: string;
  readonly highWatermark: bigint;
  readonly logStartOffset: bigint;
  readonly bytes: Uint8Array;
  readonly records: readonly KafkaRecord[];
  readonly values: readonly (string | null)[];
}

export async function fetchFrom(
  client: Client,
  topic: string,
  partition: number,
  fetchOffset: bigint,
  options: {
    maxWaitMs?: number;
    minBytes?: number;
    maxBytes?: number;
    partitionMaxBytes?: number;
    version?: number;
  } = {},
): Promise<Fetched> {
  const { maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 24, partitionMaxBytes = 1 << 20, version = 11 } = options;
  const partitions = [{ partition, fetchOffset, partitionMaxBytes }];
  const answer = await client.call(fetch, version, { maxWaitMs, minBytes, maxBytes, topics: [{ topic, partitions }] });
  const found = answer.responses[0]?.partitions[0];
  if (found === undefined) throw new Error('the answer names no partition');
  const bytes = found.records ?? new Uint8Array(0);
  const records = readRecords(bytes, nodeCodecs);
  const values = records.map(({ value }) => (value === null ? null : decoder.decode(value)));
  const error = errorName(found.errorCode) ?? String(found.errorCode);
  return { error, highWatermark: found.highWatermark, logStartOffset: found.logStartOffset, bytes, records, values };
}

/** Every value of a partition, over as many fetches as it takes. */
export async function readAll(client: Client, topic: string, partition: number): Promise<(string | null)[]> {
  const values: (string | null)[] = [];
  for (let offset = 0n; ;) {
    const { records, values: more, error } = await fetchFrom(client, topic, partition, offset);
    if (error !== 'NONE') throw new Error(error);
    if (records.length === 0) return values;
    values.push(...more);
    offset = (records.at(-1)?.offset ?? offset) + 1n;
  }
}

export async function makeTopic(
  client: Client,
  name: string,
  configs: Readonly<Record<string, string>> = {},
  numPartitions = 1,
): Promise<string> {
  const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  const topics = [{ name, numPartitions, replicationFactor: 1, configs: entries }];
  const answer = await client.call(createTopics, 7, { topics, timeoutMs: 1000 });
  const [created] = answer.topics;
  if (created === undefined || created.errorCode !== 0) throw new Error(`not created: ${created?.errorMessage}`);
  return created.topicId;
}

export async function findTopicId(client: Client, name: string): Promise<string> {
  const answer = await client.call(metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
  return answer.topics[0]?.topicId ?? '';
}
