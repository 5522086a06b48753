import { createLogger } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { createDependencyCheck } from '../src/dependency.ts';

function start(probe: () => Promise<unknown>, freshMs = 0) {
  const lines: string[] = [];
  const logger = createLogger({ destination: { write: (line: string) => void lines.push(JSON.parse(line).msg) } });
  const check = createDependencyCheck({ name: 'the store', probe }, { logger, timeoutMs: 20, freshMs });
  return { check, lines };
}

describe('the check of a dependency', () => {
  it('says the innermost reason, and logs only when it goes and when it is back', async () => {
    let failure: Error | undefined;
    const { check, lines } = start(async () => {
      if (failure !== undefined) throw failure;
    });
    expect(await check()).toBeUndefined();
    failure = new Error('Failed query: select', { cause: new Error('connect ECONNREFUSED') });
    expect(await check()).toBe('the store does not answer: connect ECONNREFUSED');
    expect(await check()).toBe('the store does not answer: connect ECONNREFUSED');
    failure = undefined;
    expect(await check()).toBeUndefined();
    expect(lines).toEqual([
      'the store does not answer: connect ECONNREFUSED; until it does, what needs it is refused and /readyz says 503',
      'the store answers again',
    ]);
  });

  it('asks once however many want to know, and not again while the answer is fresh', async () => {
    let probes = 0;
    const { check } = start(async () => (probes += 1), 60_000);
    await Promise.all([check(), check(), check()]);
    await check();
    expect(probes).toBe(1);
  });

  it('does not wait for what never answers, nor ask it twice at a time', async () => {
    let probes = 0;
    const { check } = start(() => {
      probes += 1;
      return new Promise(() => {});
    });
    expect(await check()).toBe('the store does not answer: no answer within 20 ms');
    expect(await check()).toContain('no answer');
    expect(probes).toBe(1);
  });
});
