import type { Logger } from '@sluice/runtime';
import type { StateLog, StateRecord } from '../log/state-log.ts';
import type { GroupError } from './groups.ts';

interface QueuedWrite {
  readonly records: readonly StateRecord[];
  readonly apply: () => void;
  readonly settle: (error: GroupError) => void;
}

/** One append takes no more than this, unless a single write is larger. */
const MAX_APPEND_BYTES = 1 << 20;

/**
 * Writes to the log and then to memory, in the same order. What arrives while an append is under way goes into the next
 * one together. The queue is as long as there are requests in progress: each waits for its own write.
 */
export class RecordQueue {
  readonly #log: StateLog;
  readonly #logger: Logger;
  #waiting: QueuedWrite[] = [];
  #isDraining = false;

  constructor(log: StateLog, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  /** Calls `apply` once the records are durable. When they cannot be written answers what Kafka does, and does not. */
  write(records: readonly StateRecord[], apply: () => void): Promise<GroupError> {
    const { promise, resolve } = Promise.withResolvers<GroupError>();
    this.#waiting.push({ records, apply, settle: resolve });
    if (!this.#isDraining) void this.#drain();
    return promise;
  }

  /** Settles when all that was written before is durable and applied. */
  async flush(): Promise<void> {
    await this.write([], () => {});
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    while (this.#waiting.length > 0) {
      const writes = this.#takeNext();
      const error = await this.#append(writes.flatMap(({ records }) => records));
      for (const { apply, settle } of writes) {
        if (error === 'NONE') apply();
        settle(error);
      }
    }
    this.#isDraining = false;
  }

  #takeNext(): QueuedWrite[] {
    let bytes = 0;
    let count = 0;
    for (const { records } of this.#waiting) {
      for (const { key, value } of records) bytes += key.length + (value?.length ?? 0);
      if (count > 0 && bytes > MAX_APPEND_BYTES) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #append(records: readonly StateRecord[]): Promise<GroupError> {
    if (records.length === 0) return 'NONE';
    try {
      await this.#log.append(records);
      return 'NONE';
    } catch (error) {
      this.#logger.error({ err: error, records: records.length }, 'group state could not be written');
      return 'NOT_COORDINATOR';
    }
  }
}
