import { randomBytes } from 'node:crypto';
import type { ErrorName } from '@sluice/kafka';
import type { BrokerConfigs } from '../configs/broker-configs.ts';
import { changeConfigs } from '../configs/change-configs.ts';
import type { ConfigAlteration } from '../configs/change-configs.ts';
import type { Configs } from '../configs/config-entry.ts';
import { TOPIC_CONFIGS } from '../configs/topic-config-table.ts';
import type { Logs } from '../log/logs.ts';
import type { LogConfig, PartitionLog } from '../log/partition-log.ts';
import type { MetadataLog, StoredTopic } from './metadata-log.ts';
import { readSettings } from './topic-configs.ts';
import type { TopicSettings } from './topic-configs.ts';
import { checkTopicName } from './topic-name.ts';

/** A topic as it is now. Never changed: altering its configs makes another object of the same id. */
export interface Topic {
  readonly name: string;
  /** Kafka's base64url form. */
  readonly id: string;
  readonly partitions: number;
  /** Kept by the broker itself; clients may read it, not write it. */
  readonly isInternal: boolean;
  /** Its own, by their canonical names. */
  readonly configs: Configs;
  readonly settings: TopicSettings;
}

/** Why something asked of a topic is not done. */
export interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
}

export interface NewTopic {
  readonly name: string;
  /** −1 for the broker's default. */
  readonly partitions: number;
  readonly configs: readonly { readonly name: string; readonly value: string }[];
}

/** The topics of this broker. What changes them settles when the change is durable, and is seen from then on. */
export interface Topics {
  get(name: string): Topic | undefined;
  byId(id: string): Topic | undefined;
  list(): Iterable<Topic>;
  /** The topic as it would be, or why not. */
  check(topic: NewTopic): Topic | Refusal;
  create(topic: NewTopic): Promise<Topic | Refusal>;
  /** The broker's own topic of this name, of one partition; made if it is not there. */
  ensureInternal(name: string, configs: Readonly<Record<string, string>>): Promise<Topic>;
  delete(topic: Topic): Promise<void>;
  alter(name: string, alteration: ConfigAlteration): Promise<Refusal | undefined>;
  /** Makes it `count` partitions. */
  addPartitions(name: string, count: number, validateOnly: boolean): Promise<Refusal | undefined>;
  /** At once when it is open. Rejects with BrokerError 'storage' when the disk does not let it open. */
  openLog(topic: Topic, partition: number): PartitionLog | Promise<PartitionLog>;
  /** Calls the listener with each topic that is made or altered. */
  onConfigure(listener: (topic: Topic) => void): void;
  /** Calls the listener with each topic that is deleted. */
  onDelete(listener: (topic: Topic) => void): void;
}

export interface TopicsOptions {
  readonly metadata: MetadataLog;
  readonly logs: Logs;
  readonly brokerConfigs: BrokerConfigs;
}

const INTERNAL_NAMES: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__sluice_rejections',
  '__sluice_metadata',
]);

