import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createForgetfulBackend } from './support/forgetful-backend.ts';
import type { ForgetfulBackend, Random } from './support/forgetful-backend.ts';
import { appendTo, openTestLogs, recordsOf, valuesOf } from './support/logs.ts';
import type { TestLogs } from './support/logs.ts';

const PARTITIONS = 2;
/** As many as an idempotent producer sends before it waits. */
const MAX_IN_FLIGHT = 5;

type Step =
  | { readonly kind: 'append'; readonly partition: number; readonly sizes: readonly number[] }
  | { readonly kind: 'settle' | 'sync'; readonly partition: number }
  | { readonly kind: 'retain'; readonly partition: number }
  | { readonly kind: 'delete'; readonly partition: number; readonly share: number };

interface Batch {
  readonly baseSequence: number;
  readonly values: readonly string[];
}

/** A producer with a partition of its own, which sends what was not acknowledged again after each crash. */
interface Producer {
  readonly sent: string[];
  /** Sent and not acknowledged, in order. */
  inFlight: Batch[];
  /** No record before it needs to be there, none from `maxStart` on may be missing. */
  minStart: number;
  maxStart: number;
}

const partition = fc.nat(PARTITIONS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      partition,
      sizes: fc.array(fc.nat(150), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('settle' as const, 'sync' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retain' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), partition, share: fc.nat(100) }) },
);
/** What a life of the process does, after how many turns of the loop it ends, and how. */
const life = fc.record({
  steps: fc.array(step, { maxLength: 25 }),
  turns: fc.nat(250),
  isPowerLost: fc.boolean(),
  seed: fc.integer(),
});

describe('a crash at any moment', () => {
  it.each([
    ['loss of power', 'fsync'],
    ['the death of the process', 'page-cache'],
  ] as const)('%s with %s loses nothing acknowledged, stores nothing twice', async (_, durability) => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), async (lives) => {
        let backend = await makeDisk();
        const producers = Array.from({ length: PARTITIONS }, makeProducer);
        for (const { steps, turns, isPowerLost, seed } of lives) {
          const run = live(backend, durability, producers, steps);
          await Promise.race([run, passTurns(turns)]);
          const random = randomFrom(seed);
          backend = durability === 'fsync' && isPowerLost ? backend.losePower(random) : backend.killProcess(random);
        }
        // What was under way is sent again, and then each record is there once.
        const logs = await live(backend, durability, producers, []);
        await Promise.all(producers.map((producer, i) => checkLog(logs, i, producer)));
      }),
      { numRuns: 150 },
    );
  });

  it('loss of power with page-cache may lose the end, and serves nothing torn', async () => {
    await fc.assert(
      fc.asyncProperty(life, async ({ steps, turns, seed }) => {
        const backend = await makeDisk();
        const producers = Array.from({ length: PARTITIONS }, makeProducer);
        await Promise.race([live(backend, 'page-cache', producers, steps), passTurns(turns)]);
        const logs = await openTestLogs('/data', { backend: backend.losePower(randomFrom(seed)), ...SMALL });
        for (const [i, { sent }] of producers.entries()) {
          const records = await recordsOf(await logs.open('t', i));
          for (const [offset, value] of records) expect(value).toBe(sent[offset]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('at any moment of making a partition loses nothing that a later start acknowledges', async () => {
    for (let turns = 0; turns < 80; turns++) {
      const producers = Array.from({ length: PARTITIONS }, makeProducer);
      let backend = await makeDisk();
      await Promise.race([live(backend, 'fsync', producers, [append]), passTurns(turns)]);
      backend = backend.killProcess(randomFrom(turns));
      await live(backend, 'fsync', producers, [append, { kind: 'settle', partition: 0 }]);
      const logs = await live(backend.losePower(randomFrom(turns)), 'fsync', producers, []);
      await Promise.all(producers.map((producer, i) => checkLog(logs, i, producer)));
    }
  });
});

const append: Step = { kind: 'append', partition: 0, sizes: [0] };

const SMALL = { segmentBytes: 1200, indexIntervalBytes: 150 };

async function makeDisk(): Promise<ForgetfulBackend> {
  const backend = createForgetfulBackend();
  await backend.createDirectory('/data');
  await backend.syncDirectory('/');
  return backend;
}

function makeProducer(): Producer {
  return { sent: [], inFlight: [], minStart: 0, maxStart: 0 };
}

async function passTurns(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await setImmediate();
}

/** Opens the logs, sends again what was in flight, and goes through the steps. */
async function live(
  backend: ForgetfulBackend,
  durability: 'fsync' | 'page-cache',
  producers: readonly Producer[],
  steps: readonly Step[],
): Promise<TestLogs> {
  const logs = await openTestLogs('/data', { backend, durability, ...SMALL });
  for (const [i, producer] of producers.entries()) {
    await Promise.all(producer.inFlight.map((batch) => send(logs, i, producer, batch)));
  }
  const sending = producers.map(() => Promise.resolve());
  for (const step of steps) {
    const producer = producers[step.partition];
    if (producer === undefined) continue;
    const log = await logs.open('t', step.partition);
    if (step.kind === 'append') {
      if (producer.inFlight.length >= MAX_IN_FLIGHT) await sending[step.partition];
      const baseSequence = producer.sent.length;
      const values = step.sizes.map((size, i) => `${step.partition}:${baseSequence + i}:${'x'.repeat(size)}`);
      const batch = { baseSequence, values };
      producer.sent.push(...values);
      producer.inFlight.push(batch);
      const sent = send(logs, step.partition, producer, batch);
      sending[step.partition] = Promise.all([sending[step.partition], sent]).then(() => undefined);
    } else if (step.kind === 'settle') await sending[step.partition];
    else if (step.kind === 'sync') await log.sync();
    else if (step.kind === 'retain') {
      producer.maxStart = log.highWatermark;
      producer.minStart = await log.applyRetention({ retentionMs: -1, retentionBytes: 2000, nowMs: 0 });
    } else if (step.kind === 'delete') {
      producer.maxStart = log.highWatermark;
      producer.minStart = await log.deleteBefore(Math.floor((log.highWatermark * step.share) / 100));
    }
  }
  return logs;
}

async function send(logs: TestLogs, partition: number, producer: Producer, batch: Batch): Promise<void> {
  const log = await logs.open('t', partition);
  const { baseSequence, values } = batch;
  const appended = await appendTo(log, values, { producerId: 7n, producerEpoch: 0, baseSequence, timestamp: 1n });
  // One record a sequence number, from 0 on: so are the offsets.
  expect(appended.baseOffset).toBe(baseSequence);
  producer.inFlight = producer.inFlight.filter((other) => other !== batch);
}

/** All that was sent is there, from the start on and once. */
async function checkLog(logs: TestLogs, partition: number, producer: Producer): Promise<void> {
  const log = await logs.open('t', partition);
  expect(await valuesOf(log)).toEqual(producer.sent.slice(log.startOffset));
  expect(log.startOffset).toBeGreaterThanOrEqual(producer.minStart);
  expect(log.startOffset).toBeLessThanOrEqual(producer.maxStart);
}

/** mulberry32 */
function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
