import { RuntimeError } from './runtime-error.ts';

export interface LifecycleOptions {
  /** How long one step may take before the next begins. */
  readonly deadlineMs?: number;
  /** Told of each step that failed or ran out of time. */
  readonly onError?: (name: string, error: unknown) => void;
}

/** What a process has opened, so that it can be closed in reverse order. */
export interface Lifecycle {
  /** Registers a step. `deadlineMs` overrides the default of the lifecycle. */
  onClose(name: string, close: () => Promise<void> | void, options?: { readonly deadlineMs?: number }): void;
  /**
   * Runs every step, last registered first, each with its deadline; a failing step never keeps the others from running.
   * Later calls return the same promise. Rejects with RuntimeError when a step failed.
   */
  close(): Promise<void>;
}

const DEFAULT_DEADLINE_MS = 10_000;

export function createLifecycle(options: LifecycleOptions = {}): Lifecycle {
  const defaultDeadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const steps: { name: string; close: () => Promise<void> | void; deadlineMs: number }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    const failures: { name: string; error: unknown }[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await withDeadline(step.close, step.deadlineMs);
      } catch (error) {
        failures.push({ name: step.name, error });
        options.onError?.(step.name, error);
      }
    }
    if (failures.length === 0) return;
    const names = failures.map(
      ({ name, error }) => `${name} (${error instanceof Error ? error.message : String(error)})`,
    );
    throw new RuntimeError(
      `could not close ${names.join(', ')}`,
      failures.map(({ error }) => error),
    );
  }

  return {
    onClose(name, close, stepOptions = {}) {
      if (closing !== undefined) throw new RuntimeError(`${name} was opened while closing`);
      steps.push({ name, close, deadlineMs: stepOptions.deadlineMs ?? defaultDeadlineMs });
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function withDeadline(close: () => Promise<void> | void, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RuntimeError(`not closed within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    await Promise.race([(async () => close())(), expired]);
  } finally {
    clearTimeout(timer);
  }
}
