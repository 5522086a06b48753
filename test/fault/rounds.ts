import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSluiceProcess } from '../harness/sluice-process.ts';
import { checkPromises, forgetRead } from './check.ts';
import { createExpectations, PARTITIONS } from './expectations.ts';
import type { Expectations } from './expectations.ts';
import { startLoad } from './load.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export interface FaultOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly durability?: 'page-cache' | 'fsync';
  /** A line a round. */
  readonly print: (line: string) => void;
}

export interface FaultSummary {
  /** Records. */
  readonly acknowledged: number;
  readonly read: number;
  readonly topics: number;
  readonly producerIds: number;
}

const CLI_MAIN = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const MAX_LOAD_MS = 700;
/** A start takes about half of this. */
const MAX_START_MS = 1500;

/**
 * Kills a broker with signal 9 at random moments under load, again and again on one data directory, and reads after
 * each start whether all that was acknowledged is there; at the end once more from the first record on, after a stop in
 * good order. Throws BrokenPromise at the first promise that is not kept.
 */
export async function runFaultRounds({
  rounds,
  seed,
  dataDir,
  durability,
  print,
}: FaultOptions): Promise<FaultSummary> {
  const random = createRandom(seed);
  const expected = createExpectations('load');
  const args = ['--log-level', 'warn', '--durability', durability ?? 'page-cache'];
  for (let round = 1; round <= rounds; round++) {
    const killedStarts = random.next() < 0.2 ? await killWhileStarting(dataDir, args, random) : '';
    const before = countAcknowledged(expected);
    await using sluice = await startSluiceProcess(args, dataDir);
    const inFlight = countInFlight(expected);
    const read = await checkPromises(sluice.kafka, expected);
    const load = startLoad(sluice.kafka, expected, random, PARTITIONS);
    const loadMs = random.between(0, MAX_LOAD_MS);
    await Promise.race([setTimeout(loadMs), load.ended]);
    await sluice.stop('SIGKILL');
    await load.ended;
    const acknowledged = countAcknowledged(expected) - before;
    print(
      `round ${round}: ${killedStarts}read ${read} records, ${inFlight} had been in flight; ` +
        `${acknowledged} acknowledged in ${loadMs} ms, then killed`,
    );
  }
  await catchUp(dataDir, args, expected, random);
  await using last = await startSluiceProcess(args, dataDir);
  forgetRead(expected);
  const read = await checkPromises(last.kafka, expected);
  const { topicIds, producerIds } = expected;
  return { acknowledged: countAcknowledged(expected), read, topics: topicIds.size, producerIds: producerIds.size };
}

/** Lets the producers send what is in flight once more and stops in good order. */
async function catchUp(
  dataDir: string,
  args: readonly string[],
  expected: Expectations,
  random: Random,
): Promise<void> {
  await using sluice = await startSluiceProcess(args, dataDir);
  await checkPromises(sluice.kafka, expected);
  const load = startLoad(sluice.kafka, expected, random, PARTITIONS);
  await Promise.race([load.caughtUp, load.ended]);
  await sluice.stop();
  await load.ended;
}

/** The process dies before it is ready: what it was repairing is to be repaired by the next one. */
async function killWhileStarting(dataDir: string, args: readonly string[], random: Random): Promise<string> {
  const afterMs = random.between(0, MAX_START_MS);
  const where = ['--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0', '--data-dir', dataDir];
  const child = spawn(process.execPath, [CLI_MAIN, 'up', ...where, ...args], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await Promise.race([setTimeout(afterMs), exited]);
  child.kill('SIGKILL');
  await exited;
  return `killed ${afterMs} ms after its start; `;
}

function countAcknowledged({ producers }: Expectations): number {
  return producers.flatMap(({ lanes }) => lanes).reduce((sum, lane) => sum + lane.acknowledged, 0);
}

function countInFlight({ producers }: Expectations): number {
  return producers.flatMap(({ lanes }) => lanes).reduce((sum, lane) => sum + lane.attempted - lane.acknowledged, 0);
}
