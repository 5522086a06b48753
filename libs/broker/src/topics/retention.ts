import type { Logger } from '@sluice/runtime';
import type { Topic, Topics } from './topics.ts';

export interface RetentionOptions {
  readonly topics: Topics;
  readonly logger: Logger;
  /** Time between checks (log.retention.check.interval.ms). */
  readonly intervalMs: number;
  readonly now?: () => number;
}

/** Keeps to `retention.ms` and `retention.bytes`. */
export interface Retention {
  /** Settles when a check under way has ended. */
  close(): Promise<void>;
}

/** The first check does not slow the start down (Kafka's log.initial.task.delay.ms). */
const FIRST_DELAY_MS = 30_000;

/** Removes, again and again, the segments that topics no longer ask to keep. */
export function startRetention({ topics, logger, intervalMs, now = Date.now }: RetentionOptions): Retention {
  let isClosed = false;
  let checking: Promise<void> = Promise.resolve();
  let timer = setTimeout(check, Math.min(intervalMs, FIRST_DELAY_MS)).unref();

  function check(): void {
    checking = checkAll().finally(() => {
      if (!isClosed) timer = setTimeout(check, intervalMs).unref();
    });
  }

  /** One partition after the other: it is no hurry, and requests are served between them. */
  async function checkAll(): Promise<void> {
    for (const { id } of [...topics.list()]) {
      for (let partition = 0; ; partition++) {
        // As it is by now: deleted, grown, or of other configs.
        const topic = topics.byId(id);
        if (isClosed || topic === undefined || !isBounded(topic) || partition >= topic.partitions) break;
        await checkPartition(topic, partition);
      }
    }
  }

  async function checkPartition(topic: Topic, partition: number): Promise<void> {
    try {
      const log = await topics.openLog(topic, partition);
      const before = log.startOffset;
      const startOffset = await log.applyRetention({ ...topic.settings.retention, nowMs: now() });
      if (startOffset > before) logger.info({ topic: topic.name, partition, startOffset }, 'old records removed');
    } catch (error) {
      if (isClosed || topics.byId(topic.id) === undefined) return;
      logger.warn({ topic: topic.name, partition, error: String(error) }, 'old records not removed');
    }
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await checking;
    },
  };
}

/** The broker's own topics are kept by their owners. */
function isBounded({ isInternal, settings: { deletesRecords, retention } }: Topic): boolean {
  return !isInternal && deletesRecords && (retention.retentionMs >= 0 || retention.retentionBytes >= 0);
}
