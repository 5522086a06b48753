import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('avro-cases.mjs', import.meta.url));

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

function run(
  dir: string,
): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly stderr: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [launcher, dir], (error, stdout, stderr) => {
      settle({ code: typeof error?.code === 'number' ? error.code : 0, lines: stdout.trim().split('\n'), stderr });
    });
  });
}

it('runs every kind of case, a line a file, and fails when one fails', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'avro-cases-'));
  try {
    for (const [name, cases] of Object.entries(FILES)) await writeFile(join(dir, name), JSON.stringify(cases));
    const failed = await run(dir);
    expect(failed.lines).toEqual([
      'any-name.json: 5 passed, 0 failed (1 by rule strict-varint)',
      'bad.json: 0 passed, 1 failed',
      'other.json: not a list of Avro cases, not run',
      '5 passed, 1 failed',
    ]);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('V1: encoded: got 02, expected 04') });
    await rm(join(dir, 'bad.json'));
    expect(await run(dir)).toMatchObject({ code: 0 });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
