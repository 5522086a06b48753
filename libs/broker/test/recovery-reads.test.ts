import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogBackend } from '@sluice/broker';
import { createNodeBackend } from '../src/storage/node-backend.ts';
import { makeDirectory } from './support/broker.ts';
import { appendTo, openTestLogs, valuesOf } from './support/logs.ts';

/** Counts the bytes that are read from segments. */
function createCountingBackend(): { backend: LogBackend; counter: { bytes: number } } {
  const real = createNodeBackend();
  const counter = { bytes: 0 };
  const backend: LogBackend = {
    ...real,
    openFile(path) {
      const file = real.openFile(path);
      return {
        size: () => file.size(),
        write: (chunks, position) => file.write(chunks, position),
        truncate: (sizeBytes) => file.truncate(sizeBytes),
        sync: () => file.sync(),
        close: () => file.close(),
        async read(target, position) {
          const read = await file.read(target, position);
          counter.bytes += read;
          return read;
        },
      };
    },
  };
  return { backend, counter };
}

it.each([
  ['after a stop in good order the end of the last segment', true, 50_000],
  ['after a kill what was written since the last segment began', false, 600_000],
])('opening reads %s', async (_, isClean, maxBytes) => {
  const root = await makeDirectory();
  const { backend, counter } = createCountingBackend();
  const options = { segmentBytes: 400_000, indexIntervalBytes: 4096, backend };
  const logs = await openTestLogs(root, options);
  const log = await logs.open('t', 0);
  const values = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(10_000)}`);
  for (const value of values)
    await appendTo(log, [value], {
      producerId: 1n,
      producerEpoch: 0,
      baseSequence: log.highWatermark,
      timestamp: BigInt(log.highWatermark),
    });
  // It is written within a second.
  const checkpoint = (): Promise<string> =>
    readFile(join(root, 'recovery-point-offset-checkpoint'), 'utf8').catch(() => '');
  if (!isClean) await expect.poll(checkpoint, { timeout: 5000 }).toMatch(/^t 0 2[5-9]\d$/m);
  const again = isClean ? await logs.reopen() : await logs.copyAsKilled();
  counter.bytes = 0;
  const opened = await again.open('t', 0);
  expect(counter.bytes).toBeLessThan(maxBytes);
  expect(await valuesOf(opened)).toEqual(values);
  await again.close();
  if (!isClean) await logs.close();
});
