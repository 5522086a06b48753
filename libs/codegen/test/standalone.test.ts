import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { parseSchema } from '@sluice/avro';
import { generateAvro, generateModel } from '@sluice/codegen';
import type { GeneratedFile, GenerateOptions } from '@sluice/codegen';
import { standaloneRuntime } from '@sluice/codegen/standalone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinPieces, pickPieces } from '../src/standalone/link-runtime.ts';
import type { Pieces } from '../src/standalone/link-runtime.ts';
import { DOCUMENTS, generateDocument } from './clients/generate-document.ts';
import { CASES, generateCase } from './golden-cases.ts';
import { createOutput } from './tools.ts';

const ROOT = join(import.meta.dirname, '../../..');
const RUNTIME = /^sluice-runtime(?:-types)?\.ts$/;

describe('generated code with its run-time beside it', () => {
  it.each(DOCUMENTS)('imports that and the client: %s', async (name) => {
    const files = await generateDocument(name, { standalone: standaloneRuntime });
    const packages = files
      .flatMap(({ text }) => Array.from(text.matchAll(/ from ['"]([^.'"][^'"]*)['"]/g), ([, from]) => from))
      .filter((from) => !from?.startsWith('node:'));
    expect(packages.filter((from) => from !== '@platformatic/kafka')).toEqual([]);
    expect(files.filter(({ path }) => RUNTIME.test(path))).toHaveLength(2);
    expect(await generateDocument(name, { standalone: standaloneRuntime })).toEqual(files);
  });

  it('gives the files of its golden file', async () => {
    const files = await generateDocument('3.0-multi-avro.yaml', { standalone: standaloneRuntime, client: 'kafkajs' });
    const text = files
      .filter(({ path }) => !RUNTIME.test(path) && !path.endsWith('.test.ts'))
      .map((file) => `==> ${file.path}\n${file.text}`);
    await expect(text.join('\n')).toMatchFileSnapshot('standalone/3.0-multi-avro.golden');
  });

  it('has resolvers of older writers in its formats, with and without', async () => {
    const text = '{"type":"record","name":"Reading","fields":[{"name":"v","type":"int"}]}';
    const present = parseSchema(text.replace('"int"', '"long"'));
    const writers = [
      { name: 'v1', schema: parseSchema(text) },
      { name: 'v2', schema: present },
    ];
    for (const standalone of [undefined, standaloneRuntime]) {
      const files = generateAvro([present], {
        language: 'ts',
        header: 'x',
        writers,
        ...(standalone && { standalone }),
      });
      const codec = find(files, 'reading.codec.ts');
      expect(codec).toContain('export const readingFromV1: Resolver<Reading>');
      expect(codec).not.toContain('FromV2');
      expect(codec.includes('SCHEMA')).toBe(standalone === undefined);
    }
  });

  it('needs no clients for codecs alone', () => {
    const schema = parseSchema('{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}');
    const files = generateAvro([schema], { language: 'ts', header: 'x', standalone: standaloneRuntime });
    const runtime = find(files, 'sluice-runtime.ts');
    expect(runtime.length).toBeLessThan(8000);
    expect(runtime).not.toContain('fetch');
    expect(find(files, 'sluice-runtime-types.ts')).not.toContain('Transport');
  });
});

describe('codecs of all kinds of schema on a run-time beside them', () => {
  const output = createOutput();
  beforeAll(() => {
    for (const name of CASES) output.write(name, generateCase(name, { standalone: standaloneRuntime }));
  });
  afterAll(() => output.close());

  it('are taken by the strictest compiler', async () => {
    expect(await output.compile()).toEqual({ ok: true, text: '' });
  });

  it('pass the tests that come with them', async () => {
    const { ok, text } = await output.test();
    expect(ok ? '' : text).toBe('');
    expect(text.match(/^ok /gm)?.length).toBeGreaterThan(100);
  });
});

const CLIENTS = ['platformatic', 'confluent', 'kafkajs'] as const;
const MOST_BYTES = 40_000;

describe('the size of the run-time', () => {
  it.each(CLIENTS)('of the demo for %s', async (client) => {
    const text = await demoRuntime({ client });
    expect(new TextEncoder().encode(text).length).toBeLessThan(MOST_BYTES);
  });

  it('is about what it is for: none of it is left out of the measure above', async () => {
    expect((await demoRuntime({ client: 'platformatic' })).length).toBeGreaterThan(30_000);
  });
});

describe('pieces', () => {
  const program: Pieces = {
    pieces: [
      [['one'], 'var ¤one¤=1;'],
      [['unused'], 'var ¤unused¤=0;'],
      [['two'], 'function ¤two¤(a,b){return a+b+¤one¤}'],
      [['three', 'four'], 'var {x:¤three¤,y:¤four¤}={x:¤two¤(1,2),y:5};'],
    ],
    exports: { result: 'three', other: 'unused' },
  };

  it('are those that an export needs, in their order', () => {
    expect(pickPieces(program, ['result']).map(([names]) => names[0])).toEqual(['one', 'two', 'three']);
    expect(pickPieces(program, ['other']).map(([names]) => names[0])).toEqual(['unused']);
    expect(() => pickPieces(program, ['gone'])).toThrow('the run-time has no gone');
  });

  it('say what is said often by a short name, and the rest as it is', () => {
    const often = '¤`a long text`¤,¤`a long text`¤,¤`a long text`¤';
    const { text, nameOf } = joinPieces([
      [['`a long text`'], 'var ¤`a long text`¤=`a long text`;'],
      [['String'], 'var ¤String¤=String;'],
      [['all'], `var ¤all¤=[${often},¤String¤(1)];`],
    ]);
    expect(text.match(/a long text/g)).toHaveLength(1);
    expect(text).toContain('String(1)');
    // oxlint-disable-next-line typescript/no-implied-eval -- the text is this test's own
    expect(new Function(`${text};return ${nameOf('all')}`)()).toEqual([...Array(3).fill('a long text'), '1']);
  });

  it('are joined under short names that nothing within hides', () => {
    const { text, nameOf } = joinPieces(pickPieces(program, ['result']));
    const taken = ['a', 'b', 'x', 'y'];
    for (const name of ['one', 'two', 'three', 'four']) {
      expect(nameOf(name)).toHaveLength(1);
      expect(taken).not.toContain(nameOf(name));
    }
    // oxlint-disable-next-line typescript/no-implied-eval -- the text is this test's own
    expect(new Function(`${text};return ${nameOf('three')}`)()).toBe(4);
  });
});

async function demoRuntime(options: Partial<GenerateOptions>): Promise<string> {
  const readText = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');
  const model = await loadModel({ path: 'asyncapi/thingam.yaml', root: '.', readFile: readText });
  const header = 'sluice generate --in asyncapi/thingam.yaml --out src/gen --standalone';
  const files = generateModel(model, { language: 'ts', header, standalone: standaloneRuntime, ...options });
  return find(files, 'sluice-runtime.ts');
}

function find(files: readonly GeneratedFile[], path: string): string {
  const file = files.find((item) => item.path === path);
  if (file === undefined) throw new Error(`${path} was not made`);
  return file.text;
}
