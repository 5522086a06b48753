import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GeneratedFile } from '@sluice/codegen';
import { CASES, generateCase, GOLDEN } from './golden-cases.ts';
import { createOutput } from './tools.ts';

/** Codecs are the text of libs/avro's compiler, whose tests hold it; one stands here to be looked at. */
const CASES_WITH_CODECS: readonly string[] = ['primitives'];

describe('what is generated is what stands in golden/ (UPDATE_GOLDEN=1 writes it)', () => {
  it.each(CASES)('%s', (name) => {
    const folder = join(GOLDEN, name, 'gen');
    const files = generateCase(name).filter(
      ({ path }) => CASES_WITH_CODECS.includes(name) || !path.endsWith('.codec.ts'),
    );
    if (process.env['UPDATE_GOLDEN'] === '1') writeGolden(folder, files);
    expect(listFiles(folder)).toEqual(files.map(({ path }) => path).toSorted());
    for (const { path, text } of files) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text);
  });

  it('and the same another time', () => {
    for (const name of CASES) expect(generateCase(name)).toEqual(generateCase(name));
  });
});

describe('generated files', () => {
  const output = createOutput();
  beforeAll(() => {
    for (const name of CASES) output.write(name, generateCase(name));
  });
  afterAll(() => output.close());

  it('are taken by the strictest compiler', async () => {
    expect(await output.compile()).toEqual({ ok: true, text: '' });
  });

  it('are what our formatter would write', async () => {
    const unformatted = (await output.format()).text.split('\n').filter((line) => line !== '');
    // Codecs are compiled text, and show that the formatter looked.
    expect(unformatted.filter((line) => line.endsWith('.codec.ts')).length).toBeGreaterThan(10);
    expect(unformatted.filter((line) => !line.endsWith('.codec.ts'))).toEqual([]);
  });

  it('pass our linter', async () => {
    const { ok, text } = await output.lint();
    expect(ok ? '' : text).toBe('');
  });

  it('come with tests that pass', async () => {
    const { ok, text } = await output.test();
    expect(ok ? '' : text).toBe('');
    expect(text.match(/^ok /gm)?.length).toBeGreaterThan(100);
  });
});

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

function writeGolden(folder: string, files: readonly GeneratedFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
