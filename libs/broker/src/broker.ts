import { setMaxListeners } from 'node:events';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import type { Gate } from '@sluice/gate';
import type { Logger, Metrics } from '@sluice/runtime';
import type { BrokerServices } from './api/handler.ts';
import { SERVED_APIS } from './api/handlers.ts';
import { BrokerError } from './broker-error.ts';
import { DEFAULT_LIMITS, openListener } from './connection/listener.ts';
import type { ListenAddress, Listener, ListenerLimits } from './connection/listener.ts';
import { createFetchSessions } from './fetch/fetch-sessions.ts';
import { createGroupCoordinator } from './groups/group-coordinator.ts';
import type { GroupSettings } from './groups/group-configs.ts';
import { openLogs } from './log/logs.ts';
import type { LogEnvironment } from './log/log-environment.ts';
import { openPartitionStateLog } from './log/partition-state-log.ts';
import { TailCache } from './log/tail-cache.ts';
import { createRecordPolicy } from './policy/record-policy.ts';
import { createRejectionTopic } from './policy/rejection-topic.ts';
import { createRejectionLog } from './policy/rejections.ts';
import type { Rejections } from './policy/rejections.ts';
import { openDataDir } from './storage/data-dir.ts';
import type { DataDir } from './storage/data-dir.ts';
import type { LogBackend } from './storage/log-backend.ts';
import { createNodeBackend } from './storage/node-backend.ts';
import { readMetadataLog } from './topics/metadata-log.ts';
import { createProducerIds } from './topics/producer-ids.ts';
import { changeConfigs, readSettings } from './topics/topic-configs.ts';
import type { TopicConfigs } from './topics/topic-configs.ts';
import { createTopics } from './topics/topics.ts';

export interface BrokerOptions {
  /** Where everything is kept. Left out: a temporary directory that `close` removes. */
  readonly dataDir?: string;
  /** Judges records of validated topics. */
  readonly gate: Gate;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /**
   * When a record counts as stored: written to the system's page cache (survives the death of the process, as Apache
   * Kafka by default) or on the disk itself (survives loss of power). 'page-cache' unless given.
   */
  readonly durability?: 'page-cache' | 'fsync';
  /** Partitions of a topic that is made without saying how many; 1 unless given, as in Apache Kafka. */
  readonly partitions?: number;
  /** Whether naming an unknown topic makes it; true unless given. */
  readonly autoCreateTopics?: boolean;
  /** Topic configs that apply where a topic has none of its own. */
  readonly topicDefaults?: Readonly<Record<string, string>>;
  /** What clients are told to connect to. Left out: the address that they did connect to. */
  readonly advertised?: ListenAddress;
  /** Takes a replication factor above 1 for 1. */
  readonly lenientReplicationFactor?: boolean;
  /** Of all topics together; 20,000 unless given. */
  readonly maxPartitions?: number;
  readonly limits?: Partial<ListenerLimits>;
  readonly groups?: Partial<GroupSettings>;
  /** Where logs are written; the file system unless given. */
  readonly backend?: LogBackend;
}

/** A Kafka broker of one node. */
export interface Broker {
  readonly clusterId: string;
  readonly rejections: Rejections;
  /** Accepts clients; port 0 takes any free one. Settles with the address in use; rejects when it is taken. */
  listen(address: ListenAddress): Promise<ListenAddress>;
  /** Answers what is under way, writes what is waiting, and lets go of the data directory. */
  close(): Promise<void>;
}

const DRAIN_DEADLINE_MS = 5000;
/** Kafka's own id of its metadata topic (KIP-500). */
const METADATA_TOPIC = { name: '__sluice_metadata', id: 'AAAAAAAAAAAAAAAAAAAAAQ' } as const;

/**
 * Opens a broker on its data directory. Rejects with BrokerError when the directory is held by another process
 * ('data-dir-locked'), was written by another version ('data-dir-format'), or an option is wrong ('invalid-option').
 */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const defaults = readDefaults(options.topicDefaults ?? {});
  const dataDir = await openDataDir(options.dataDir);
  try {
    return await openBroker(options, defaults, dataDir);
  } catch (error) {
    await dataDir.close();
    throw error;
  }
}

