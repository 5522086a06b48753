import { setMaxListeners } from 'node:events';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import type { Gate } from '@sluice/gate';
import type { Logger, Metrics } from '@sluice/runtime';
import type { BrokerServices } from './api/handler.ts';
import { SERVED_APIS } from './api/handlers.ts';
import { BrokerError } from './broker-error.ts';
import { createBrokerConfigs } from './configs/broker-configs.ts';
import { formatListener, readGivenConfigs } from './configs/given-configs.ts';
import { DEFAULT_LIMITS, openListener } from './connection/listener.ts';
import type { ListenAddress, Listener, ListenerLimits } from './connection/listener.ts';
import { createFetchSessions } from './fetch/fetch-sessions.ts';
import { createGroupCoordinator } from './groups/group-coordinator.ts';
import { GROUP_CONFIG_NAMES } from './groups/group-configs.ts';
import type { GroupSettings } from './groups/group-configs.ts';
import { readKafkaDirectory } from './log/kafka-directory.ts';
import { openLogs } from './log/logs.ts';
import type { Logs } from './log/logs.ts';
import type { LogEnvironment } from './log/log-environment.ts';
import { openPartitionStateLog } from './log/partition-state-log.ts';
import type { StateLog } from './log/state-log.ts';
import { TailCache } from './log/tail-cache.ts';
import { createRecordPolicy } from './policy/record-policy.ts';
import { createRejectionTopic } from './policy/rejection-topic.ts';
import { createRejectionLog } from './policy/rejections.ts';
import type { Rejections } from './policy/rejections.ts';
import { warnUnregistered } from './policy/warn-unregistered.ts';
import { openDataDir } from './storage/data-dir.ts';
import type { DataDir } from './storage/data-dir.ts';
import type { LogBackend } from './storage/log-backend.ts';
import { createNodeBackend } from './storage/node-backend.ts';
import { readMetadataLog } from './topics/metadata-log.ts';
import { createProducerIds } from './topics/producer-ids.ts';
import { startRetention } from './topics/retention.ts';
import { readSettings } from './topics/topic-configs.ts';
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
  /** Configs by Kafka's names and our own (docs/configs.md). Options of their own count before the same thing here. */
  readonly configs?: Readonly<Record<string, string>>;
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
  const given = readGivenConfigs(options);
  const dataDir = await openDataDir(options.dataDir);
  const backend = options.backend ?? createNodeBackend();
  let logs: Logs | undefined;
  try {
    return await openBroker(options, given, dataDir, backend, (opened) => (logs = opened));
  } catch (error) {
    // The directory is nobody else's before nothing is written to it any more.
    await logs?.close();
    await backend.close();
    await dataDir.close();
    throw error;
  }
}

async function openBroker(
  options: BrokerOptions,
  given: Map<string, string>,
  dataDir: DataDir,
  backend: LogBackend,
  onLogs: (logs: Logs) => void,
): Promise<Broker> {
  const { logger, metrics, gate } = options;
  let leaderEpoch = 0;
  const environment: LogEnvironment = {
    backend,
    durability: given.get('sluice.durability') === 'fsync' ? 'fsync' : 'page-cache',
    get leaderEpoch() {
      return leaderEpoch;
    },
    crc32c,
    codecs: nodeCodecs,
    tailCache: new TailCache(),
    logger,
  };
  const logs = await openLogs(dataDir.logsPath, environment);
  onLogs(logs);

  const metadataConfig = readSettings(new Map(), new Map()).log;
  const metadataTopic = { ...METADATA_TOPIC, logConfig: () => metadataConfig };
  const metadataState = await openPartitionStateLog(() => logs.open(metadataTopic, 0), crc32c);
  if (readMetadataLog(metadataState).leaderEpoch === 0) await adoptKafkaTopics(dataDir, metadataState, environment);
  const metadata = readMetadataLog(metadataState);
  leaderEpoch = metadata.leaderEpoch + 1;
  await metadata.putLeaderEpoch(leaderEpoch);

  given.set('node.id', String(dataDir.nodeId)).set('broker.id', String(dataDir.nodeId));
  given.set('log.dirs', dataDir.logsPath).set('log.dir', dataDir.logsPath).set('process.roles', 'broker,controller');
  const configs = createBrokerConfigs({
    given,
    stored: metadata.brokerConfigs,
    store: (scope, changed) => metadata.putBrokerConfigs(scope, changed),
  });

  const topics = createTopics({ metadata, logs, brokerConfigs: configs });
  topics.onConfigure((topic) => void warnUnregistered(gate, topic, logger).catch(() => undefined));
  const offsetsTopic = await topics.ensureInternal('__consumer_offsets', { 'cleanup.policy': 'compact' });
  const offsetsState = await openPartitionStateLog(() => topics.openLog(offsetsTopic, 0), crc32c);
  const groups = createGroupCoordinator({
    log: offsetsState,
    topics,
    logger,
    metrics,
    settings: Object.fromEntries(GROUP_CONFIG_NAMES.map((name) => [name, configs.number(name)])),
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
    records: createRecordPolicy(gate, nodeCodecs, rejections),
    configs,
    groups,
    stopping: stopping.signal,
    logger,
    metrics,
  };

  const retention = startRetention({ topics, logger, intervalMs: configs.number('log.retention.check.interval.ms') });
  let listener: Listener | undefined;
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    stopping.abort();
    await groups.close();
    await listener?.close(DRAIN_DEADLINE_MS);
    await retention.close();
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
      const limits = {
        ...DEFAULT_LIMITS,
        ...options.limits,
        maxConnections: configs.number('max.connections'),
        maxRequestBytes: configs.number('socket.request.max.bytes'),
        idleTimeoutMs: configs.number('connections.max.idle.ms'),
      };
      listener = await openListener(address, options.advertised, limits, SERVED_APIS, services);
      given.set('listeners', formatListener(listener.address));
      return listener.address;
    },
    close: () => (closing ??= close()),
  };
}

/** At the first start on a directory of Apache Kafka. The epoch comes last: until it is there the next start does it again. */
async function adoptKafkaTopics(dataDir: DataDir, state: StateLog, environment: LogEnvironment): Promise<void> {
  const found = await readKafkaDirectory(dataDir.logsPath, environment);
  if (found === undefined) return;
  const metadata = readMetadataLog(state);
  for (const topic of found.topics) await metadata.putTopic({ ...topic, configs: {} });
  await metadata.putNextProducerId(found.nextProducerId);
  await metadata.putLeaderEpoch(found.leaderEpoch);
  const topics = found.topics.map(({ name }) => name);
  environment.logger.info({ directory: dataDir.logsPath, topics }, 'topics of Apache Kafka taken over');
}
