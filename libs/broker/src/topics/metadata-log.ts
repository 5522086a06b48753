import type { StateLog, StateRecord } from '../log/state-log.ts';

/** A topic as the metadata log keeps it. */
export interface StoredTopic {
  readonly name: string;
  readonly id: string;
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** What the broker must not forget beside records: topics, ids given out, its epoch. Keys `kind/name`, values JSON. */
export interface MetadataLog {
  readonly topics: readonly StoredTopic[];
  /** The first producer id that was never reserved. */
  readonly nextProducerId: bigint;
  /** Of the last start; 0 when there was none. */
  readonly leaderEpoch: number;
  putTopic(topic: StoredTopic): Promise<void>;
  removeTopic(name: string): Promise<void>;
  putNextProducerId(next: bigint): Promise<void>;
  putLeaderEpoch(epoch: number): Promise<void>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function readMetadataLog(log: StateLog): MetadataLog {
  const topics: StoredTopic[] = [];
  let nextProducerId = 0n;
  let leaderEpoch = 0;
  log.replay((keyBytes, valueBytes) => {
    const key = decoder.decode(keyBytes);
    const value = JSON.parse(decoder.decode(valueBytes)) as Record<string, unknown>;
    if (key.startsWith('topic/')) topics.push(readTopic(key.slice(6), value));
    else if (key === 'producer-ids') nextProducerId = BigInt(String(value['next']));
    else if (key === 'leader-epoch') leaderEpoch = Number(value['epoch']);
  });
  return {
    topics,
    nextProducerId,
    leaderEpoch,
    putTopic: ({ name, ...topic }) => log.append([entry(`topic/${name}`, topic)]),
    removeTopic: (name) => log.append([entry(`topic/${name}`, null)]),
    putNextProducerId: (next) => log.append([entry('producer-ids', { next: String(next) })]),
    putLeaderEpoch: (epoch) => log.append([entry('leader-epoch', { epoch })]),
  };
}

function entry(key: string, value: object | null): StateRecord {
  return { key: encoder.encode(key), value: value === null ? null : encoder.encode(JSON.stringify(value)) };
}

function readTopic(name: string, value: Record<string, unknown>): StoredTopic {
  return {
    name,
    id: String(value['id']),
    partitions: Number(value['partitions']),
    configs: Object.fromEntries(Object.entries(value['configs'] ?? {}).map(([key, text]) => [key, String(text)])),
  };
}
