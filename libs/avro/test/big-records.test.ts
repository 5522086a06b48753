import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import type { Engine, JsonObject, JsonValue, Schema } from '@sluice/avro';

const ENGINES: readonly Engine[] = ['jit', 'interpreter'];

type Field = JsonObject & { readonly name: string };

const record = (name: string, fields: readonly Field[]): JsonValue => ({ type: 'record', name, fields: [...fields] });
const parse = (json: JsonValue): Schema => parseSchema(JSON.stringify(json));
const listOf = (size: number, field: (index: number) => Field): Field[] =>
  Array.from({ length: size }, (_, index) => field(index));
const objectOf = (fields: readonly Field[], value: (index: number) => unknown): unknown =>
  Object.fromEntries(fields.map(({ name }, index) => [name, value(index)]));

/** More than one function holds, side by side and within each other. */
const WIDE: Readonly<Record<string, () => readonly [json: JsonValue, value: unknown]>> = {
  'of many fields': () => {
    const fields = listOf(16_000, (index) => ({ name: `f${index}`, type: ['null', 'int', 'string'], default: null }));
    return [record('R', fields), objectOf(fields, (index) => [null, index, 'x'][index % 3])];
  },
  'of many records of many fields': () => {
    const inner = listOf(60, (index) => ({ name: `f${index}`, type: ['null', 'int', 'string'] }));
    const fields = listOf(60, (index) => ({ name: `r${index}`, type: record(`R${index}`, inner) }));
    return [record('R', fields), objectOf(fields, (at) => objectOf(inner, (index) => (at + index) % 7 || null))];
  },
};

describe.each(ENGINES)('records: %s', (engine) => {
  it.each(Object.entries(WIDE))('%s are written, read and checked', (_, make) => {
    const [json, value] = make();
    const codec = compileCodec(parse(json), { engine });
    const bytes = codec.encode(value);
    expect(codec.validateBytes(bytes, 0, bytes.length)).toEqual([]);
    expect(JSON.stringify(codec.decode(bytes))).toBe(JSON.stringify(value));
    expect(codec.validateValue({ ...(value as object), f15999: true, r59: 5 })).toHaveLength(1);
    expect(codec.validateBytes(bytes, 0, bytes.length - 1)).toHaveLength(1);
  });

  it('of many fields are read as others of as many', () => {
    const fields = listOf(3000, (index) => ({ name: `f${index}`, type: index % 2 === 0 ? 'int' : 'string' }));
    const value = objectOf(fields, (index) => (index % 2 === 0 ? index : `${index}`));
    const kept = fields.filter((_, index) => index % 5 > 1).toReversed();
    const added = listOf(1500, (index) => ({
      name: `g${index}`,
      type: { type: 'array', items: 'int' },
      default: [index],
    }));
    const reader = parse(record('R', [...kept, { name: '__proto__', type: 'int', default: 7 }, ...added]));
    const bytes = compileCodec(parse(record('R', fields))).encode(value);
    const shown = compileResolver(parse(record('R', fields)), reader, { engine }).decode(bytes) as object;
    expect(Object.entries(shown)).toEqual([
      ...kept.map(({ name }) => [name, (value as Record<string, unknown>)[name]]),
      ['__proto__', 7],
      ...added.map(({ name }, index) => [name, [index]]),
    ]);
  });

  it('that hold themselves count their depth, however many fields they have', () => {
    const rest = listOf(2500, (index) => ({ name: `f${index}`, type: 'int', default: index }));
    const schema = parse(record('N', [{ name: 'next', type: ['null', 'N'], default: null }, ...rest]));
    const codec = compileCodec(schema, { engine });
    const nest = (depth: number): unknown =>
      Array.from({ length: depth }).reduce((next) => (next === undefined ? {} : { next }), undefined);
    const bytes = codec.encode(nest(20));
    expect(codec.encode(codec.decode(bytes))).toEqual(bytes);
    expect(codec.validateValue(nest(1025))).toMatchObject([{ expected: 'records nested at most 1024 deep' }]);
  });
});
