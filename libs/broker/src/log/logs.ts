import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { PartitionCheckpoints } from './offset-checkpoint.ts';
import { formatPartitionMetadata, METADATA_FILE, readPartitionMetadata } from './partition-metadata.ts';
import { openOffsetCheckpoint, RECOVERY_POINTS_FILE, START_OFFSETS_FILE } from './offset-checkpoint.ts';
import { PartitionLog } from './partition-log.ts';
import type { LogConfig } from './partition-log.ts';

/** What the logs need to know of a topic. */
export interface LogTopic {
  readonly name: string;
  readonly id: string;
  logConfig(): LogConfig;
}

/** The partition logs of a data directory. One is opened when it is first asked for and costs nothing before. */
export interface Logs {
  /** At once when it is open. Rejects with BrokerError 'storage' when it cannot be opened now. */
  open(topic: LogTopic, partition: number): PartitionLog | Promise<PartitionLog>;
  /** Takes the partitions out of use before it returns; their files go away after. */
  remove(topic: LogTopic, partitions: number): Promise<void>;
  close(): Promise<void>;
}

const DELETED_SUFFIX = '-delete';
/** Put aside, as Kafka does: a directory of a topic that the metadata does not know. Never removed by itself. */
const STRAY_SUFFIX = '-stray';
/** Leaves room for a suffix in a file name of 255 bytes. */
const MAX_ASIDE_NAME = 200;
const METADATA_TOPIC = '__sluice_metadata';
const STATE_TOPICS: ReadonlySet<string> = new Set([METADATA_TOPIC, '__consumer_offsets', '__transaction_state']);
/** A partition whose disk failed is tried again after this time. */
const RETRY_DELAY_MS = 1000;
const CLOSED_AT_ONCE = 32;

interface Entry {
  readonly topic: LogTopic;
  readonly partition: number;
  log: PartitionLog | Promise<PartitionLog>;
  failedAtMs: number;
}

