import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('avro-cases.mjs', import.meta.url));
const main = fileURLToPath(new URL('avro/main.ts', import.meta.url));

/** One good case of each kind, and what a file with a bad one, or with no cases, is told from. */
const FILES = {
  'any-name.json': [
    { id: 'V', schema: 'long', datum: '9007199254740993', hex: '8280808080808020' },
    {
      id: 'S',
      writer: 'int',
      reader: ['null', 'long'],
      datum: 5,
      hex: '0a',
      resolverOk: true,
      decoded: { branch: 1, value: '5' },
    },
    { id: 'C', reader: 'double', writer: 'int', compatible: true, incompatibilities: [], resolverOk: true },
    { id: 'D', schema: 'int', hex: 'ffffffff1f', atEnd: true, decoded: -2_147_483_648 },
    { id: 'P', schema: '{"type":"array"}', valid: false, javaError: 'SchemaParseException' },
  ],
  'bad.json': [{ id: 'V1', schema: 'int', datum: 1, hex: '04' }],
  'other.json': { not: 'cases' },
};

interface Run {
  readonly code: number;
  readonly lines: readonly string[];
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Run> {
  return new Promise((settle) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      settle({ code: typeof error?.code === 'number' ? error.code : 0, lines: stdout.trim().split('\n'), stderr });
    });
  });
}

async function withFiles(names: readonly (keyof typeof FILES)[], use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'avro-cases-'));
  try {
    for (const name of names) await writeFile(join(dir, name), JSON.stringify(FILES[name]));
    await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

it('runs every kind of case, a line a file, and fails when one fails', () =>
  withFiles(['any-name.json', 'bad.json', 'other.json'], async (dir) => {
    const failed = await run(launcher, dir);
    expect(failed.lines).toEqual([
      'any-name.json: 5 passed, 0 failed (1 by rule strict-varint)',
      'bad.json: 0 passed, 1 failed',
      'other.json: not a list of Avro cases, not run',
      '5 passed, 1 failed',
    ]);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('V1: encoded: got 02, expected 04') });
    await rm(join(dir, 'bad.json'));
    expect(await run(launcher, dir)).toMatchObject({ code: 0 });
  }));

it('runs them with each engine', () =>
  withFiles(['any-name.json'], async (dir) => {
    const line = 'any-name.json: 5 passed, 0 failed (1 by rule strict-varint)';
    const { lines } = await run(launcher, dir, '--engine', 'all');
    expect(lines).toEqual(['jit:', line, 'interpreter:', line, 'emitted:', line, '15 passed, 0 failed']);
    expect(await run(launcher, dir, '--engine', 'none')).toMatchObject({ code: 2 });
  }));

it('needs code from strings for nothing but the compiler at run time, which says so', () =>
  withFiles(['any-name.json'], async (dir) => {
    const policy = '--disallow-code-generation-from-strings';
    for (const engine of ['interpreter', 'emitted']) {
      expect(await run(policy, main, dir, '--engine', engine)).toMatchObject({ code: 0, stderr: '' });
    }
    const refused = await run(policy, main, dir, '--engine', 'jit');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("choose the engine 'interpreter'") });
  }));
