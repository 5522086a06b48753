import { noCodecs, readRecords, writeBatch } from '@sluice/kafka';
import type { Crc32c } from '@sluice/kafka';
import type { Logger } from '@sluice/runtime';
import { checkProduced } from '../log/produced-records.ts';
import type { Topics } from '../topics/topics.ts';
import type { KeptRejection } from './rejections.ts';

export const REJECTION_TOPIC = '__sluice_rejections';

/** Where rejections outlive the process: an internal topic of JSON values that anybody can consume. */
export interface RejectionTopic {
  /** Takes a rejection to be written with others soon; drops it when too many wait. */
  store(rejection: KeptRejection): void;
  /** The latest ones, oldest first. */
  readLatest(limit: number): Promise<readonly KeptRejection[]>;
  /** Writes what waits. */
  close(): Promise<void>;
}

const WRITE_DELAY_MS = 250;
/** What a delay's worth of rejections is cut to: a bound on the rate of writing. */
const MAX_WAITING = 100;
const MAX_TOPIC_BYTES = 16 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;

export function createRejectionTopic(topics: Topics, crc32c: Crc32c, logger: Logger): RejectionTopic {
  let waiting: KeptRejection[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(rejections: readonly KeptRejection[]): Promise<void> {
    if (rejections.length === 0) return;
    const topic = await topics.ensureInternal(REJECTION_TOPIC, { 'segment.bytes': '1048576' });
    const log = await topics.openLog(topic, 0);
    const encoder = new TextEncoder();
    const records = rejections.map((rejection) => {
      const value = encoder.encode(JSON.stringify(rejection));
      return { key: encoder.encode(rejection.topic), value, timestamp: BigInt(Date.parse(rejection.time)) };
    });
    const bytes = writeBatch({ records }, noCodecs, crc32c);
    const produced = checkProduced(bytes, { maxBatchBytes: Infinity, segmentBytes: Infinity }, crc32c);
    if (!('error' in produced)) await log.append(produced);
    await log.applyRetention({ retentionMs: -1, retentionBytes: MAX_TOPIC_BYTES, nowMs: 0 });
  }

  function writeWaiting(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const rejections = waiting;
    waiting = [];
    writing = writing
      .then(() => write(rejections))
      .catch((error: unknown) => logger.warn({ error: String(error) }, 'rejections not written'));
    return writing;
  }

  return {
    store(rejection) {
      if (waiting.length >= MAX_WAITING) return;
      waiting.push(rejection);
      timer ??= setTimeout(() => void writeWaiting(), WRITE_DELAY_MS).unref();
    },
    async readLatest(limit) {
      const topic = topics.get(REJECTION_TOPIC);
      if (topic === undefined) return [];
      const log = await topics.openLog(topic, 0);
      const found: KeptRejection[] = [];
      for (let offset = Math.max(log.startOffset, log.highWatermark - limit); offset < log.highWatermark;) {
        const { records } = await log.read(offset, READ_BYTES, true);
        if (records === null || records.length === 0) break;
        for (const { offset: at, value } of readRecords(records, noCodecs)) {
          const rejection = value === null ? undefined : parseRejection(value);
          if (rejection !== undefined) found.push(rejection);
          offset = Number(at) + 1;
        }
      }
      return found.slice(-limit);
    },
    close: writeWaiting,
  };
}

function parseRejection(value: Uint8Array): KeptRejection | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(value)) as KeptRejection;
  } catch {
    return undefined;
  }
}
