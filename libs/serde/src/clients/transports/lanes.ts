import type { IncomingRecord, PartitionBatch } from '../transport.ts';

/** What was fetched and not handled yet, by partition: a client's one stream of records in lanes. */
export interface Lanes {
  /** Puts a record in its partition's lane. A promise when there are enough for now: wait for it before the next. */
  push(record: IncomingRecord): Promise<void> | undefined;
  /**
   * The group has changed hands: partitions that are gone are owned no more. What waits is dropped, for it is fetched
   * again from the last commit; what is being handled goes on.
   */
  assign(partitions: Iterable<Place>): void;
  /** Drops what waits, and waits for what is being handled. */
  close(): Promise<void>;
}

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

export interface LanesOptions {
  readonly onBatch: (batch: PartitionBatch) => Promise<void>;
  readonly commit: (place: Place, next: bigint) => Promise<void>;
  readonly maxPartitions: number;
}

interface Lane extends Place {
  readonly waiting: IncomingRecord[];
  /** What is below was handed over already. */
  next: bigint;
  owned: boolean;
  running: boolean;
}

/** Records that may wait, in all lanes together. */
const MAX_WAITING = 1000;
/** Records of one batch. */
const MAX_BATCH = 500;

export function createLanes({ onBatch, commit, maxPartitions }: LanesOptions): Lanes {
  let lanes = new Map<string, Lane>();
  const running = new Set<Promise<void>>();
  let waiting = 0;
  let wake: (() => void) | undefined;
  let closed = false;

  function takeBatch(lane: Lane): PartitionBatch {
    const { topic, partition } = lane;
    const records = lane.waiting.splice(0, MAX_BATCH);
    waiting -= records.length;
    lane.next = (records.at(-1)?.offset ?? lane.next - 1n) + 1n;
    return {
      topic,
      partition,
      records,
      isOwned: () => lane.owned,
      commit: async (next) => {
        if (lane.owned) await commit(lane, next);
      },
    };
  }

  async function runLane(lane: Lane): Promise<void> {
    // Closing empties the lane.
    while (lane.waiting.length > 0) {
      const batch = takeBatch(lane);
      wake?.();
      await onBatch(batch);
    }
  }

  function startLanes(): void {
    for (const lane of lanes.values()) {
      if (closed || running.size >= maxPartitions) return;
      if (lane.running || lane.waiting.length === 0) continue;
      lane.running = true;
      const run: Promise<void> = runLane(lane).finally(() => {
        lane.running = false;
        running.delete(run);
        startLanes();
      });
      running.add(run);
    }
  }

  function drop(lane: Lane): void {
    waiting -= lane.waiting.length;
    lane.waiting.length = 0;
  }

  return {
    push(record) {
      const lane = lanes.get(keyOf(record));
      if (lane === undefined || closed || record.offset < lane.next || isWaiting(lane, record)) return undefined;
      lane.waiting.push(record);
      waiting++;
      startLanes();
      if (waiting < MAX_WAITING) return undefined;
      return new Promise((resolve) => {
        wake = () => {
          if (waiting >= MAX_WAITING && !closed) return;
          wake = undefined;
          resolve();
        };
      });
    },
    assign(partitions) {
      const kept = new Map<string, Lane>();
      for (const { topic, partition } of partitions) {
        const key = keyOf({ topic, partition });
        const lane = lanes.get(key) ?? { topic, partition, waiting: [], next: 0n, owned: true, running: false };
        kept.set(key, lane);
      }
      for (const [key, lane] of lanes) {
        drop(lane);
        lane.owned = kept.has(key);
      }
      lanes = kept;
      wake?.();
    },
    async close() {
      closed = true;
      for (const lane of lanes.values()) drop(lane);
      wake?.();
      await Promise.all(running);
    },
  };
}

/** A stream that was opened anew may begin before what waits already. */
function isWaiting({ waiting }: Lane, { offset }: IncomingRecord): boolean {
  return offset <= (waiting.at(-1)?.offset ?? -1n);
}

function keyOf({ topic, partition }: Place): string {
  return `${topic}:${partition}`;
}
