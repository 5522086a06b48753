import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateProtobuf } from '@sluice/codegen';
import type { ProtobufCodec } from '@sluice/serde/emitted';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProto } from './golden-cases.ts';

/** What is generated, run; protobufjs says what the bytes are to be. */
let folder: string;
let codecs: Readonly<Record<string, ProtobufCodec<object, object>>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-protobuf-'));
  symlinkSync(resolve(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const files = [{ name: 'acme/money.proto', schema: readProto('acme/money.proto') }];
  const roots = [{ schema: readProto('everything.proto'), files }, { schema: readProto('old.proto') }];
  for (const { path, text } of generateProtobuf(roots, { language: 'ts', header: 'a test' })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  codecs = (await import(pathToFileURL(join(folder, 'index.ts')).href)) as typeof codecs;
});
afterAll(() => rmSync(folder, { recursive: true }));

function codecOf(name: string): ProtobufCodec<object, object> {
  const found = codecs[name];
  if (found === undefined) throw new Error(`${name} was not generated`);
  return found;
}

/** Types of protobufjs for the same texts; its keys are ours, and its longs are taken as text. */
const root = new protobuf.Root();
for (const name of ['acme/money.proto', 'everything.proto', 'old.proto']) {
  // A group in a oneof is more than it reads, and every object has a constructor to it.
  protobuf.parse(readProto(name).replace(/group Trailer[^}]*\}|string constructor = 18;/, ''), root, {});
}
const times = 'syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; int32 nanos = 2; }';
protobuf.parse(times, root);
for (const name of ['struct', 'wrappers']) {
  const known = protobuf.common.get(`google/protobuf/${name}.proto`);
  if (known !== null) root.addJSON(known.nested ?? {});
}

/** As protobufjs writes it, which takes what is given and adds no defaults. */
function encodeOracle(name: string, value: object): Uint8Array {
  const type = root.lookupType(name);
  return Uint8Array.from(type.encode(type.fromObject(value)).finish());
}

const INTS = {
  anInt32: fc.oneof(fc.integer(), fc.constantFrom(-1, 2147483647, -2147483648)),
  aUint32: fc.nat(0xffff_ffff),
  aSint32: fc.integer(),
  aFixed32: fc.nat(0xffff_ffff),
  aSfixed32: fc.integer(),
} as const;
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const LONGS = { anInt64: int64, aUint64: uint64, aSint64: int64, aFixed64: uint64, aSfixed64: int64 } as const;
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const bytes = fc.uint8Array({ maxLength: 300 });
const OTHERS = {
  aDouble: fc.double(),
  aFloat: fc.float(),
  aBool: fc.boolean(),
  aString: text,
  someBytes: bytes,
} as const;
const LISTS = {
  doubles: fc.array(fc.double()),
  floats: fc.array(fc.float()),
  int32s: fc.array(INTS.anInt32),
  uint32s: fc.array(INTS.aUint32),
  sint32s: fc.array(INTS.aSint32),
  fixed32s: fc.array(INTS.aFixed32),
  sfixed32s: fc.array(INTS.aSfixed32),
  int64s: fc.array(int64),
  uint64s: fc.array(uint64),
  sint64s: fc.array(int64),
  fixed64s: fc.array(uint64),
  sfixed64s: fc.array(int64),
  bools: fc.array(fc.boolean()),
  strings: fc.array(text),
  bytesList: fc.array(bytes),
  unpacked: fc.array(INTS.anInt32),
} as const;

const scalars = fc.record(
  {
    ...INTS,
    ...LONGS,
    ...OTHERS,
    ...LISTS,
    maybe: INTS.anInt32,
    farAway: fc.double(),
    int32Map: fc.array(fc.tuple(fc.integer(), fc.integer())).map((entries) => new Map(entries)),
    uint64Map: fc.array(fc.tuple(uint64, bytes)).map((entries) => new Map(entries)),
  },
  { requiredKeys: [] },
);

