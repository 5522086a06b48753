/** Bytes that many hold together. Who finds it exhausted takes no more until it is not. */
export interface ByteBudget {
  readonly usedBytes: number;
  readonly leftBytes: number;
  readonly isExhausted: boolean;
  /** More than twice the budget is taken: those who may go on without room do so no longer. */
  readonly isOverdrawn: boolean;
  take(bytes: number): void;
  give(bytes: number): void;
  /** Calls `resume` once when the budget is not exhausted any more. */
  wait(resume: () => void): void;
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let used = 0;
  let waiting: (() => void)[] = [];
  return {
    get usedBytes() {
      return used;
    },
    get leftBytes() {
      return Math.max(0, maxBytes - used);
    },
    get isExhausted() {
      return used >= maxBytes;
    },
    get isOverdrawn() {
      return used >= 2 * maxBytes;
    },
    take(bytes) {
      used += bytes;
    },
    give(bytes) {
      used -= bytes;
      if (waiting.length === 0 || used >= maxBytes) return;
      const resumed = waiting;
      waiting = [];
      for (const resume of resumed) resume();
    },
    wait: (resume) => void waiting.push(resume),
  };
}
