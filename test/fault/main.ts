import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFaultRounds } from './rounds.ts';

// npm run fault [-- --rounds N --seed N --durability page-cache|fsync]: kills a broker under load and reads what is left.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    durability: { type: 'string', default: 'page-cache' },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const durability = values.durability === 'fsync' ? 'fsync' : 'page-cache';
const dataDir = await mkdtemp(join(tmpdir(), 'sluice-fault-'));
console.log(`fault: ${rounds} rounds, seed ${seed}, ${durability}, data in ${dataDir}`);
try {
  const summary = await runFaultRounds({ rounds, seed, dataDir, durability, print: (line) => console.log(line) });
  const { acknowledged, read, topics, producerIds } = summary;
  console.log(
    `fault: ${rounds} rounds passed, ${acknowledged} records acknowledged, ${read} read, none lost, doubled or moved, ` +
      `${topics} topics and ${producerIds} producer ids kept; seed ${seed}`,
  );
  await rm(dataDir, { recursive: true });
} catch (error) {
  console.error(`fault: ${String(error)}; seed ${seed}, the data is left in ${dataDir}`);
  process.exitCode = 1;
}
