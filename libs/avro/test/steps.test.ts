import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import type { Engine, JsonValue, Schema } from '@sluice/avro';
import { planCodec, planResolver } from '../src/plan/build-plan.ts';
import type { Plan } from '../src/plan/plan.ts';
import { MAX_EMPTY_ITEMS, VALUES_PER_BYTE } from '../src/wire/faults.ts';
import { schemaJson } from './arbitraries.ts';
import { fromHex } from './hex.ts';
import { countPlans, countSteps } from './steps-counted.ts';
import type { Walk } from './steps-counted.ts';

/*
 * Time says little on a busy machine, so these count: bytes looked at, plans visited, items and values made. What stops
 * hostile bytes is counts against the bytes left, a budget of items without bytes, and a limit of depth.
 */

const WALKS: readonly Walk[] = ['decode', 'validate', 'explain decode', 'explain validate'];
const ENGINES: readonly Engine[] = ['jit', 'interpreter'];

const parse = (schema: JsonValue): Schema => parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const field = (name: string, type: JsonValue, ...rest: JsonValue[]): JsonValue =>
  rest.length === 0 ? { name, type } : { name, type, default: rest[0] ?? null };
const array = (items: JsonValue): JsonValue => ({ type: 'array', items });
const map = (values: JsonValue): JsonValue => ({ type: 'map', values });
const fixed = (size: number): JsonValue => ({ type: 'fixed', name: `F${size}`, size });
const list = record('L', field('next', ['null', 'L']));
const nulls = Array.from({ length: 500 }, (_, at) => field(`n${at.toString(36)}`, 'null'));
const flagged = record('Z', field('b', 'boolean'), ...nulls);
const tree = record('T', field('parts', array('T')));
const wideList = record('V', field('next', ['null', 'V']), ...nulls);
const wideTree = record('V', field('parts', array('V')), ...nulls);

function varint(value: bigint | number): string {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  let text = '';
  for (; rest > 127n; rest >>= 7n) text += ((rest & 127n) | 128n).toString(16).padStart(2, '0');
  return text + rest.toString(16).padStart(2, '0');
}

/** Bytes that grow with `n`, made to be much work for as few of them as can be. */
const FAMILIES: readonly [name: string, schema: JsonValue, hex: (n: number) => string][] = [
  ['a claim of nulls', array('null'), (n) => `${varint(2n ** BigInt(n % 53))}00`],
  ['a claim of nulls in a sized block', array('null'), (n) => `${varint(-n)}0000`],
  ['a claim of ints', array('int'), (n) => `${varint(10 * n)}${'02'.repeat(n)}`],
  ['a claim of -2^63', array('null'), (n) => `${varint(-(2n ** 63n))}${'02'.repeat(n)}`],
  ['a claim of entries', map('null'), (n) => `${varint(10 * n)}${'00'.repeat(n)}`],
  ['a claim in each of many arrays', array(array('null')), (n) => `${varint(n)}${`${varint(n)}00`.repeat(n)}00`],
  ['a claim of empty records', array(record('E')), (n) => `${varint(n)}00`],
  ['a claim of records of nulls', array(record('E', field('a', 'null'), field('b', 'null'))), (n) => `${varint(n)}00`],
  ['a claim of empty fixed', array(fixed(0)), (n) => `${varint(n)}00`],
  ['arrays that are empty', array(array('int')), (n) => `${varint(n)}${'00'.repeat(n)}00`],
  ['arrays in arrays', array(array(array('null'))), (n) => `${varint(n)}${'02020000'.repeat(n)}00`],
  ['blocks of one', array('int'), (n) => `${'0202'.repeat(n)}00`],
  ['blocks of one with sizes', array('int'), (n) => `${'010202'.repeat(n)}00`],
  ['blocks of one null', array('null'), (n) => `${'02'.repeat(n)}00`],
  ['blocks of one null with sizes', array('null'), (n) => `${'0100'.repeat(n)}00`],
  ['blocks whose sizes lie', array('int'), (n) => `01${varint(3 * n)}${'02'.repeat(n)}`],
  ['blocks of negative size', array('int'), (n) => '0101'.repeat(n)],
  ['one key again and again', map('null'), (n) => `${varint(n)}${'0261'.repeat(n)}00`],
  ['many keys', map('int'), (n) => Array.from({ length: n }, (_, at) => `0206${fullHex(at)}02`).join('') + '00'],
  ['unions of null alone', array(['null']), (n) => `${varint(n)}${'00'.repeat(n)}00`],
  ['a list', list, (n) => '02'.repeat(n)],
  ['a tree', tree, (n) => '02'.repeat(n)],
  ['a broad tree', tree, (n) => `${varint(n)}${'00'.repeat(n)}00`],
  ['many lists almost too deep', array(list), (n) => `${varint(n)}${`${'02'.repeat(1020)}00`.repeat(n >> 8)}04`],
  ['a type that must hold itself', array(record('S', field('s', 'S'))), (n) => `${varint(n)}${'00'.repeat(n)}`],
  ['records of one byte and many nulls', array(flagged), (n) => `${varint(n)}${'00'.repeat(n)}00`],
  ['such records in blocks of one', array(flagged), (n) => `${'0200'.repeat(n)}00`],
  ['such records by key', map(flagged), (n) => `${varint(n)}${'0000'.repeat(n)}00`],
  ['branches of many nulls', array(['null', record('Z', ...nulls)]), (n) => `${varint(n)}${'02'.repeat(n)}00`],
  ['a list of many nulls each', wideList, (n) => '02'.repeat(n)],
  ['a tree of many nulls each', wideTree, (n) => '02'.repeat(n)],
  ['an endless int', 'int', (n) => 'ff'.repeat(n)],
  ['an endless long', 'long', (n) => 'ff'.repeat(n)],
  ['endless counts', array('int'), (n) => 'ff'.repeat(n)],
  ['a text that claims more than there is', 'string', (n) => `${varint(2 * n)}${'61'.repeat(n)}`],
  ['texts', array('string'), (n) => `${varint(n)}${'0661c3a9'.repeat(n)}00`],
  ['long texts', array('string'), (n) => `${varint(2)}${`${varint(n)}${'61'.repeat(n)}`.repeat(2)}00`],
  ['texts that are no UTF-8', array('string'), (n) => `${varint(n)}${'04ffff'.repeat(n)}00`],
  ['a broken text behind many', array('string'), (n) => `${varint(n)}${'0261'.repeat(n - 1)}03`],
  ['bytes', array('bytes'), (n) => `${varint(n)}${'020a'.repeat(n)}00`],
  ['doubles, one too few', array('double'), (n) => `${varint(n)}${'00'.repeat(8 * n)}`],
  ['a huge fixed', array(fixed(2 ** 30)), (n) => `${varint(n)}${'00'.repeat(n)}`],
];