/** Opens the directory `path`; what a crash left of deleted topics is removed. */
export async function openLogs(path: string, environment: LogEnvironment): Promise<Logs> {
  const { backend, logger } = environment;
  const recoveryPoints = await openOffsetCheckpoint(join(path, RECOVERY_POINTS_FILE), environment);
  const startOffsets = await openOffsetCheckpoint(join(path, START_OFFSETS_FILE), environment);
  const entries = new Map<string, Entry>();
  let closed = false;

  for (const name of await backend.list(path)) {
    if (name.endsWith(DELETED_SUFFIX)) await backend.remove(join(path, name));
  }

  /** Settles when what was begun on a directory, by name, is done: one thing at a time. */
  const directories = new Map<string, Promise<unknown>>();
  function inTurn<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
    const result = (directories.get(directory) ?? Promise.resolve()).then(work);
    const done = result
      .catch(() => undefined)
      .then(() => {
        if (directories.get(directory) === done) directories.delete(directory);
      });
    directories.set(directory, done);
    return result;
  }

  async function openLog(topic: LogTopic, partition: number): Promise<PartitionLog> {
    const directory = `${topic.name}-${partition}`;
    const checkpoints = checkpointsOf(topic, partition);
    return inTurn(directory, async () => {
      if ((await readOwner(directory, topic)) !== topic.id) {
        // What is noted under this name is another topic's.
        await Promise.all([recoveryPoints, startOffsets].map((file) => file.put(topic.name, partition, undefined)));
        await claimDirectory(directory, topic);
      }
      const own = environmentOf(topic.name, environment);
      return PartitionLog.open(join(path, directory), () => topic.logConfig(), checkpoints, own);
    });
  }

  function checkpointsOf({ name, id }: LogTopic, partition: number): PartitionCheckpoints {
    const isCurrent = (): boolean => entries.has(`${id} ${partition}`);
    return {
      get recoveryPoint() {
        return recoveryPoints.get(name, partition);
      },
      get startOffset() {
        return startOffsets.get(name, partition);
      },
      get isStartKnown() {
        return !startOffsets.isDamaged || startOffsets.get(name, partition) > 0;
      },
      noteRecoveryPoint(offset) {
        if (isCurrent()) recoveryPoints.set(name, partition, offset);
      },
      async putStartOffset(offset) {
        if (isCurrent()) await startOffsets.put(name, partition, offset);
      },
    };
  }

  /** Makes the directory the topic's own; what another topic of the name left there is put aside. */
  async function claimDirectory(directory: string, topic: LogTopic): Promise<void> {
    const owner = await readOwner(directory, topic);
    if (owner !== undefined) {
      logger.warn({ directory, topicId: owner }, 'directory belongs to another topic, put aside');
      await moveAside(directory, STRAY_SUFFIX);
    }
    await backend.createDirectory(join(path, directory));
    await backend.syncDirectory(path);
    // Last: where this file is, the directory is known to be on disk, whatever start made it.
    const metadata = formatPartitionMetadata(topic.id, environment.crc32c);
    await backend.replaceFile(join(path, directory, METADATA_FILE), new TextEncoder().encode(metadata));
  }

  /** The id of the topic that the directory was made for: the one of `topic` as far as its damage lets that be seen. */
  async function readOwner(directory: string, topic: LogTopic): Promise<string | undefined> {
    const file = join(path, directory, METADATA_FILE);
    const bytes = await backend.readFile(file);
    if (bytes === undefined) return undefined;
    const { topicId, isDamaged } = readPartitionMetadata(new TextDecoder().decode(bytes), topic.id, environment.crc32c);
    if (isDamaged) logger.error({ file, topicId }, 'partition metadata is damaged');
    if (topicId !== undefined) return topicId;
    throw new BrokerError('storage', `${file} is damaged: write 'topic_id: ${topic.id}' there if it is that topic's`);
  }

  async function moveAside(directory: string, suffix: string): Promise<string> {
    const aside = join(path, `${directory.slice(0, MAX_ASIDE_NAME)}.${randomUUID()}${suffix}`);
    await backend.rename(join(path, directory), aside);
    return aside;
  }

  function start(topic: LogTopic, partition: number, key: string): Promise<PartitionLog> {
    // One promise for all who ask: who asked first goes on first, so that batches keep their order.
    const opening = openLog(topic, partition).catch((error: unknown) => {
      throw new BrokerError('storage', `${topic.name}-${partition}: ${String(error)}`, { cause: error });
    });
    const entry: Entry = { topic, partition, log: opening, failedAtMs: 0 };
    entries.set(key, entry);
    opening.then(
      (log) => {
        entry.log = log;
      },
      (error: unknown) => {
        entry.failedAtMs = Date.now();
        logger.error({ topic: topic.name, partition, error: String(error) }, 'partition cannot be opened');
      },
    );
    return opening;
  }

  /** After a failure the files are read again; what was not acknowledged may be there or not. */
  function reopen(entry: Entry, log: PartitionLog, failure: BrokerError, key: string): Promise<PartitionLog> {
    if (entry.failedAtMs === 0) entry.failedAtMs = Date.now();
    if (Date.now() - entry.failedAtMs < RETRY_DELAY_MS) return Promise.reject(failure);
    return log.abandon().then(() => {
      if (entries.get(key) === entry) return start(entry.topic, entry.partition, key);
      throw new BrokerError('closed', `${entry.topic.name}-${entry.partition} is gone`);
    });
  }

  return {
    open(topic, partition) {
      const key = `${topic.id} ${partition}`;
      const entry = entries.get(key);
      if (closed) return Promise.reject(new BrokerError('closed', 'the broker is closed'));
      if (entry === undefined) return start(topic, partition, key);
      const { log } = entry;
      if (log instanceof PartitionLog) {
        return log.failure === undefined ? log : reopen(entry, log, log.failure, key);
      }
      if (entry.failedAtMs > 0 && Date.now() - entry.failedAtMs >= RETRY_DELAY_MS) return start(topic, partition, key);
      return log;
    },
    async remove(topic, partitions) {
      const removals: Promise<void>[] = [];
      for (let partition = 0; partition < partitions; partition++) {
        const key = `${topic.id} ${partition}`;
        const entry = entries.get(key);
        entries.delete(key);
        recoveryPoints.forget(topic.name, partition);
        startOffsets.forget(topic.name, partition);
        removals.push(
          (async () => {
            const log = await Promise.resolve(entry?.log).catch(() => undefined);
            await log?.abandon();
            const directory = `${topic.name}-${partition}`;
            await inTurn(directory, async () => {
              if ((await readOwner(directory, topic)) === topic.id) {
                await backend.remove(await moveAside(directory, DELETED_SUFFIX));
              }
            });
          })(),
        );
      }
      await Promise.all(removals);
    },
    async close() {
      closed = true;
      const closing = entries.values();
      const closeNext = async (): Promise<void> => {
        for (const { log } of closing) {
          const opened = await Promise.resolve(log).catch(() => undefined);
          await opened?.close();
        }
      };
      await Promise.all(Array.from({ length: CLOSED_AT_ONCE }, closeNext));
      await recoveryPoints.close();
      await startOffsets.close();
    },
  };
}

/** Tables kept as logs. The metadata is synced always: what it gives out, ids above all, must not be given out again. */
function environmentOf(topic: string, environment: LogEnvironment): LogEnvironment {
  if (!STATE_TOPICS.has(topic)) return environment;
  const { durability, ...rest } = environment;
  return {
    ...rest,
    get leaderEpoch() {
      return environment.leaderEpoch;
    },
    durability: topic === METADATA_TOPIC ? 'fsync' : durability,
    refusesDamage: true,
  };
}