async function openBroker(options: BrokerOptions, defaults: TopicConfigs, dataDir: DataDir): Promise<Broker> {
  const { logger, metrics, partitions = 1 } = options;
  const backend = options.backend ?? createNodeBackend();
  let leaderEpoch = 0;
  const environment: LogEnvironment = {
    backend,
    durability: options.durability ?? 'page-cache',
    get leaderEpoch() {
      return leaderEpoch;
    },
    crc32c,
    codecs: nodeCodecs,
    tailCache: new TailCache(),
    logger,
  };
  const logs = await openLogs(dataDir.logsPath, environment);

  const metadataConfig = readSettings(new Map(), new Map()).log;
  const metadataTopic = { ...METADATA_TOPIC, logConfig: () => metadataConfig };
  const metadataState = await openPartitionStateLog(() => logs.open(metadataTopic, 0), crc32c);
  const metadata = readMetadataLog(metadataState);
  leaderEpoch = metadata.leaderEpoch + 1;
  await metadata.putLeaderEpoch(leaderEpoch);

  const topics = createTopics({
    metadata,
    logs,
    defaults,
    defaultPartitions: partitions,
    autoCreate: options.autoCreateTopics ?? true,
    maxPartitions: options.maxPartitions ?? 20_000,
  });
  const offsetsTopic = await topics.ensureInternal('__consumer_offsets', { 'cleanup.policy': 'compact' });
  const offsetsState = await openPartitionStateLog(() => topics.openLog(offsetsTopic, 0), crc32c);
  const groups = createGroupCoordinator({
    log: offsetsState,
    topics,
    logger,
    metrics,
    ...(options.groups === undefined ? {} : { settings: options.groups }),
  });

  const rejectionTopic = createRejectionTopic(topics, crc32c, logger);
  const rejections = createRejectionLog(logger, metrics, (rejection) => rejectionTopic.store(rejection));
  rejections.restore(await rejectionTopic.readLatest(1000));

  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const services: BrokerServices = {
    clusterId: dataDir.clusterId,
    nodeId: dataDir.nodeId,
    leaderEpoch,
    logDir: dataDir.logsPath,
    topics,
    producerIds: createProducerIds(metadata),
    fetchSessions: createFetchSessions(),
    records: createRecordPolicy(options.gate, nodeCodecs, rejections),
    lenientReplicationFactor: options.lenientReplicationFactor ?? false,
    brokerConfigs: {
      'node.id': { type: 'int', value: String(dataDir.nodeId) },
      'broker.id': { type: 'int', value: String(dataDir.nodeId) },
      'num.partitions': { type: 'int', value: String(partitions) },
      'default.replication.factor': { type: 'int', value: '1' },
      'auto.create.topics.enable': { type: 'boolean', value: String(topics.autoCreate) },
      'log.dirs': { type: 'string', value: dataDir.logsPath },
      'sluice.durability': { type: 'string', value: environment.durability },
    },
    groups,
    stopping: stopping.signal,
    logger,
    metrics,
  };

  let listener: Listener | undefined;
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    stopping.abort();
    await groups.close();
    await listener?.close(DRAIN_DEADLINE_MS);
    await rejectionTopic.close();
    await offsetsState.close();
    await metadataState.close();
    await logs.close();
    await backend.close();
    await dataDir.close();
  }

  return {
    clusterId: dataDir.clusterId,
    rejections,
    async listen(address) {
      if (listener !== undefined) throw new BrokerError('invalid-option', 'this broker listens already');
      const limits = { ...DEFAULT_LIMITS, ...options.limits };
      listener = await openListener(address, options.advertised, limits, SERVED_APIS, services);
      return listener.address;
    },
    close: () => (closing ??= close()),
  };
}

function readDefaults(given: Readonly<Record<string, string>>): TopicConfigs {
  const changes = Object.entries(given).map(([name, value]) => ({ kind: 'set', name, value }) as const);
  const defaults = changeConfigs(new Map(), changes);
  if (typeof defaults === 'string') throw new BrokerError('invalid-option', `topic defaults: ${defaults}`);
  return defaults;
}