function fullHex(value: number): string {
  return Array.from(value.toString().padStart(3, '0').slice(-3), (digit) => `3${digit}`).join('');
}

/** The ways a family's bytes may be read: as what they are, within a field that is skipped, beside defaults. */
const READERS: readonly [name: string, plan: (schema: JsonValue) => Plan][] = [
  ['by their codec', (schema) => planCodec(parse(schema), { long: 'bigint' })],
  ['by a resolver of another schema alike', (schema) => planResolver(parse(schema), parse(schema), { long: 'bigint' })],
  [
    'by a resolver that skips them',
    (schema) => planResolver(parse(record('W', field('x', schema))), parse(record('W', field('y', 'int', 7))), {}),
  ],
  [
    'by a resolver to a union',
    (schema) =>
      planResolver(
        parse(record('W', field('x', schema))),
        parse(record('W', field('x', ['boolean', ...inUnion(schema)]))),
        {},
      ),
  ],
];

function inUnion(schema: JsonValue): readonly JsonValue[] {
  return Array.isArray(schema) ? schema : [schema];
}

describe.each(ENGINES)('bytes made to be much work take steps linear in their length: %s', (engine) => {
  describe.each(READERS)('%s', (_reader, planOf) => {
    it.each(FAMILIES)('%s', (_name, schema, hex) => {
      const plan = planOf(schema);
      for (const walk of WALKS) {
        let before: number | undefined;
        for (const n of [512, 1024]) {
          const bytes = fromHex(hex(n));
          const { reads, visits, emptyItems, values } = countSteps(plan, bytes, walk, engine);
          expect(reads, `${walk}: reads of ${bytes.length} bytes`).toBeLessThanOrEqual(5 * bytes.length + 50);
          expect(emptyItems).toBeLessThanOrEqual(MAX_EMPTY_ITEMS);
          const room = (10 + 4 * VALUES_PER_BYTE) * bytes.length + 4 * MAX_EMPTY_ITEMS + 100;
          expect(visits, `${walk}: plans visited for ${bytes.length} bytes`).toBeLessThanOrEqual(room);
          expect(values, `${walk}: values made of ${bytes.length} bytes`).toBeLessThanOrEqual(room);
          const steps = reads + visits + values;
          if (before !== undefined) expect(steps).toBeLessThanOrEqual(2.2 * before + 4 * MAX_EMPTY_ITEMS);
          before = steps;
        }
      }
    });
  });

  it('and so do bytes made at random, of any schema', () => {
    const schema = schemaJson.map(parse);
    fc.assert(
      fc.property(schema, schema, hostileBytes, (writer, reader, bytes) => {
        for (const plan of [planCodec(writer, { long: 'bigint' }), planResolver(writer, reader, { long: 'bigint' })]) {
          const size = countPlans(plan);
          for (const walk of WALKS) {
            const { reads, visits, values, emptyItems } = countSteps(plan, bytes, walk, engine);
            expect(reads).toBeLessThanOrEqual(5 * bytes.length + 9 * size + 50);
            const items = bytes.length + emptyItems + 1;
            if (walk === 'decode') expect(values).toBeLessThanOrEqual(20 * size * items);
            if (!walk.startsWith('explain')) expect(visits).toBe(0);
            else expect(visits).toBeLessThanOrEqual(20 * size * (bytes.length + 1) + 4 * MAX_EMPTY_ITEMS);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Bytes that often are counts, lengths and ends. */
const hostileBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom('00', '02', '04', '7e', '8001', 'ff', '01', '0100', varint(40_000), varint(2 ** 40)),
      fc.nat(255).map((byte) => byte.toString(16).padStart(2, '0')),
    ),
    { maxLength: 60 },
  )
  .map((parts) => fromHex(parts.join('')));

describe('items without bytes', () => {
  const empty = array(record('E'));
  const bytes = fromHex(`${varint(MAX_EMPTY_ITEMS)}00`);

  it.each(ENGINES)('are taken to the last of the budget, and not one more: %s', (engine) => {
    const plan = planCodec(parse(array('null')), {});
    expect(countSteps(plan, bytes, 'decode', engine)).toMatchObject({ emptyItems: MAX_EMPTY_ITEMS });
    const more = fromHex(`${varint(MAX_EMPTY_ITEMS)}0200`);
    expect(countSteps(plan, more, 'decode', engine).values).toBe(1);
  });

  it.each(ENGINES)('make no more values by what a reader adds to each: %s', (engine) => {
    const fields = Array.from({ length: 100 }, (_, at) => field(`f${at}`, array('int'), [1, 2, 3, 4]));
    const plan = planResolver(parse(empty), parse(array(record('E', ...fields))), {});
    const { values } = countSteps(plan, bytes, 'decode', engine);
    expect(values).toBeLessThanOrEqual(10 * MAX_EMPTY_ITEMS);
    // Few of them are read.
    expect(countSteps(plan, fromHex('0400'), 'decode', engine).values).toBeGreaterThan(1000);
  });

  it.each(ENGINES)('make no more values by the parts each has: %s', (engine) => {
    const fields = Array.from({ length: 100 }, (_, at) => field(`f${at}`, 'null'));
    const plan = planCodec(parse(array(record('E', ...fields))), {});
    expect(countSteps(plan, bytes, 'decode', engine).values).toBeLessThanOrEqual(10 * MAX_EMPTY_ITEMS);
  });
});

describe('values without bytes in items that have some', () => {
  const flags = (n: number): Uint8Array => fromHex(`${varint(n)}${'01'.repeat(n)}00`);
  const wide = parse(array(flagged));
  const plain = parse(array(record('W', field('b', 'boolean'))));

  it.each(ENGINES)('are refused beyond the budget and what the bytes pay for, by every product: %s', (engine) => {
    const codec = compileCodec(wide, { engine });
    expect(codec.decode(flags(60))).toHaveLength(60);
    const [finding] = codec.validateBytes(flags(100), 0, flags(100).length);
    expect(finding).toMatchObject({
      expected: `at most ${MAX_EMPTY_ITEMS} values without bytes, and ${VALUES_PER_BYTE} for each byte read`,
      kind: 'malformed',
    });
    expect(() => codec.decode(flags(100))).toThrow(expect.objectContaining({ findings: [finding] }));
  });

  it.each(ENGINES)('defaults that a reader adds to each among them: %s', (engine) => {
    const added = field(
      'd',
      array('bytes'),
      Array.from({ length: 1000 }, () => 'ab'),
    );
    const resolver = compileResolver(plain, parse(array(record('W', field('b', 'boolean'), added))), { engine });
    expect(resolver.decode(flags(20))).toHaveLength(20);
    expect(() => resolver.decode(flags(5000))).toThrow(/^expected at most 32768 values without bytes, and 16 for each/);
  });

  it.each(ENGINES)('are no matter where items are wide, or new fields few beside their bytes: %s', (engine) => {
    const nullable = Array.from({ length: 1000 }, (_, at) => field(`n${at}`, ['null', 'string']));
    const many = compileCodec(parse(array(record('W', ...nullable))), { engine });
    const bytes = fromHex(`${varint(300)}${'00'.repeat(300_000)}00`);
    expect(many.decode(bytes)).toHaveLength(300);

    const text = field('t', 'string');
    const added = Array.from({ length: 20 }, (_, at) => field(`d${at}`, 'int', at));
    const writer = parse(array(record('W', text)));
    const evolved = compileResolver(writer, parse(array(record('W', text, ...added))), { engine });
    const texts = fromHex(`${varint(10_000)}${`26${'61'.repeat(19)}`.repeat(10_000)}00`);
    expect(evolved.decode(texts)).toHaveLength(10_000);
  });

  it('are no matter in a record that is met once', () => {
    const fields = Array.from({ length: 40_000 }, (_, at) => field(`n${at}`, 'null'));
    const codec = compileCodec(parse(record('W', field('b', 'boolean'), ...fields)), { engine: 'interpreter' });
    expect(Object.keys(codec.decode(fromHex('01')) as object)).toHaveLength(40_001);
  });
});
