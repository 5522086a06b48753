import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, emitCodec, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { AvroError, ByteFinding, Codec, Resolver, Schema } from '@sluice/avro';
import { MODULES } from './emit-modules.ts';

const SOURCES = resolve(import.meta.dirname, '../src');
const folder = mkdtempSync(join(tmpdir(), 'sluice-standalone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// What a standalone run-time exports, put together of the two entries that it is made of.
const RUNTIME = join(folder, 'runtime.ts');
const from = (path: string): string => JSON.stringify(pathToFileURL(join(SOURCES, path)).href);
writeFileSync(
  RUNTIME,
  `export * from ${from('emit/emitted.ts')};\nexport { LOGICAL_TYPES } from ${from('index.ts')};\n` +
    `import * as own from ${from('emit/standalone.ts')};\n` +
    'export const { createCodec, createResolver, bindConversion } = own;\n' +
    `export * from ${from('explain/plan-parts.ts')};\n`,
);

async function load<Exports>(name: string, text: string): Promise<Exports> {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, stripTypeScriptTypes(text));
  return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Exports;
}

const runtime = pathToFileURL(RUNTIME).href;

describe('a codec whose plan is in parts', () => {
  const cases = Object.entries(MODULES);

  it.each(cases)('says the same of bytes as one with its schema: %s', async (name, { schema, options }) => {
    const logical =
      options.logicalTypes === undefined ? {} : { logicalTypes: { name: 'LOGICAL_TYPES', from: runtime } };
    const text = emitCodec(schema, { ...options, ...logical, name, runtime, plans: 'parts' });
    const { [name]: emitted } = await load<Record<string, Codec>>(name, text);
    const whole = compileCodec(schema, options.options);
    if (emitted === undefined) throw new Error(`no ${name}`);
    let refused = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const [left] = emitted.validateBytes(bytes, 0, bytes.length);
        const [right] = whole.validateBytes(bytes, 0, bytes.length);
        expect(placeOf(left)).toEqual(placeOf(right));
        expect(outcome(() => emitted.decode(bytes)).place).toEqual(outcome(() => whole.decode(bytes)).place);
        if (left !== undefined) refused++;
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it.each(cases)('says the same of values as one with its schema: %s', async (name, { schema, options }) => {
    const logical =
      options.logicalTypes === undefined ? {} : { logicalTypes: { name: 'LOGICAL_TYPES', from: runtime } };
    const text = emitCodec(schema, { ...options, ...logical, name, runtime, plans: 'parts' });
    const { [name]: emitted } = await load<Record<string, Codec>>(`${name}-values`, text);
    const whole = compileCodec(schema, options.options);
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, maxDepth: 3 }), (value) => {
        const nested = wrap(schema, value);
        for (const item of [value, nested]) {
          expect(emitted?.validateValue(item)).toEqual(whole.validateValue(item));
        }
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});

describe('a resolver whose plan is in parts', () => {
  const writer = parseSchema(
    '{"type":"record","name":"R","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},{"name":"gone","type":"string"},{"name":"u","type":["int","string"]}]}',
  );
  const reader = parseSchema(
    '{"type":"record","name":"R","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A"]}},{"name":"u","type":["int","null"]},{"name":"n","type":"long","default":7}]}',
  );

  it('reads, refuses and foretells what the compiled one does', async () => {
    const text = emitCodec(reader, { name: 'own', readers: [{ name: 'fromOld', writer }], runtime, plans: 'parts' });
    const { fromOld } = await load<{ fromOld: Resolver }>('resolver', text);
    const whole = compileResolver(writer, reader);
    const write = compileCodec(writer);
    expect(fromOld.unresolvable).toEqual(whole.unresolvable);
    expect(fromOld.unresolvable).toHaveLength(2);
    expect(fromOld.decode(write.encode({ e: 'A', gone: 'x', u: 5 }))).toEqual({ e: 'A', u: 5, n: 7 });
    for (const value of [
      { e: 'B', gone: 'x', u: 5 },
      { e: 'A', gone: 'x', u: 'text' },
    ]) {
      const bytes = write.encode(value);
      const [left, right] = [outcome(() => fromOld.decode(bytes)), outcome(() => whole.decode(bytes))];
      expect(left.place).toBeDefined();
      expect(left).toEqual(right);
    }
  });
});

it('a logical type whose base is no leaf is refused when code is emitted', () => {
  const schema = parseSchema('{"type":"array","items":"int","logicalType":"pair"}');
  const pair = { bind: () => ({ expected: 'pair', fromBase: String, toBase: String, isShown: () => false }) };
  const options = { logicalTypes: { ...LOGICAL_TYPES, pair } };
  const emit = (plans: 'parts' | 'schema') =>
    emitCodec(schema, { name: 'c', options, logicalTypes: { name: 'TYPES', from: './types.ts' }, plans });
  expect(() => emit('parts')).toThrow('the logical type pair on array needs the whole runtime');
  expect(emit('schema')).toContain('codecPlan(SCHEMA, OPTIONS)');
});

/** Where a finding is, and what it wants; lengths that do not fit are told by their place alone. */
function placeOf(finding: ByteFinding | undefined) {
  if (finding === undefined) return undefined;
  const { path, kind, expected } = finding;
  return {
    path,
    kind,
    expected: expected.replace(/ of \d+ bytes?$| with its length before it$|, and 16 for each.*/, ''),
  };
}

function outcome(action: () => unknown): { readonly place: unknown } {
  try {
    action();
    return { place: undefined };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AvroError') throw error;
    const [finding] = (error as AvroError).findings;
    return { place: placeOf(finding as ByteFinding) };
  }
}

/** A record whose every field is the value: findings then stand in fields. */
function wrap(schema: Schema, value: unknown): unknown {
  if (schema.type !== 'record') return [value];
  return Object.fromEntries(schema.fields.map(({ name }) => [name, value]));
}
