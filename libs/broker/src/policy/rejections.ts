import type { Rejection } from '@sluice/gate';
import type { Counter, Logger, Metrics } from '@sluice/runtime';

/** A record that was refused, as it is kept for those who ask later. */
export interface KeptRejection extends Rejection {
  /** ISO 8601. */
  readonly time: string;
  readonly topic: string;
  readonly partition: number;
  /** Of the record among those sent for the partition. */
  readonly batchIndex: number;
  readonly clientId: string | null;
}

/** The latest refused records. */
export interface Rejections {
  /** Newest first. */
  latest(limit: number): readonly KeptRejection[];
}

export interface RejectionLog extends Rejections {
  note(rejection: KeptRejection): void;
  /** Refused records that `note` was not told of, because their batch had too many. */
  count(topic: string, reason: string, more: number): void;
  /** Puts rejections from before the start back, oldest first. */
  restore(rejections: readonly KeptRejection[]): void;
}

const KEPT = 1000;
const LINES_PER_SECOND = 20;

/** Keeps the last 1,000 in memory, counts all, logs at most 20 a second; `store` gets each. */
export function createRejectionLog(
  logger: Logger,
  metrics: Metrics,
  store: (rejection: KeptRejection) => void,
): RejectionLog {
  const counter: Counter = metrics.counter({
    name: 'sluice_records_rejected_total',
    help: 'Records refused by validation.',
    labels: ['topic', 'reason'],
  });
  const ring: KeptRejection[] = [];
  let second = 0;
  let lines = 0;
  let suppressed = 0;

  function keep(rejection: KeptRejection): void {
    ring.push(rejection);
    if (ring.length > KEPT * 2) ring.splice(0, ring.length - KEPT);
  }

  function logBounded(rejection: KeptRejection): void {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) {
      if (suppressed > 0) logger.warn({ suppressed }, 'more records refused than logged');
      second = now;
      lines = 0;
      suppressed = 0;
    }
    if (++lines > LINES_PER_SECOND) {
      suppressed++;
      return;
    }
    const { time: _, message, ...rest } = rejection;
    logger.warn(rest, `record refused: ${message}`);
  }

  return {
    latest(limit) {
      const count = Math.max(0, Math.min(limit, KEPT, ring.length));
      return ring.slice(ring.length - count).reverse();
    },
    note(rejection) {
      counter.inc({ topic: rejection.topic, reason: rejection.reason });
      keep(rejection);
      logBounded(rejection);
      store(rejection);
    },
    count(topic, reason, more) {
      counter.inc({ topic, reason }, more);
      suppressed += more;
    },
    restore(rejections) {
      for (const rejection of rejections) keep(rejection);
    },
  };
}
