import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import { PartitionLog } from './partition-log.ts';
import type { LogConfig, LogEnvironment } from './partition-log.ts';
import type { RecoveryPoints } from './recovery-points.ts';

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

const METADATA_FILE = 'partition.metadata';
const DELETED_SUFFIX = '-delete';
/** A partition whose disk failed is tried again after this time. */
const RETRY_DELAY_MS = 1000;

interface Entry {
  readonly topic: LogTopic;
  readonly partition: number;
  log: PartitionLog | Promise<PartitionLog>;
  failedAtMs: number;
}

/** Opens the directory `path`; what a crash left of deleted topics is removed. */
export async function openLogs(path: string, environment: LogEnvironment, points: RecoveryPoints): Promise<Logs> {
  const { backend, logger } = environment;
  const entries = new Map<string, Entry>();
  let closed = false;

  for (const name of await backend.list(path)) {
    if (name.endsWith(DELETED_SUFFIX)) await backend.remove(join(path, name));
  }

  async function openLog(topic: LogTopic, partition: number): Promise<PartitionLog> {
    const directory = join(path, `${topic.name}-${partition}`);
    await claimDirectory(directory, topic);
    const point = points.get(topic.name, partition);
    const options = { onRecoveryPoint: (offset: number) => points.set(topic.name, partition, offset) };
    return PartitionLog.open(directory, () => topic.logConfig(), point, environment, options);
  }

  /** Makes the directory the topic's own; what an earlier topic of the name left there is put aside. */
  async function claimDirectory(directory: string, topic: LogTopic): Promise<void> {
    const metadata = `version: 0\ntopic_id: ${topic.id}`;
    const found = await backend.readFile(join(directory, METADATA_FILE));
    if (found !== undefined && new TextDecoder().decode(found).trim() === metadata) return;
    if (found !== undefined) {
      logger.warn({ directory }, 'directory belongs to a deleted topic, removed');
      await removeDirectory(directory);
    }
    await backend.createDirectory(directory);
    await backend.replaceFile(join(directory, METADATA_FILE), new TextEncoder().encode(`${metadata}\n`));
    await backend.syncDirectory(path);
  }

  async function removeDirectory(directory: string): Promise<void> {
    const aside = `${directory}.${Date.now().toString(36)}${Math.random().toString(36).slice(2)}${DELETED_SUFFIX}`;
    await backend.rename(directory, aside);
    await backend.remove(aside);
  }

  function start(topic: LogTopic, partition: number, key: string): Promise<PartitionLog> {
    const opening = openLog(topic, partition);
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
    return opening.catch((error: unknown) => {
      throw new BrokerError('storage', `${topic.name}-${partition}: ${String(error)}`, { cause: error });
    });
  }

  /** After a failure the files are read again; what was not acknowledged may be there or not. */
  function reopen(entry: Entry, log: PartitionLog, failure: BrokerError, key: string): Promise<PartitionLog> {
    if (entry.failedAtMs === 0) entry.failedAtMs = Date.now();
    if (Date.now() - entry.failedAtMs < RETRY_DELAY_MS) return Promise.reject(failure);
    return log.abandon().then(() => start(entry.topic, entry.partition, key));
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
        points.forget(topic.name, partition);
        removals.push(
          (async () => {
            const log = await Promise.resolve(entry?.log).catch(() => undefined);
            await log?.abandon();
            const directory = join(path, `${topic.name}-${partition}`);
            if ((await backend.list(directory)).length > 0) await removeDirectory(directory);
          })(),
        );
      }
      await Promise.all(removals);
    },
    async close() {
      closed = true;
      for (const { log } of entries.values()) {
        const opened = await Promise.resolve(log).catch(() => undefined);
        await opened?.close();
      }
      await points.close();
    },
  };
}
