import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const RUN = resolve(import.meta.dirname, '../run.ts');
const CONFIG = resolve(import.meta.dirname, 'closing/vitest.config.ts');

interface Case {
  readonly filter: string;
  readonly env?: Record<string, string>;
  readonly code: number;
  /** The last lines of stdout. */
  readonly ends: readonly string[];
}

const CASES: readonly Case[] = [
  { filter: 'passes', code: 0, ends: ['1 passed, 0 failed, 0 skipped'] },
  { filter: 'fails.case', code: 1, ends: ['1 passed, 2 failed, 0 skipped'] },
  {
    filter: 'skips',
    code: 0,
    ends: [
      'skipped 1: skips.case.ts: the moon is not full',
      'skipped 1: skips.case.ts: not written yet (todo)',
      '1 passed, 0 failed, 2 skipped',
    ],
  },
  { filter: 'loads-not', code: 1, ends: ['0 passed, 1 failed, 0 skipped'] },
  {
    filter: 'hook-breaks',
    code: 1,
    ends: ['skipped 1: hook-breaks.case.ts: never reached, its suite failed', '0 passed, 1 failed, 1 skipped'],
  },
  { filter: 'throws-outside', code: 1, ends: ['1 passed, 1 failed, 0 skipped'] },
  { filter: 'no-such-file', code: 1, ends: ['no test ran', '0 passed, 0 failed, 0 skipped'] },
  {
    filter: 'needs',
    code: 0,
    ends: ['skipped 1: needs.case.ts: needs kcat on PATH (Debian: kcat)', '1 passed, 0 failed, 1 skipped'],
  },
  { filter: 'needs', env: { SLUICE_TEST_REQUIRE: 'java,kcat' }, code: 1, ends: ['1 passed, 1 failed, 0 skipped'] },
  { filter: 'needs', env: { SLUICE_TEST_REQUIRE: 'all' }, code: 1, ends: ['1 passed, 1 failed, 0 skipped'] },
];

it.each(CASES)('the closing line: $filter $env → $ends', async ({ filter, env, code, ends }) => {
  const foreign = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|SLUICE_TEST|NODE_ENV|PATH$)/.test(name),
  );
  const environment = { ...Object.fromEntries(foreign), NO_COLOR: '1', ...env };
  const result = await new Promise<{ code: unknown; out: string }>((settle) => {
    execFile(process.execPath, [RUN, filter, '--config', CONFIG], { env: environment }, (error, out) =>
      settle({ code: error?.code ?? 0, out }),
    );
  });
  expect({ code: result.code, ends: result.out.trimEnd().split('\n').slice(-ends.length) }).toEqual({ code, ends });
});
