import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from './support/broker.ts';
import { openTestLogs, appendTo, valuesOf } from './support/logs.ts';

const DAY_MS = 86_400_000;

/** A log of `count` records, one a batch and seven or eight to a segment; the time of record i is i days. */
async function fill(root: string, count: number): Promise<Awaited<ReturnType<typeof openTestLogs>>> {
  const opened = await openTestLogs(root, { segmentBytes: 600 });
  const log = await opened.open('t', 0);
  for (let i = 0; i < count; i++) await appendTo(log, [`value ${i}`], { timestamp: BigInt(i * DAY_MS) });
  return opened;
}

describe('deleting records', () => {
  it.each([0, 1, 6, 7, 8, 20, 29, 30, 99])('before %i stays so after a restart', async (offset) => {
    const root = await makeDirectory();
    const logs = await fill(root, 30);
    const log = await logs.open('t', 0);
    const start = Math.min(offset, 30);
    expect(await log.deleteBefore(offset)).toBe(start);
    expect(await log.deleteBefore(0)).toBe(start);
    expect(await log.read(start - 1, 1, true)).toMatchObject({ error: 'OFFSET_OUT_OF_RANGE' });
    if (start > 0)
      expect(await readFile(join(root, 'log-start-offset-checkpoint'), 'utf8')).toBe(`0\n1\nt 0 ${start}\n`);
    for (const reopened of [await logs.copyAsKilled(), await logs.reopen()]) {
      const again = await reopened.open('t', 0);
      expect([again.startOffset, again.highWatermark]).toEqual([start, 30]);
      expect(await valuesOf(again)).toEqual(Array.from({ length: 30 - start }, (_, i) => `value ${start + i}`));
      await appendTo(again, ['value 30']);
      expect((await valuesOf(again)).at(-1)).toBe('value 30');
      expect(again.highWatermark).toBe(31);
      await reopened.close();
    }
  });

  it('takes away the files that hold none of what is left', async () => {
    const root = await makeDirectory();
    const logs = await fill(root, 30);
    const log = await logs.open('t', 0);
    const segments = async (): Promise<string[]> =>
      (await readdir(join(root, 't-0'))).filter((name) => name.endsWith('.log'));
    const before = await segments();
    await log.deleteBefore(15);
    const left = await segments();
    expect(left).toEqual(before.slice(-left.length));
    expect(Number(left[0]?.slice(0, 20))).toBeLessThanOrEqual(15);
    expect(Number(left[1]?.slice(0, 20))).toBeGreaterThan(15);
    await log.deleteBefore(30);
    expect(await segments()).toEqual(['00000000000000000030.log']);
    expect(log.sizeBytes).toBe(0);
    await logs.close();
  });

  it('does not reach a new topic of the same name', async () => {
    const root = await makeDirectory();
    const logs = await fill(root, 10);
    await (await logs.open('t', 0)).deleteBefore(8);
    await logs.remove('t', 1);
    const log = await logs.open('t', 0, 'another-id------------');
    expect([log.startOffset, log.highWatermark]).toEqual([0, 0]);
    await logs.close();
  });
});

describe('retention', () => {
  it.each([
    ['nothing', { retentionMs: -1, retentionBytes: -1 }, 30, 0],
    ['what is older than the time', { retentionMs: 12 * DAY_MS, retentionBytes: -1 }, 30, 15],
    ['the last segment too when it is old', { retentionMs: DAY_MS, retentionBytes: -1 }, 90, 30],
    ['what goes beyond the size', { retentionMs: -1, retentionBytes: 1000 }, 30, 15],
    ['everything with size 0', { retentionMs: -1, retentionBytes: 0 }, 30, 30],
  ])('removes %s, by whole segments', async (_, policy, today, start) => {
    const root = await makeDirectory();
    const logs = await fill(root, 30);
    for (const current of [logs, await logs.copyAsKilled()]) {
      const log = await current.open('t', 0);
      expect(await log.applyRetention({ ...policy, nowMs: today * DAY_MS })).toBe(start);
      expect(log.startOffset).toBe(start);
      expect(await valuesOf(log)).toHaveLength(30 - start);
      await appendTo(log, ['after']);
      expect((await valuesOf(log)).at(-1)).toBe('after');
      await current.close();
    }
  });

  it('leaves what is being written alone', async () => {
    const logs = await fill(await makeDirectory(), 5);
    const log = await logs.open('t', 0);
    const [, start] = await Promise.all([
      appendTo(log, ['later']),
      log.applyRetention({ retentionMs: -1, retentionBytes: 0, nowMs: 0 }),
    ]);
    expect(start).toBe(0);
    expect(await valuesOf(log)).toHaveLength(6);
    await logs.close();
  });
});
