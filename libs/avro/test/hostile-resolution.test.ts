import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { Engine, JsonValue, RecordSchema, Schema } from '@sluice/avro';
import { planResolver } from '../src/plan/build-plan.ts';
import { partsOf } from '../src/plan/measure-plan.ts';
import { fromHex } from './hex.ts';

const ENGINES: readonly Engine[] = ['jit', 'interpreter'];
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

describe('schemas made to be much work to resolve', () => {
  it('records of many fields with aliases are looked at once for each pair', () => {
    const count = 500;
    const writer = parseSchema(record('R', ...times(count, (at) => ({ name: `f${at}`, type: 'int' }))));
    const source = record('R', ...times(count, (at) => ({ name: `g${at}`, type: 'int', aliases: [`f${at}`] })));
    const parsed = parseSchema(source) as RecordSchema;
    let looks = 0;
    const fields = parsed.fields.map((field) => ({
      ...field,
      get aliases() {
        looks++;
        return field.aliases;
      },
    }));
    const reader: RecordSchema = { ...parsed, fields };
    const value = compileResolver(writer, reader).decode(new Uint8Array(count).fill(2)) as object;
    expect(Object.keys(value)).toEqual(times(count, (at) => `g${at}`));
    expect(looks).toBeLessThan(10 * count);
  });

  it.each([
    ['alike to the last', 'int', 'int'],
    ['that differ in the last', 'int', 'long'],
  ])('a chain of unions %s is compared once, however long', (_name, written, read) => {
    const chain = (doc: string, last: string): Schema =>
      parseSchema({
        type: 'record',
        name: 'Top',
        fields: Array.from({ length: 3200 }, (_, at) => ({
          name: `f${at}`,
          doc,
          type: {
            type: 'record',
            name: `R${at}`,
            fields: [
              { name: 'a', type: at === 0 ? ['null', last] : ['null', `R${at - 1}`], doc },
              { name: 'b', type: 'int' },
            ],
          },
        })),
      });
    const resolver = compileResolver(chain('', written), chain('x', read), { engine: 'interpreter' });
    expect(resolver.unresolvable).toEqual([]);
    const value = resolver.decode(new Uint8Array(6400)) as Record<string, unknown>;
    expect(value.f3199).toEqual({ a: null, b: 0 });
  });

  it('big unions that share no branch are told apart in few words', () => {
    const union = (prefix: string, count: number): JsonValue =>
      times(count, (at) => ({ type: 'fixed', name: `${prefix}${at}`, size: 1 }));
    const wordsOf = (count: number): number => {
      const plan = planResolver(parseSchema(union('A', count)), parseSchema(union('B', count)), {});
      const errors = partsOf(plan).flatMap((part) => (part.op === 'error' ? [part] : []));
      expect(errors).toHaveLength(count);
      return errors.reduce((sum, { found, expected }) => sum + found.length + expected.length, 0);
    };
    expect(wordsOf(2000)).toBeLessThan(2.5 * wordsOf(1000));
  });
});

describe.each(ENGINES)('what looks hostile and is not: %s', (engine) => {
  it('many items of a record that must be read to its end to know its least size', () => {
    const edge = record('Edge', { name: 'to', type: 'Node' });
    const node = record(
      'Node',
      { name: 'value', type: 'int' },
      { name: 'left', type: ['null', edge] },
      { name: 'all', type: { type: 'array', items: 'Edge' } },
    );
    const codec = compileCodec(parseSchema({ type: 'array', items: node }), { engine });
    const leaf = { value: 1, left: null, all: [] };
    const value = [{ ...leaf, all: times(40_000, () => ({ to: leaf })) }];
    const bytes = codec.encode(value);
    expect(codec.validateBytes(bytes, 0, bytes.length)).toEqual([]);
    expect(codec.decode(bytes)).toEqual(value);
  });

  it('levels of two records each, of which one counts: faults are named where they are', () => {
    const inner = record('W', { name: 'x', type: 'boolean' }, { name: 'n', type: ['null', 'L'] });
    const codec = compileCodec(parseSchema(record('L', { name: 'w', type: inner })), { engine });
    const bytes = fromHex(`${'0002'.repeat(699)}0000`);
    expect(codec.encode(codec.decode(bytes))).toEqual(bytes);
    bytes[1300] = 9;
    expect(codec.validateBytes(bytes, 0, bytes.length)).toMatchObject([{ offset: 1300, found: 'byte 9' }]);
    expect(() => codec.decode(bytes)).toThrow('at byte 1300');
  });
});

describe.each(ENGINES)('logical types do not grow work beyond their digits: %s', (engine) => {
  const bytes = { type: 'bytes', logicalType: 'decimal' };
  const codecOf = (schema: JsonValue) => compileCodec(parseSchema(schema), { engine, logicalTypes: LOGICAL_TYPES });
  const plain = compileCodec(parseSchema('"bytes"'));
  const many = plain.encode(new Uint8Array(1 << 22).fill(0x55));

  it('a precision beyond all numbers leaves bytes as they are', () => {
    for (const precision of [1001, 1e9]) {
      expect(codecOf({ ...bytes, precision }).decode(many)).toBeInstanceOf(Uint8Array);
    }
  });

  it('a number of more digits is refused unread', () => {
    const codec = codecOf({ ...bytes, precision: 1000 });
    expect(() => codec.decode(many)).toThrow('decimal (text of at most 1000 digits');
    for (const text of ['1'.repeat(1 << 22), '1e999999999', `1e-${'9'.repeat(100_000)}`]) {
      expect(() => codec.encode(text)).toThrow('decimal (text of at most 1000 digits');
    }
  });

  it('a scale of 2^31 makes no zeros', () => {
    const codec = codecOf({ type: 'bytes', logicalType: 'big-decimal' });
    expect(codec.decode(fromHex('10040001ffffffff0f'))).toBe('1E+2147483648');
    expect(codec.decode(fromHex('10040001feffffff0f'))).toBe('1E-2147483647');
  });

  it.each<JsonValue>([-1, 1.5, '5', null, [], {}, true])('a precision of %j is none', (precision) => {
    expect(codecOf({ ...bytes, precision }).decode(fromHex('0205'))).toEqual(Uint8Array.of(5));
  });

  it.each(['__proto__', 'constructor', 'toString', 'valueOf'])('a logical type named %s is none', (name) => {
    expect(codecOf({ type: 'int', logicalType: name }).decode(fromHex('04'))).toBe(2);
  });
});
