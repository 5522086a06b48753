import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords, writeBatch } from '@sluice/kafka';
import type { BatchInput } from '@sluice/kafka';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import { createLogger } from '@sluice/runtime';
import { onTestFinished } from 'vitest';
import { openLogs } from '../../src/log/logs.ts';
import type { LogEnvironment } from '../../src/log/log-environment.ts';
import type { AppendedRecords, LogConfig, PartitionLog } from '../../src/log/partition-log.ts';
import { checkProduced } from '../../src/log/produced-records.ts';
import { TailCache } from '../../src/log/tail-cache.ts';
import type { LogBackend } from '../../src/storage/log-backend.ts';
import { createNodeBackend } from '../../src/storage/node-backend.ts';
import { makeDirectory } from './broker.ts';

/** The logs of a directory without a broker around them. */
export interface TestLogs {
  /** Log lines so far. */
  readonly lines: Record<string, unknown>[];
  open(topic: string, partition: number, topicId?: string): Promise<PartitionLog>;
  remove(topic: string, partitions: number, topicId?: string): Promise<void>;
  /** What kill -9 would leave now, opened in a place of its own. */
  copyAsKilled(): Promise<TestLogs>;
  /** Stopped and started again. */
  reopen(): Promise<TestLogs>;
  close(): Promise<void>;
}

export interface TestLogsOptions extends Partial<LogConfig> {
  readonly backend?: LogBackend;
  readonly durability?: LogEnvironment['durability'];
  readonly leaderEpoch?: number;
}

/** Records of any topic, told apart by name alone unless an id is given. Nothing is cached in memory. */
export async function openTestLogs(root: string, options: TestLogsOptions = {}): Promise<TestLogs> {
  const { backend = createNodeBackend(), durability = 'page-cache', leaderEpoch = 1, ...config } = options;
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ level: 'debug', destination });
  const tailCache = new TailCache(0);
  const environment = { backend, durability, leaderEpoch, crc32c, codecs: nodeCodecs, tailCache, logger };
  const logs = await openLogs(root, environment);
  const logConfig = {
    segmentBytes: 1 << 30,
    segmentMs: Number.MAX_SAFE_INTEGER,
    segmentIndexBytes: 1 << 20,
    indexIntervalBytes: 200,
    ...config,
  };
  const topicOf = (name: string, id = `id-of-${name}`.padEnd(22, '-')): Parameters<typeof logs.open>[0] => {
    return { name, id, logConfig: () => logConfig };
  };
  return {
    lines,
    open: (name, partition, id) => Promise.resolve(logs.open(topicOf(name, id), partition)),
    remove: (name, partitions, id) => logs.remove(topicOf(name, id), partitions),
    async copyAsKilled() {
      const copy = join(await makeDirectory(), 'copy');
      // What is about to be renamed is gone by the time it is copied.
      await cp(root, copy, { recursive: true, filter: (path) => !path.endsWith('.tmp') });
      const opened = await openTestLogs(copy, options);
      onTestFinished(() => opened.close());
      return opened;
    },
    async reopen() {
      await logs.close();
      return openTestLogs(root, options);
    },
    close: () => logs.close(),
  };
}

/** Appends one batch of text values. */
export function appendTo(
  log: PartitionLog,
  values: readonly string[],
  { timestamp = BigInt(Date.now()), ...rest }: Omit<BatchInput, 'records'> & { readonly timestamp?: bigint } = {},
): Promise<AppendedRecords> {
  const records = values.map((value) => ({ key: null, value: new TextEncoder().encode(value), timestamp }));
  const bytes = writeBatch({ records, ...rest }, nodeCodecs, crc32c);
  const produced = checkProduced(bytes, { maxBatchBytes: Infinity, segmentBytes: Infinity }, crc32c);
  if ('error' in produced) throw new Error(produced.message);
  const appended = log.append(produced);
  if (typeof appended === 'string') throw new Error(appended);
  return appended;
}

/** The values from the start on, of records whose offsets follow each other. */
export async function valuesOf(log: PartitionLog): Promise<string[]> {
  const records = await recordsOf(log);
  const offsets = [...records.keys()];
  const gap = offsets.findIndex((offset, i) => offset !== log.startOffset + i);
  if (gap >= 0) throw new Error(`offset ${offsets[gap]} where ${log.startOffset + gap} was expected`);
  return [...records.values()];
}

/** Values by offset, in the order they are read. */
export async function recordsOf(log: PartitionLog): Promise<Map<number, string>> {
  const values = new Map<number, string>();
  for (let offset = log.startOffset; offset < log.highWatermark;) {
    const { error, records } = await log.read(offset, 1 << 20, true);
    if (records === null) throw new Error(`${error} at ${offset}`);
    const from = offset;
    for (const record of readRecords(records, nodeCodecs)) {
      if (Number(record.offset) < offset) continue;
      values.set(Number(record.offset), new TextDecoder().decode(record.value ?? new Uint8Array(0)));
      offset = Number(record.offset) + 1;
    }
    if (offset === from) return values;
  }
  return values;
}
