import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checkGenerated } from './generated-files.ts';
import { GENERATORS } from './generators.ts';

/**
 * `npm run check`: everything that can be said of the code without running the program. `npm run check -- lint types`
 * does only those. Ends with 1 when any stage found something.
 */
const ROOT = resolve(import.meta.dirname, '../..');

/** Of before the first stage: what bundles in this process sets NODE_ENV. */
const ENVIRONMENT = { ...process.env, NO_COLOR: '1' };

const STAGES: Readonly<Record<string, () => Promise<StageResult>>> = {
  types: () => run('typescript/bin/tsc', '-p', '.'),
  lint: () => run('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'),
  format: () => run('oxfmt/bin/oxfmt', '--check', '.'),
  generated: async () => {
    const findings = await checkGenerated(ROOT, GENERATORS);
    return { ok: findings.length === 0, output: [...findings, 'Run `npm run gen`.'].join('\n') };
  },
  'dead-code': () => run('knip/bin/knip.js', '--no-progress'),
  architecture: () => run('vitest/vitest.mjs', 'run', 'test/architecture.test.ts'),
};

interface StageResult {
  readonly ok: boolean;
  readonly output: string;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(STAGES, name));
if (unknown.length > 0) {
  process.stderr.write(`no such check: ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}\n`);
  process.exitCode = 2;
} else await check(wanted.length > 0 ? wanted : Object.keys(STAGES));

async function check(names: readonly string[]): Promise<void> {
  let failures = 0;
  for (const name of names) {
    const startedMs = performance.now();
    const result = await STAGES[name]?.();
    const took = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
    process.stdout.write(`${result?.ok ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${took.padStart(6)}\n`);
    if (result?.ok) continue;
    failures += 1;
    process.stdout.write(`${result?.output.trim()}\n\n`);
  }
  process.stdout.write(failures === 0 ? 'check: all is well\n' : `check: ${failures} of ${names.length} failed\n`);
  process.exitCode = failures === 0 ? 0 : 1;
}

/** Runs a tool from node_modules with this Node. */
function run(tool: string, ...args: string[]): Promise<StageResult> {
  const bin = resolve(ROOT, 'node_modules', tool);
  return new Promise((settle) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { cwd: ROOT, env: ENVIRONMENT, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => settle({ ok: error === null, output: stripVTControlCharacters(stdout + stderr) }),
    );
  });
}
