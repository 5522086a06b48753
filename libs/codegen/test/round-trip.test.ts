import { LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import { generateAvro } from '@sluice/codegen';
import { afterAll, describe, expect, it } from 'vitest';
import { createOutput } from './tools.ts';

const SCHEMA = {
  type: 'record',
  name: 'Reading',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'value', type: 'float', default: 1.5 },
    { name: 'flag', type: 'boolean' },
    { name: 'count', type: 'int', default: 7 },
    { name: 'total', type: 'long' },
    { name: 'raw', type: 'bytes' },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['A', 'B'] }, default: 'A' },
    { name: 'maybe', type: ['null', 'double'], default: null },
    { name: 'list', type: { type: 'array', items: 'int' } },
    { name: 'labels', type: { type: 'map', values: 'string' } },
    { name: 'place', type: { type: 'record', name: 'Place', fields: [{ name: 'hall', type: 'string' }] } },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 } },
  ],
};
const FIELDS = SCHEMA.fields.map(({ name }) => name);
const DEFAULTED = SCHEMA.fields.filter((field) => 'default' in field).map(({ name }) => name);

/** The same in a namespace of its own, which the titles of its tests begin with. */
function generate(namespace: string) {
  return generateAvro([parseSchema({ ...SCHEMA, namespace })], { language: 'ts', header: 'x' });
}

/** Makes an encoder write nothing for a field: what it reads of the value is never written. */
const dropField = (field: string) => (text: string) => {
  const body = text.slice(text.indexOf('function encode'), text.indexOf('return encode;'));
  const lines = body.split('\n');
  const from = lines.findIndex((line) => new RegExp(`\\bv\\d*\\.${field}\\b`).test(line));
  const next = lines.findIndex((line, at) => at > from && /^ {2}(const v\d+ = v\.|return p;)/.test(line));
  expect([from > 0, next > from], `${field} in ${body}`).toEqual([true, true]);
  return text.replace(body, [...lines.slice(0, from), ...lines.slice(next)].join('\n'));
};

/** Makes an encoder write a field's default whatever the value is. */
const forgetField = (field: string) => (text: string) =>
  text.replaceAll(new RegExp(`\\bv\\.${field}\\b`, 'g'), 'undefined');

describe('the generated test', () => {
  const output = createOutput();
  afterAll(() => output.close());

  it('passes, and fails when a field is dropped from the encoder', async () => {
    const mutations = [
      ...FIELDS.map((field) => ({ name: `drop_${field}`, mutate: dropField(field) })),
      ...DEFAULTED.map((field) => ({ name: `forget_${field}`, mutate: forgetField(field) })),
    ];
    for (const { name, mutate } of [{ name: 'whole', mutate: (text: string) => text }, ...mutations]) {
      const files = generate(name).map(({ path, text }) => {
        if (!path.endsWith('.codec.ts')) return { path, text };
        const changed = mutate(text);
        expect(changed === text, name).toBe(name === 'whole');
        return { path, text: changed };
      });
      output.write(name, files);
    }
    const { text } = await output.test();
    const failing = new Set([...text.matchAll(/^not ok \d+ - (\w+)\.Reading/gm)].map(([, name]) => name));
    expect(failing).toEqual(new Set(mutations.map(({ name }) => name)));
  });
});

describe('what cannot be sampled', () => {
  const paths = (files: readonly { path: string }[]): readonly string[] => files.map(({ path }) => path);

  it('has no test: a record that must hold itself', () => {
    const schema = parseSchema({ type: 'record', name: 'Endless', fields: [{ name: 'self', type: 'Endless' }] });
    expect(paths(generateAvro([schema], { language: 'ts', header: 'x' }))).toEqual([
      'endless.ts',
      'endless.codec.ts',
      'index.ts',
    ]);
  });

  it('has a small one: records that hold two of the next, thirty levels deep', () => {
    const level = (depth: number): object | string =>
      depth === 0
        ? 'int'
        : {
            type: 'record',
            name: `L${depth}`,
            fields: [
              { name: 'a', type: level(depth - 1) },
              { name: 'b', type: depth === 1 ? 'int' : `L${depth - 1}` },
            ],
          };
    const schema = parseSchema(JSON.stringify(level(30)));
    const size = generateAvro([schema], { language: 'ts', header: 'x' }).reduce(
      (sum, { text }) => sum + text.length,
      0,
    );
    expect(size).toBeLessThan(2_000_000);
  });
});

describe('logical types of one’s own', () => {
  it('are imported from where the options say, and show as they say', () => {
    const schema = parseSchema({
      type: 'record',
      name: 'a.b.C',
      fields: [{ name: 'id', type: { type: 'string', logicalType: 'uuid' } }],
    });
    const files = generateAvro([schema], {
      language: 'ts',
      header: 'x',
      logicalTypes: {
        types: LOGICAL_TYPES,
        import: { name: 'TYPES', from: './own/types.ts' },
        shown: { uuid: '`${string}-${string}`' },
      },
    });
    const text = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
    expect(text('a/b/c.ts')).toContain('  id: `${string}-${string}`;');
    expect(text('a/b/c.codec.ts')).toContain('import { TYPES } from "../../own/types.ts";');
  });
});
