import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runFaultRounds } from './rounds.ts';

const ROUNDS = { 'page-cache': 7, fsync: 3 } as const;

describe('kill -9 under load', () => {
  it.each(['page-cache', 'fsync'] as const)(
    '%s: what was acknowledged is there, once and in order',
    async (durability) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'sluice-fault-test-'));
      onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
      const seed = Date.now() % 1_000_000_000;
      console.log(`npm run fault -- --rounds ${ROUNDS[durability]} --seed ${seed} --durability ${durability}`);
      const lines: string[] = [];
      const print = (line: string): void => void lines.push(line);
      const summary = await runFaultRounds({ rounds: ROUNDS[durability], seed, dataDir, durability, print });
      expect(summary.read).toBeGreaterThanOrEqual(summary.acknowledged);
      expect(summary.read).toBeGreaterThan(1000);
      expect(lines).toHaveLength(ROUNDS[durability]);
    },
    60_000,
  );
});
