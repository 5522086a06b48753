import { noCodecs, readRecords, writeBatch } from '@sluice/kafka';
import type { Crc32c } from '@sluice/kafka';
import { BrokerError } from '../broker-error.ts';
import type { PartitionLog } from './partition-log.ts';
import { checkProduced } from './produced-records.ts';
import type { StateLog, StateRecord } from './state-log.ts';

/** The log is rewritten when it is larger than this and more than `GARBAGE_FACTOR` times what lives in it. */
const MIN_REWRITE_BYTES = 1024 * 1024;
const GARBAGE_FACTOR = 4;
const READ_BYTES = 1024 * 1024;
const BATCH_RECORDS = 500;

interface LiveEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * A state log over one partition, which `open` gives. Rewriting appends what lives as a new segment and then drops the older ones, oldest
 * first, so that a crash at any point leaves a log that replays to the same table.
 */
export async function openPartitionStateLog(
  open: () => PartitionLog | Promise<PartitionLog>,
  crc32c: Crc32c,
): Promise<StateLog> {
  let log = await open();
  const live = new Map<string, LiveEntry>();
  let liveBytes = 0;
  let rewriting: Promise<void> | undefined;

  function note(record: StateRecord): void {
    const id = Buffer.from(record.key).toString('latin1');
    const before = live.get(id);
    if (before !== undefined) liveBytes -= before.key.length + before.value.length;
    // Deleted first, so that the order of the entries is that of their last change.
    live.delete(id);
    if (record.value === null) return;
    live.set(id, { key: record.key, value: record.value });
    liveBytes += record.key.length + record.value.length;
  }

  async function write(records: readonly StateRecord[]): Promise<void> {
    const timestamp = BigInt(Date.now());
    const bytes = writeBatch({ records: records.map((record) => ({ ...record, timestamp })) }, noCodecs, crc32c);
    const produced = checkProduced(bytes, { maxBatchBytes: Infinity, segmentBytes: Infinity }, crc32c);
    if ('error' in produced) throw new BrokerError('storage', `state batch refused: ${produced.message}`);
    // After a failed write the partition is read from disk again; this table in memory stays.
    if (log.failure !== undefined) log = await open();
    const appended = log.append(produced);
    if (typeof appended === 'string') throw new BrokerError('storage', `state batch refused: ${appended}`);
    await appended;
  }

  async function rewrite(): Promise<void> {
    const from = log.startSegment();
    const entries = [...live.values()];
    const writes: Promise<void>[] = [];
    for (let i = 0; i < entries.length; i += BATCH_RECORDS) writes.push(write(entries.slice(i, i + BATCH_RECORDS)));
    await Promise.all(writes);
    await log.sync();
    await log.deleteBefore(from);
  }

  for (let offset = log.startOffset; offset < log.highWatermark;) {
    const { error, records } = await log.read(offset, READ_BYTES, true);
    if (records === null || records.length === 0) {
      throw new BrokerError(
        'storage',
        `${log.directory} cannot be read at ${offset}: ${error}; restore it from a backup, the log lines before name the file`,
      );
    }
    for (const record of readRecords(records, noCodecs)) {
      // Copies: a view would keep the whole of what was read alive.
      if (record.key !== null) note({ key: record.key.slice(), value: record.value?.slice() ?? null });
      offset = Number(record.offset) + 1;
    }
  }

  return {
    async append(records) {
      if (records.length === 0) return;
      const written = write(records);
      for (const record of records) note(record);
      await written;
      if (log.sizeBytes > MIN_REWRITE_BYTES && log.sizeBytes > liveBytes * GARBAGE_FACTOR) {
        rewriting ??= rewrite().finally(() => {
          rewriting = undefined;
        });
        await rewriting;
      }
    },
    replay(visit) {
      for (const { key, value } of live.values()) visit(key, value);
    },
    async close() {
      await rewriting;
    },
  };
}