export function createTopics(options: TopicsOptions): Topics {
  const { metadata, logs, brokerConfigs } = options;
  const maxPartitions = brokerConfigs.number('sluice.max.partitions');
  const byName = new Map<string, Topic>();
  const byId = new Map<string, Topic>();
  const creating = new Map<string, Promise<Topic | Refusal>>();
  const deleteListeners: ((topic: Topic) => void)[] = [];
  const configureListeners: ((topic: Topic) => void)[] = [];
  /** Changes of one topic at a time. */
  let changing: Promise<unknown> = Promise.resolve();
  let partitionsInUse = 0;

  function put(topic: Topic): void {
    byName.set(topic.name, topic);
    byId.set(topic.id, topic);
  }

  function configure(topic: Topic): void {
    put(topic);
    for (const listener of configureListeners) listener(topic);
  }

  function makeTopic(name: string, id: string, partitions: number, configs: Configs): Topic {
    const isInternal = INTERNAL_NAMES.has(name);
    return { name, id, partitions, isInternal, configs, settings: readSettings(configs, brokerConfigs.topicDefaults) };
  }

  function check(topic: NewTopic): Topic | Refusal {
    const nameFinding = checkTopicName(topic.name);
    if (nameFinding !== undefined) return { error: 'INVALID_TOPIC_EXCEPTION', message: nameFinding };
    if (INTERNAL_NAMES.has(topic.name)) {
      return { error: 'INVALID_TOPIC_EXCEPTION', message: `${topic.name} is the broker's own topic.` };
    }
    if (byName.has(topic.name)) {
      return { error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${topic.name}' already exists.` };
    }
    const partitions = topic.partitions === -1 ? brokerConfigs.number('num.partitions') : topic.partitions;
    if (partitions < 1) {
      return { error: 'INVALID_PARTITIONS', message: 'Number of partitions must be larger than 0.' };
    }
    const tooMany = refuseTooMany(partitions);
    if (tooMany !== undefined) return tooMany;
    const changes = topic.configs.map((config) => ({ kind: 'set', ...config }) as const);
    const configs = changeConfigs(TOPIC_CONFIGS, 'topic', new Map(), changes);
    if (typeof configs === 'string') return { error: 'INVALID_CONFIG', message: configs };
    return makeTopic(topic.name, createTopicId(), partitions, configs);
  }

  function refuseTooMany(more: number): Refusal | undefined {
    if (partitionsInUse + more <= maxPartitions) return undefined;
    const message = `This broker keeps at most ${maxPartitions} partitions and has ${partitionsInUse}.`;
    return { error: 'INVALID_PARTITIONS', message };
  }

  /** Puts another version of a topic in its place, once it is durable. */
  function change(
    name: string,
    validateOnly: boolean,
    next: (topic: Topic) => Topic | Refusal,
  ): Promise<Refusal | undefined> {
    const changed = changing.then(async (): Promise<Refusal | undefined> => {
      const topic = byName.get(name);
      if (topic === undefined) {
        return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
      }
      const changedTopic = next(topic);
      if ('error' in changedTopic) return changedTopic;
      if (validateOnly) return undefined;
      const more = changedTopic.partitions - topic.partitions;
      partitionsInUse += more;
      try {
        await metadata.putTopic(storedForm(changedTopic));
      } catch (error) {
        partitionsInUse -= more;
        throw error;
      }
      // It may have been deleted meanwhile.
      if (byId.has(topic.id)) configure(changedTopic);
      else partitionsInUse -= more;
      return undefined;
    });
    changing = changed.catch(() => undefined);
    return changed;
  }

  async function store(topic: Topic): Promise<Topic> {
    partitionsInUse += topic.partitions;
    try {
      await metadata.putTopic(storedForm(topic));
    } catch (error) {
      partitionsInUse -= topic.partitions;
      throw error;
    }
    configure(topic);
    return topic;
  }

  for (const { name, id, partitions, configs } of metadata.topics) {
    put(makeTopic(name, id, partitions, new Map(Object.entries(configs))));
    partitionsInUse += partitions;
  }

  brokerConfigs.onChange(() => {
    for (const { name, id, partitions, configs } of byName.values()) put(makeTopic(name, id, partitions, configs));
  });

  return {
    get: (name) => byName.get(name),
    byId: (id) => byId.get(id),
    list: () => byName.values(),
    check,
    async create(wanted) {
      const pending = creating.get(wanted.name);
      if (pending !== undefined) {
        await pending.catch(() => undefined);
        return this.create(wanted);
      }
      const topic = check(wanted);
      if ('error' in topic) return topic;
      const stored = store(topic);
      creating.set(topic.name, stored);
      try {
        return await stored;
      } finally {
        creating.delete(topic.name);
      }
    },
    async ensureInternal(name, configs) {
      const known = byName.get(name);
      return known ?? store(makeTopic(name, createTopicId(), 1, new Map(Object.entries(configs))));
    },
    async delete(topic) {
      if (byName.get(topic.name)?.id !== topic.id) return;
      byName.delete(topic.name);
      byId.delete(topic.id);
      partitionsInUse -= topic.partitions;
      await metadata.removeTopic(topic.name);
      for (const listener of deleteListeners) listener(topic);
      await logs.remove(logTopic(topic), topic.partitions);
    },
    alter(name, { changes, isReplacement, validateOnly }) {
      return change(name, validateOnly, (topic) => {
        const configs = changeConfigs(TOPIC_CONFIGS, 'topic', isReplacement ? new Map() : topic.configs, changes);
        if (typeof configs === 'string') return { error: 'INVALID_CONFIG', message: configs };
        return makeTopic(name, topic.id, topic.partitions, configs);
      });
    },
    addPartitions(name, count, validateOnly) {
      return change(name, validateOnly, (topic) => {
        const { partitions, isInternal, id, configs } = topic;
        if (isInternal) {
          return { error: 'INVALID_TOPIC_EXCEPTION', message: `${name} is the broker's own topic.` };
        }
        if (count === partitions) {
          return { error: 'INVALID_PARTITIONS', message: `Topic already has ${partitions} partition(s).` };
        }
        if (count < partitions) {
          const message = `The topic ${name} currently has ${partitions} partition(s); ${count} would not be an increase.`;
          return { error: 'INVALID_PARTITIONS', message };
        }
        return refuseTooMany(count - partitions) ?? makeTopic(name, id, count, configs);
      });
    },
    openLog: (topic, partition) => logs.open(logTopic(topic), partition),
    onConfigure: (listener) => void configureListeners.push(listener),
    onDelete: (listener) => void deleteListeners.push(listener),
  };

  /** The log follows the topic's configs as they change. */
  function logTopic(topic: Topic): { name: string; id: string; logConfig: () => LogConfig } {
    const { name, id } = topic;
    return { name, id, logConfig: () => (byId.get(id) ?? topic).settings.log };
  }
}

function storedForm({ name, id, partitions, configs }: Topic): StoredTopic {
  return { name, id, partitions, configs: Object.fromEntries(configs) };
}

/** 128 random bits; Kafka keeps ids that start with a dash from its tools, where they look like options. */
function createTopicId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
