import type { BrokerScope, StoredBrokerConfigs } from '../configs/broker-configs.ts';
import type { StateLog, StateRecord } from '../log/state-log.ts';

/** A topic as the metadata log keeps it. */
export interface StoredTopic {
  readonly name: string;
  readonly id: string;
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** What the broker must not forget beside records: topics, its configs, ids given out, its epoch. Keys `kind/name`, values JSON. */
export interface MetadataLog {
  readonly topics: readonly StoredTopic[];
  /** Set at run time. */
  readonly brokerConfigs: StoredBrokerConfigs;
  /** The first producer id that was never reserved. */
  readonly nextProducerId: bigint;
  /** Of the last start; 0 when there was none. */
  readonly leaderEpoch: number;
  putTopic(topic: StoredTopic): Promise<void>;
  removeTopic(name: string): Promise<void>;
  putBrokerConfigs(scope: BrokerScope, configs: Readonly<Record<string, string>>): Promise<void>;
  putNextProducerId(next: bigint): Promise<void>;
  putLeaderEpoch(epoch: number): Promise<void>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function readMetadataLog(log: StateLog): MetadataLog {
  const topics: StoredTopic[] = [];
  const brokerConfigs: Record<BrokerScope, Record<string, string>> = { broker: {}, cluster: {} };
  let nextProducerId = 0n;
  let leaderEpoch = 0;
  log.replay((keyBytes, valueBytes) => {
    const key = decoder.decode(keyBytes);
    const value = JSON.parse(decoder.decode(valueBytes)) as Record<string, unknown>;
    if (key.startsWith('topic/')) topics.push(readTopic(key.slice(6), value));
    else if (key === 'configs/broker') brokerConfigs.broker = readConfigs(value);
    else if (key === 'configs/cluster') brokerConfigs.cluster = readConfigs(value);
    else if (key === 'producer-ids') nextProducerId = BigInt(String(value['next']));
    else if (key === 'leader-epoch') leaderEpoch = Number(value['epoch']);
  });
  return {
    topics,
    brokerConfigs,
    nextProducerId,
    leaderEpoch,
    putTopic: ({ name, ...topic }) => log.append([entry(`topic/${name}`, topic)]),
    removeTopic: (name) => log.append([entry(`topic/${name}`, null)]),
    putBrokerConfigs: (scope, configs) => log.append([entry(`configs/${scope}`, configs)]),
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
    configs: readConfigs(value['configs'] ?? {}),
  };
}

function readConfigs(value: object): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}