/** Without what a proto3 writer leaves out, longs as text, maps with keys in the order of ours. */
function toOracle(value: unknown, isImplicit = false): unknown {
  if (typeof value === 'bigint') return isImplicit && value === 0n ? undefined : value.toString();
  if (isImplicit && (Object.is(value, 0) || value === false || value === '')) return undefined;
  if (value instanceof Uint8Array) return isImplicit && value.length === 0 ? undefined : value;
  if (Array.isArray(value)) return value.map((item) => toOracle(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, toOracle(item, key !== 'maybe')] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

describe('bytes are those that protobufjs writes', () => {
  it('of scalars, lists and what is left out', () => {
    const codec = codecOf('scalarsCodec');
    fc.assert(
      fc.property(scalars, ({ int32Map, uint64Map, ...value }) => {
        const encoded = codec.encode(value);
        expect(Buffer.from(encoded).toString('hex')).toBe(
          Buffer.from(encodeOracle('acme.shop.v1.Scalars', toOracle(value) as object)).toString('hex'),
        );
        const maps = { ...(int32Map && { int32Map }), ...(uint64Map && { uint64Map }) };
        const whole = codec.decode(codec.encode({ ...value, ...maps }));
        expect(whole).toMatchObject({ ...value, ...maps });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a record', { labels: { b: '1', a: '', __proto__x: '3' } }, undefined],
    [
      'a message in a message',
      { parent: { parent: { id: 'x', lines: [{ sku: 'a', tags: [{ name: 'b' }] }] } } },
      undefined,
    ],
    ['an empty message', { parent: {} }, undefined],
    ['a case of a oneof', { payment: { case: 'cash', value: { units: -5n } } }, { cash: { units: '-5' } }],
    ['a case that has its default', { payment: { case: 'card', value: '' } }, { card: '' }],
    ['a case of an enum', { payment: { case: 'statePaid', value: 'STATE_NEW' } }, { statePaid: 0 }],
    [
      'enums by name and number',
      { state: 'STATE_LOST', history: ['STATE_SENT', 7, -3] },
      { state: -1, history: [1, 7, -3] },
    ],
    ['enums one by one', { unpackedHistory: ['STATE_LOST', 'STATE_UNKNOWN'] }, { unpackedHistory: [-1, 0] }],
    ['a map of messages', { byNumber: new Map([[-1n, { sku: 'a' }]]) }, { byNumber: { '-1': { sku: 'a' } } }],
    ['a map of booleans', { weights: new Map([[true, 0]]) }, { weights: { true: 0 } }],
    ['a long message', { parent: { id: 'x'.repeat(20000), parent: { id: 'y'.repeat(127) } } }, undefined],
  ])('of %s', (_, value, theirs) => {
    const codec = codecOf('orderCodec');
    const encoded = codec.encode(value);
    expect(Buffer.from(encoded).toString('hex')).toBe(
      Buffer.from(encodeOracle('acme.shop.v1.Order', theirs ?? value)).toString('hex'),
    );
  });

  it('of proto2, groups among it', () => {
    const value = { id: 0, place: { hall: '' }, name: '', modes: ['FAST', 'SLOW'], packedModes: ['SLOW'] };
    const more = { ...value, engine: { power: 5 }, wheel: [{ size: 1 }, { size: 0 }], size: 0n };
    const theirs = { ...more, size: '0' };
    const codec = codecOf('machineCodec');
    const encoded = codec.encode(more);
    expect(Buffer.from(encoded).toString('hex')).toBe(
      Buffer.from(encodeOracle('acme.old.Machine', theirs)).toString('hex'),
    );
    expect(codec.decode(encoded)).toMatchObject(more);
  });
});

describe('what is read', () => {
  const order = (...parts: readonly number[]): object => codecOf('orderCodec').decode(Uint8Array.from(parts));
  const machine = (...parts: readonly number[]): object =>
    codecOf('machineCodec').decode(Uint8Array.of(8, 1, 34, 3, 10, 1, 65, ...parts));

  it('is messages put together where one comes twice', () => {
    // parent { id: "a" }, parent { note: "b" }
    expect(order(106, 3, 10, 1, 97, 106, 3, 42, 1, 98)).toMatchObject({ parent: { id: 'a', note: 'b' } });
    // cash { currency: "a" }, cash { units: -1 }; then another case
    expect(order(58, 3, 10, 1, 97, 58, 2, 16, 1)).toMatchObject({
      payment: { case: 'cash', value: { currency: 'a', units: -1n } },
    });
    expect(order(58, 3, 10, 1, 97, 50, 1, 98)).toMatchObject({ payment: { case: 'card', value: 'b' } });
  });

  it('is lists in both forms', () => {
    expect(order(112, 1, 114, 2, 0, 1)).toMatchObject({ history: ['STATE_SENT', 'STATE_UNKNOWN', 'STATE_SENT'] });
    expect(order(122, 2, 1, 7)).toMatchObject({ unpackedHistory: ['STATE_SENT', 7] });
  });

  it('is without numbers that a closed enum does not name', () => {
    const found = machine(56, 9, 64, 9, 64, 2, 66, 2, 9, 1, 82, 5, 10, 1, 120, 16, 9, 104, 9);
    expect(found).toMatchObject({ modes: ['FAST', 'SLOW'], modesByName: {} });
    expect(found).not.toHaveProperty('mode');
    expect(found).not.toHaveProperty('extra');
  });

  it('is without fields of another wire type', () => {
    // id as a varint, state as text
    expect(order(8, 5, 18, 1, 97)).toMatchObject({ id: '', state: 'STATE_UNKNOWN' });
  });

  it('is entries of maps that lack key or value', () => {
    expect(order(74, 0)).toMatchObject({ labels: { '': '' } });
    expect(order(82, 2, 8, 1)).toMatchObject({ byNumber: new Map([[1n, { sku: '', count: 0, tags: [] }]]) });
    const labels = (order(74, 14, 10, 9, ...Buffer.from('__proto__'), 18, 1, 97) as { labels: object }).labels;
    expect(Object.entries(labels)).toEqual([['__proto__', 'a']]);
  });

  it('is groups within groups', () => {
    // engine { machine { id: 2, place: {hall: ""} } }
    expect(machine(91, 18, 6, 8, 2, 34, 2, 10, 0, 92)).toMatchObject({ engine: { machine: { id: 2 } } });
  });
});

describe('bytes that are no message are refused, with field and offset', () => {
  it.each([
    ['text that is no UTF-8', [10, 1, 255], 'id', 2, 'text in UTF-8'],
    ['a length beyond the end', [10, 9, 1], 'id', 1, 'a length of at most 1'],
    ['a length beyond its message', [106, 2, 10, 1, 97], 'parent.id', 3, 'a length of at most 0'],
    ['a varint without an end', [112, 128], 'history[0]', 1, 'a varint'],
    [
      'a varint of eleven bytes',
      [112, ...Array.from({ length: 10 }, () => 128), 1],
      'history[0]',
      1,
      'a varint of at most 10 bytes',
    ],
    ['the field 0', [0, 1], '', 0, 'a tag of a field'],
    ['an end of no group', [12], 'id', 1, 'a field'],
    ['a group without an end', [251, 1, 8, 1], '', 2, 'the end of group 31'],
    ['the end of another group', [251, 1, 244, 1], '', 2, 'the end of group 31'],
    ['the third line', [26, 0, 26, 0, 26, 2, 10, 5], 'lines[2].sku', 7, 'a length of at most 0'],
  ])('%s', (_, given, path, offset, expected) => {
    const decode = (): unknown => codecOf('orderCodec').decode(Uint8Array.from(given));
    expect(decode).toThrow(
      expect.objectContaining({
        kind: 'malformed',
        findings: [expect.objectContaining({ path, offset, expected })],
      }),
    );
  });

  it('a required field that is not there', () => {
    expect(() => codecOf('machineCodec').decode(Uint8Array.of(8, 1, 34, 0))).toThrow(
      expect.objectContaining({ findings: [expect.objectContaining({ path: 'place.hall', offset: 4 })] }),
    );
  });

  it('messages and groups in each other without end', () => {
    const nest = (depth: number): Uint8Array => {
      const parts: number[][] = [];
      for (let count = 0, length = 0; count < depth; count++) {
        const head = [106, ...(length < 128 ? [length] : [(length & 127) | 128, length >> 7])];
        length += head.length;
        parts.unshift(head);
      }
      return Uint8Array.from(parts.flat());
    };
    const codec = codecOf('orderCodec');
    expect(() => codec.decode(nest(100))).not.toThrow();
    expect(() => codec.decode(nest(101))).toThrow('at most 100 messages in each other');
    const groups = Uint8Array.from(Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? 251 : 1)));
    expect(() => codec.decode(groups)).toThrow('at most 100 messages in each other');
  });

  it('whatever they are, in other ways than by an error of ours: never', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom('orderCodec', 'machineCodec', 'scalarsCodec'),
        (given, name) => {
          try {
            codecOf(name).decode(given);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SerdeError', kind: 'malformed' });
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('values that are no message are refused, with the field', () => {
  it.each([
    ['orderCodec', { id: 5 }, 'id', 'a string', '5'],
    ['orderCodec', { id: null }, 'id', 'a string', 'null'],
    ['orderCodec', { id: '\ud800' }, 'id', 'a string without halves of characters (surrogates)', '"\\ud800"'],
    ['orderCodec', { lines: [{}, { count: -1 }] }, 'lines[1].count', 'an integer that is not negative (uint32)', '-1'],
    ['orderCodec', { lines: {} }, 'lines', 'an array', 'an object'],
    ['orderCodec', { parent: { parent: [] } }, 'parent.parent', 'an object', 'an array'],
    ['orderCodec', { labels: { a: 1 } }, 'labels["a"]', 'a string', '1'],
    ['orderCodec', { byNumber: { 1: {} } }, 'byNumber', 'a Map', 'an object'],
    ['orderCodec', { byNumber: new Map([[1n, { sku: 1 }]]) }, 'byNumber["1"].sku', 'a string', '1'],
    ['orderCodec', { state: 'STATE' }, 'state', 'a name of enum acme.shop.v1.State, or a number', '"STATE"'],
    [
      'orderCodec',
      { payment: { case: 'gold', value: 1 } },
      'payment.case',
      'one of card, cash, token, voucher, statePaid',
      '"gold"',
    ],
    ['orderCodec', { payment: null }, 'payment.case', 'one of card, cash, token, voucher, statePaid', 'nothing'],
    ['orderCodec', { payment: { case: 'cash', value: { units: 1 } } }, 'cash.units', 'a bigint (sint64)', '1'],
    ['orderCodec', undefined, '', 'an object', 'nothing'],
    ['machineCodec', { id: 1 }, 'place', 'an object', 'nothing'],
    ['machineCodec', { id: 1, place: { hall: 'a' }, mode: 1 }, 'mode', 'a name of enum acme.old.Mode', '1'],
    ['machineCodec', { id: 1, place: { hall: 'a' }, wheel: [{}] }, 'wheel[0].size', 'a number (double)', 'nothing'],
    ['scalarsCodec', { anInt32: 1.5 }, 'anInt32', 'an integer (int32)', '1.5'],
    ['scalarsCodec', { anInt32: 2 ** 31 }, 'anInt32', 'an integer (int32)', '2147483648'],
    ['scalarsCodec', { aUint32: 2 ** 32 }, 'aUint32', 'an integer that is not negative (uint32)', '4294967296'],
    ['scalarsCodec', { anInt64: 2n ** 63n }, 'anInt64', 'a bigint (int64)', '9223372036854775808n'],
    ['scalarsCodec', { aFixed64: -1n }, 'aFixed64', 'a bigint that is not negative (fixed64)', '-1n'],
    ['scalarsCodec', { aFloat: 1e300 }, 'aFloat', 'a number (float)', '1e+300'],
    ['scalarsCodec', { someBytes: 'a' }, 'someBytes', 'a Uint8Array', '"a"'],
    ['scalarsCodec', { aBool: 1 }, 'aBool', 'a boolean', '1'],
  ])('%s of %o', (name, value, path, expected, found) => {
    const encode = (): unknown => codecOf(name).encode(value as object);
    expect(encode).toThrow(expect.objectContaining({ kind: 'invalid-value', findings: [{ path, expected, found }] }));
    // The writer is used again, as if nothing had been.
    expect(codecOf('nothingCodec').encode({})).toEqual(new Uint8Array());
  });

  it('an object that holds itself', () => {
    const value: { parent?: object } = {};
    value.parent = value;
    expect(() => codecOf('orderCodec').encode(value)).toThrow('at most 100 messages in each other');
  });
});
