import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GeneratedFile } from '@sluice/codegen';
import { CASES, generateCase, GOLDEN } from './golden-cases.ts';
import { createOutput } from './tools.ts';

/** Codecs are the text of libs/avro's compiler, whose tests hold it; one stands here to be looked at. */
const CASES_WITH_CODECS: readonly string[] = ['primitives', 'protobuf-2'];

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
    output.write('.', [{ path: 'use.ts', text: USE }]);
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

/** What their types promise to those who use them. */
const USE = `import type { Zoo } from './json-combined/index.ts';
import { jobCodec } from './enums/index.ts';
import type { Job, JobInput } from './enums/index.ts';
import { orderFrom1 } from './evolution/index.ts';
import type { Order } from './evolution/index.ts';
import type { Unions } from './unions/index.ts';

export function measure({ objects, bare }: Unions): number {
  if (objects === null) return typeof bare === 'number' ? bare : 0;
  if ('com.thingam.Circle' in objects) return objects['com.thingam.Circle'].radius;
  return 'map' in objects ? Object.keys(objects.map).length : objects['com.thingam.Point'].x;
}

export function countLives({ pets = [] }: Zoo): number {
  const [pet] = pets;
  return pet?.petType === 'Cat' ? (pet.lives ?? 9) : Number(pet?.barks);
}

const short: JobInput = { only: 'ONE' };
export const job: Job = jobCodec.decode(jobCodec.encode(short));
export const order: Order = orderFrom1.decode(new Uint8Array());
// @ts-expect-error -- what is decoded has all fields
export const whole: Job = { only: 'ONE' };
// @ts-expect-error -- there is no such symbol
export const wrong: JobInput = { only: 'TWO' };
// @ts-expect-error -- a field without a default must be there
jobCodec.encode({ state: 'DONE' });
`;

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
