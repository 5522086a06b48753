import { notEqual, throws } from 'node:assert/strict';
import { AvroError, compileCodec, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { quantile, timeCalls } from './timing.ts';
import type { Part, Row } from './timing.ts';

const MOST_MS = 1;
const WARM_UP_CALLS = 400;
const CALLS = 100;

const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const array = (items: JsonValue): JsonValue => ({ type: 'array', items });
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);
const TWO_BILLION = '80d0acf30e';

const LIST = record('L', { name: 'n', type: ['null', 'L'] });
const ORDER = record(
  'O',
  { name: 'id', type: 'string' },
  { name: 'lines', type: array(record('I', { name: 'sku', type: 'string' }, { name: 'price', type: 'double' })) },
  { name: 'labels', type: { type: 'map', values: 'bytes' } },
);

/** Records that hold others twice, level by level: 2^depth values of `type`. */
function doubling(depth: number, type: JsonValue, hasDefaults = false): JsonValue {
  let inner = record(`R${depth}`, { name: 'x', type, ...(hasDefaults ? { default: 0 } : {}) });
  const extra = hasDefaults ? { default: {} } : {};
  for (let level = depth - 1; level >= 0; level--) {
    inner = record(`R${level}`, { name: 'a', type: inner, ...extra }, { name: 'b', type: `R${level + 1}`, ...extra });
  }
  return inner;
}

function nestedArrays(depth: number): JsonValue {
  let inner: JsonValue = 'null';
  for (let level = 0; level < depth; level++) inner = array(inner);
  return inner;
}

/** Bytes that claim more than they hold, or that cost more than they are. All must be refused. */
const CASES: readonly (readonly [name: string, schema: JsonValue, bytes: Uint8Array])[] = [
  ['2e9 nulls in 6 bytes', array('null'), hex(`${TWO_BILLION}00`)],
  ['2e9 empty records', array(record('E')), hex(`${TWO_BILLION}00`)],
  ['2e9 fixed of no bytes', array({ type: 'fixed', name: 'F', size: 0 }), hex(`${TWO_BILLION}00`)],
  ['2e9 ints of which one is there', array('int'), hex(`${TWO_BILLION}02`)],
  ['2e9 map entries', { type: 'map', values: 'null' }, hex(`${TWO_BILLION}02`)],
  ['the least count', array('null'), hex('ffffffffffffffffff010202')],
  ['the greatest count', array('null'), hex('feffffffffffffffff0100')],
  ['a negative size of a block', array('int'), hex('010102')],
  ['a block of more bytes than there are', array('int'), hex('01fe0200')],
  ['nulls to the budget, block by block', array('null'), filled(100_000, 0x7e)],
  ['nulls to the budget, then a short end', array('null'), hex('80800402')],
  ['nulls in arrays, each to its budget', array(array('null')), hex(`${'0280800400'.repeat(200)}00`)],
  ['an endless list of 1 MB', LIST, filled(1_000_000, 2)],
  ['arrays of themselves, 1 MB', record('Q', { name: 'a', type: array('Q') }), filled(1_000_000, 2)],
  ['maps of themselves, 1 MB', record('M', { name: 'm', type: { type: 'map', values: 'M' } }), filled(1_000_000, 2)],
  ['60 arrays in each other', nestedArrays(60), filled(1_000, 2)],
  ['a type that must hold itself', record('S', { name: 's', type: 'S' }), filled(10, 0)],
  ['2^100 nulls by the schema', doubling(100, 'null'), filled(0, 0)],
  ['2^100 ints by the schema', doubling(100, 'int'), filled(0, 0)],
  ['2^100 floats by the schema', doubling(100, 'float'), filled(3, 0)],
  ['2^10 values, by defaults that double', doubling(10, 'int', true), filled(1023, 0)],
  ['a varint without end', 'long', filled(1_000_000, 0xff)],
  ['an int of eleven bytes', 'int', hex('8080808080808080808000')],
  ['a long of 65 bits', 'long', hex('ffffffffffffffffff02')],
  ['a text of 2^62 bytes', 'string', hex('feffffffffffffff7f')],
  ['bytes of a negative length', 'bytes', hex('01')],
  ['a text that ends in its length', 'string', hex('80')],
  ['a branch that is not there', ['null', 'int'], hex('fe01')],
  ['a symbol that is not there', { type: 'enum', name: 'Y', symbols: ['A'] }, hex('02')],
  ['a boolean of 2', 'boolean', hex('02')],
  ['an order that stops in a double', ORDER, hex('0461620204636400000000')],
  ['an order of noise', ORDER, Uint8Array.from({ length: 1000 }, (_, index) => (index * 37) & 0xff)],
];

/** The time to a refusal, once the code is compiled and warm. */
export async function measureHostile(): Promise<Part> {
  const rows = CASES.map(([name, schema, bytes]): Row => {
    const codec = compileCodec(parseSchema(JSON.stringify(schema)));
    const decode = (): unknown => {
      try {
        codec.decode(bytes);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    const validate = (): unknown => codec.validateBytes(bytes, 0, bytes.length);
    throws(() => codec.decode(bytes), AvroError, name);
    notEqual(codec.validateBytes(bytes, 0, bytes.length).length, 0, name);
    for (const action of [decode, validate]) timeCalls(action, WARM_UP_CALLS);
    return { name, unit: 'ms', ours: [Math.max(slowMs(decode), slowMs(validate))], target: { most: MOST_MS } };
  });
  const worst: Row = { name: 'the worst', unit: 'ms', ours: [Math.max(...rows.flatMap(({ ours }) => ours))] };
  return { title: 'hostile bytes refused: 90 of 100 calls of decode and validateBytes take', rows: [...rows, worst] };
}

/** What 90 of 100 calls stay within: the slowest few are those that a collection of garbage or another process fell into. */
function slowMs(action: () => unknown): number {
  return quantile(
    Array.from({ length: CALLS }, () => timeCalls(action, 1) / 1e6),
    0.9,
  );
}
