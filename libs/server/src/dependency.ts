import type { Logger } from '@sluice/runtime';
import { readReason } from './server-error.ts';

/** Something outside this process without which it cannot do its work: the schema store, another registry. */
export interface Dependency {
  /** As messages call it; holds no password. */
  readonly name: string;
  /** Rejects when it does not answer. */
  probe(): Promise<unknown>;
}

/** Says why the dependency cannot be used, and nothing when it answers. Never rejects. */
export type DependencyCheck = () => Promise<string | undefined>;

export interface DependencyCheckOptions {
  /** Told once when the dependency goes, and once when it is back. */
  readonly logger: Logger;
  /** How long one probe may take; 1000. */
  readonly timeoutMs?: number;
  /** How long an answer serves before the dependency is asked again; 1000. */
  readonly freshMs?: number;
}

/** Whoever asks, and how often: at most one probe is under way, and none begins within `freshMs` of the last. */
export function createDependencyCheck(
  { name, probe }: Dependency,
  { logger, timeoutMs = 1000, freshMs = 1000 }: DependencyCheckOptions,
): DependencyCheck {
  let problem: string | undefined;
  let freshUntilMs = 0;
  let checking: Promise<void> | undefined;
  /** Outlives its time limit where the dependency neither answers nor fails. */
  let probing: Promise<unknown> | undefined;

  async function check(): Promise<void> {
    probing ??= probe().finally(() => (probing = undefined));
    const before = problem;
    try {
      await withTimeout(probing, timeoutMs);
      problem = undefined;
    } catch (error) {
      problem = `${name} does not answer: ${readReason(error)}`;
    }
    freshUntilMs = performance.now() + freshMs;
    if (before === undefined && problem !== undefined) {
      logger.warn(`${problem}; until it does, what needs it is refused and /readyz says 503`);
    }
    if (before !== undefined && problem === undefined) logger.info(`${name} answers again`);
  }

  return async () => {
    if (performance.now() >= freshUntilMs) {
      checking ??= check().finally(() => (checking = undefined));
      await checking;
    }
    return problem;
  };
}

async function withTimeout(answer: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([answer, expired]);
  } finally {
    clearTimeout(timer);
  }
}
