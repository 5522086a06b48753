import { parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import * as emitted from '@sluice/avro/emitted';
import { CodegenError, generateAvro } from '@sluice/codegen';
import type { AvroRoot, GenerateOptions } from '@sluice/codegen';
import * as reexported from '@sluice/serde/emitted';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { schemaJson } from './arbitraries.ts';
import { createOutput } from './tools.ts';

const options: GenerateOptions = { language: 'ts', header: 'sluice generate' };
const record = (name: string, fields: readonly object[] = []): JsonValue =>
  ({ type: 'record', name, fields }) as JsonValue;
const root = (schema: JsonValue, name?: string): AvroRoot => ({
  schema: parseSchema(schema),
  ...(name === undefined ? {} : { name }),
});

describe('generateAvro', () => {
  it('refuses what has no name, names that clash, and rules for no field', () => {
    const refusals = [
      [() => generateAvro([root({ type: 'int' })], options), '', /must be given a name/],
      [
        () => generateAvro([root(record('A')), root(record('A', [{ name: 'x', type: 'int' }]))], options),
        'A',
        /two different/,
      ],
      [() => generateAvro([root(record('A')), root({ type: 'int' }, 'A')], options), 'A', /two different/],
      [
        () => generateAvro([root(record('A'))], { ...options, long: { fields: { 'A.x': 'bigint' } } }),
        'A.x',
        /no field/,
      ],
    ] as const;
    for (const [generate, path, message] of refusals) {
      expect(generate).toThrow(CodegenError);
      expect(generate).toThrow(message);
      try {
        generate();
      } catch (error) {
        expect((error as CodegenError).findings.map((finding) => finding.path)).toEqual([path]);
      }
    }
  });

  it('makes one module of a type that several roots have', () => {
    const inner = { name: 'b', type: record('B', [{ name: 'x', type: 'int' }]) };
    const files = generateAvro(
      [root(record('A', [inner])), root(record('C', [inner])), root(record('A', [inner]))],
      options,
    );
    expect(files.map(({ path }) => path).filter((path) => !/\.(codec|test)\./.test(path))).toEqual([
      'a.ts',
      'b.ts',
      'c.ts',
      'index.ts',
    ]);
  });

  it.each([
    ['ts', "from './b.ts'"],
    ['js', "from './b.js'"],
    ['none', "from './b'"],
  ] as const)('imports with the extension %s', (importExtension, text) => {
    const files = generateAvro([root(record('A', [{ name: 'b', type: record('B') }]))], {
      ...options,
      importExtension,
    });
    expect(files[0]?.text).toContain(text);
  });

  it('imports from serde all that codecs need', () => {
    expect(Object.keys(reexported)).toEqual(expect.arrayContaining(Object.keys(emitted)));
  });
});

describe('whatever the schema', () => {
  const output = createOutput();
  afterAll(() => output.close());

  it('modules compile, are formatted, pass the linter and their tests', async () => {
    for (const [index, json] of fc.sample(schemaJson, { numRuns: 60, seed: 6 }).entries()) {
      const schema = parseSchema(JSON.stringify(json));
      const forms = {
        long: (['number', 'bigint', 'string'] as const)[index % 3] ?? 'number',
        logicalTypes: (['none', 'text', 'date'] as const)[index % 3] ?? 'none',
      };
      output.write(
        `sample-${index}`,
        generateAvro([{ schema, name: "some.It's a `${root}`" }], { ...options, ...forms }),
      );
    }
    expect(await output.compile()).toEqual({ ok: true, text: '' });
    const unformatted = (await output.format()).text.split('\n').filter((line) => line !== '');
    // Codecs are compiled text, and show that the formatter looked.
    expect(unformatted.filter((line) => line.endsWith('.codec.ts')).length).toBeGreaterThan(20);
    expect(unformatted.filter((line) => !line.endsWith('.codec.ts'))).toEqual([]);
    for (const outcome of [await output.lint(), await output.test()]) expect(outcome.ok ? '' : outcome.text).toBe('');
  });
});
