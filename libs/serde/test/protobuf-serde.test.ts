import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '@sluice/formats/protobuf';
import { createHttpSource, createRegistryClient, SerdeError } from '../src/index.ts';
import {
  compileDecoder,
  compileEncoder,
  createProtobufDeserializer,
  createProtobufSerializer,
} from '../src/protobuf-index.ts';
import { createFakeFetch } from './fake-registry.ts';
import type { FakeAnswer } from './fake-registry.ts';

const SCHEMA = `syntax = "proto3";
package thingam;
import "unit.proto";
message Reading {
  string machine_name = 1;
  double value = 2;
  int64 at = 3;
  Unit unit = 4;
  repeated int32 samples = 5;
  map<string, int32> counts = 6;
  oneof source { string sensor = 7; bytes raw = 8; }
  optional int32 priority = 9;
  Reading previous = 10;
}
message Other { Inner inner = 1; message Inner { sint64 x = 1; } }
`;
const UNIT = 'syntax = "proto3"; package thingam; enum Unit { NONE = 0; BAR = 1; }';
const REFERENCES = [{ name: 'unit.proto', subject: 'unit', version: 1 }];
const NEWER = `syntax = "proto3"; package thingam; message Reading { string machine_name = 1; string note = 20; int32 samples = 3; }`;

const ANSWERS: Readonly<Record<string, FakeAnswer>> = {
  'POST /subjects/factory7-value/versions': { body: { id: 258 } },
  'POST /subjects/factory7-value/versions?normalize=true': { body: { id: 258 } },
  'POST /subjects/thingam.Other.Inner/versions': { body: { id: 258 } },
  'POST /subjects/factory7-value': { body: { id: 258, version: 1 } },
  'POST /subjects/absent-value': { status: 404, body: { error_code: 40401, message: 'none' } },
  'GET /schemas/ids/258': { body: { schema: SCHEMA, schemaType: 'PROTOBUF', references: REFERENCES } },
  'GET /schemas/ids/301': { body: { schema: '"int"' } },
  'GET /schemas/ids/302': { status: 404, body: { error_code: 40403, message: 'Schema 302 not found' } },
  'GET /subjects/unit/versions/1?deleted=true': {
    body: { subject: 'unit', version: 1, id: 257, schema: UNIT, schemaType: 'PROTOBUF' },
  },
  'GET /subjects/factory7-value/versions/latest?deleted=true': {
    body: {
      subject: 'factory7-value',
      version: 1,
      id: 258,
      schema: SCHEMA,
      schemaType: 'PROTOBUF',
      references: REFERENCES,
    },
  },
};
const INPUT = { schema: SCHEMA, references: REFERENCES };

function connect() {
  const { fetch, requests } = createFakeFetch(ANSWERS);
  const registry = createRegistryClient({ url: 'http://r', fetch });
  return { registry, requests, source: createHttpSource(registry) };
}

async function open(options: Partial<Parameters<typeof createProtobufSerializer>[0]> = {}) {
  const { registry, requests } = connect();
  const serializer = createProtobufSerializer({ registry, topic: 'factory7', schema: INPUT, ...options });
  return { serializer, prepared: await serializer.prepare(), requests };
}

const EMPTY = { machineName: '', value: 0, at: 0n, unit: 'NONE', samples: [], counts: {} };

describe('the serializer', () => {
  it('writes the envelope, the indexes of the message and the fields in order', async () => {
    const { serializer, prepared } = await open();
    expect(prepared).toMatchObject({ subject: 'factory7-value', id: 258, message: 'thingam.Reading' });
    const bytes = serializer.serialize({ unit: 'BAR', machine_name: 'a', samples: [1, -1], at: 300n });
    const samples = [0x2a, 11, 1, ...Array.from({ length: 9 }, () => 0xff), 1];
    expect([...bytes]).toEqual([0, 0, 0, 1, 2, 0, 0x0a, 1, 0x61, 0x18, 0xac, 2, 0x20, 1, ...samples]);
  });

  it('names a nested message by its indexes, and its subject by its name', async () => {
    const { serializer, prepared } = await open({ message: 'thingam.Other.Inner', strategy: 'RecordNameStrategy' });
    expect(prepared.subject).toBe('thingam.Other.Inner');
    expect([...serializer.serialize({ x: -2 })]).toEqual([0, 0, 0, 1, 2, 4, 2, 0, 8, 3]);
  });

  it('registers as Protobuf with references, looks up, or takes the latest', async () => {
    const { requests } = await open({ normalize: true });
    const sent = requests.find(({ method }) => method === 'POST');
    expect(sent?.url).toContain('/subjects/factory7-value/versions?normalize=true');
    expect(sent?.body).toEqual({ schema: SCHEMA, references: REFERENCES, schemaType: 'PROTOBUF' });
    expect((await open({ autoRegister: false })).prepared.id).toBe(258);
    const { registry } = connect();
    const latest = createProtobufSerializer({ registry, topic: 'factory7', useLatest: true, message: 'Other' });
    expect(await latest.prepare()).toMatchObject({ id: 258, message: 'thingam.Other' });
  });

  it.each([
    ['a schema that the subject does not have', { topic: 'absent', autoRegister: false }, 'unknown-schema'],
    ['a message that the schema does not have', { message: 'thingam.Missing' }, 'unknown-message'],
    ['a schema that is none', { schema: 'message {' }, 'invalid-schema'],
  ])('refuses %s', async (_, options, kind) => {
    await expect(open(options)).rejects.toMatchObject({ name: 'SerdeError', kind });
  });

  it.each([
    ['no object', 5, '', 'an object (thingam.Reading)', '5'],
    ['a field that there is not', { colour: 1 }, 'colour', 'a field of thingam.Reading', 'no such field'],
    ['a number for text', { machineName: 5 }, 'machineName', 'a string', '5'],
    [
      'half a character',
      { machineName: '\ud800' },
      'machineName',
      'a string of whole characters',
      'half a surrogate pair',
    ],
    ['a fraction', { at: 1.5 }, 'at', 'an integer of 64 bits (int64)', '1.5'],
    ['an integer that is too big', { priority: 2 ** 31 }, 'priority', 'an integer of 32 bits (int32)', '2147483648'],
    ['another enum', { unit: 'LITRE' }, 'unit', 'a value of enum thingam.Unit', '"LITRE"'],
    ['zero of another type', { machineName: 0 }, 'machineName', 'a string', '0'],
    ['an item of a list', { samples: [1, 'x'] }, 'samples[1]', 'an integer of 32 bits (int32)', '"x"'],
    ['no list', { samples: 1 }, 'samples', 'an array', '1'],
    ['a value of a map', { counts: { a: true } }, 'counts["a"]', 'an integer of 32 bits (int32)', 'true'],
    ['a field inside', { previous: { previous: { raw: 'x' } } }, 'previous.previous.raw', 'a Uint8Array', '"x"'],
    [
      'two fields of a oneof',
      { sensor: 'a', raw: new Uint8Array() },
      'raw',
      'one field of oneof source',
      'another one too',
    ],
  ])('says where a value does not fit: %s', async (_, value, path, expected, found) => {
    const { serializer } = await open();
    const refused = ((): unknown => {
      try {
        return serializer.serialize(value);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(SerdeError);
    expect(refused).toMatchObject({ kind: 'invalid-value', findings: [{ path, expected, found }] });
  });

  it('ends values that hold themselves', async () => {
    const { serializer } = await open();
    const value: Record<string, unknown> = {};
    value['previous'] = value;
    expect(() => serializer.serialize(value)).toThrow('at most 100 nested messages');
  });

  it('must be prepared', () => {
    const serializer = createProtobufSerializer({ registry: connect().registry, topic: 't', schema: INPUT });
    expect(() => serializer.serialize({})).toThrow('await prepare()');
  });
});

describe('the deserializer', () => {
  const bytes = (...payload: number[]): Uint8Array => Uint8Array.of(0, 0, 0, 1, 2, ...payload);

  it('reads what was written, at once from the second record on', async () => {
    const { serializer } = await open();
    const value = {
      ...EMPTY,
      machineName: 'Ofen ü',
      value: -0.5,
      at: -(2n ** 63n),
      unit: 'BAR',
      samples: [1, 2, 300],
      counts: { a: 1, ['__proto__']: 2 },
      raw: Uint8Array.of(1, 2),
      priority: 0,
      previous: { ...EMPTY, sensor: '' },
    };
    const deserializer = createProtobufDeserializer({ source: connect().source });
    const encoded = serializer.serialize(value);
    expect(await deserializer.deserialize(encoded)).toEqual(value);
    expect(deserializer.deserialize(encoded)).toEqual(value);
    const counts = (deserializer.deserialize(encoded) as typeof value).counts;
    expect(Object.keys(counts)).toEqual(['a', '__proto__']);
  });

  it('fills plain fields, lists and maps, and leaves out what was not set', async () => {
    const deserializer = createProtobufDeserializer({ source: connect().source });
    expect(await deserializer.deserialize(bytes(0))).toStrictEqual(EMPTY);
    expect(deserializer.deserialize(bytes(2, 2))).toStrictEqual({});
    expect(deserializer.deserialize(bytes(4, 2, 0, 8, 3))).toStrictEqual({ x: -2n });
  });

  it('joins a message that comes in parts, keeps the last of a oneof, and numbers without a name', async () => {
    const deserializer = createProtobufDeserializer({ source: connect().source });
    const parts = [0x52, 2, 0x20, 9, 0x52, 4, 0x28, 1, 0x28, 2, 0x3a, 1, 0x61, 0x42, 0];
    expect(await deserializer.deserialize(bytes(0, ...parts))).toEqual({
      ...EMPTY,
      previous: { ...EMPTY, unit: 9, samples: [1, 2] },
      raw: new Uint8Array(0),
    });
  });

  it('reads into another version of the message, without what that does not have', async () => {
    const deserializer = createProtobufDeserializer({ source: connect().source, readerSchema: NEWER });
    // What number 5 is there is of another type here: number 3 is no list of integers in the bytes, but one integer.
    const value = await deserializer.deserialize(bytes(0, 0x0a, 1, 0x61, 0x18, 7, 0x2a, 1, 1));
    expect(value).toEqual({ machineName: 'a', note: '', samples: 7 });
  });

  it.each([
    ['no envelope', Uint8Array.of(1, 2, 3), 'not-framed', []],
    ['an unknown id', Uint8Array.of(0, 0, 0, 1, 46, 0), 'unknown-schema', []],
    ['a schema of another language', Uint8Array.of(0, 0, 0, 1, 45, 0), 'wrong-type', []],
    ['no indexes', bytes(), 'malformed', []],
    ['indexes of no message', bytes(2, 9), 'malformed', []],
    [
      'a field cut off',
      bytes(0, 0x0a, 9, 0x61),
      'malformed',
      [{ path: 'machine_name', expected: 'at most 1 bytes', found: 'a length of 9', offset: 7 }],
    ],
  ])('refuses %s', async (_, encoded, kind, findings) => {
    const deserializer = createProtobufDeserializer({ source: connect().source });
    await expect((async () => deserializer.deserialize(encoded))()).rejects.toMatchObject({ kind, findings });
  });
});

describe('every scalar type', () => {
  const { file } = parseProtobuf(`
    message Old {
      required double d = 1; optional float f = 2; optional int32 i = 3; optional int64 l = 4; optional uint32 u = 5;
      optional uint64 ul = 6; optional sint32 s = 7; optional sint64 sl = 8; optional fixed32 fx = 9;
      optional fixed64 fxl = 10; optional sfixed32 sf = 11; optional sfixed64 sfl = 12; optional bool b = 13;
      optional string t = 14; optional bytes raw = 15; optional Kind kind = 16;
      optional group Part = 17 { optional int32 x = 1; }
      repeated sint64 many = 18 [packed = true]; repeated string texts = 19; repeated group Item = 20 { optional bool y = 1; }
      map<int64, Old> map = 21;
    }
    enum Kind { ONE = 1; TWO = 2; }`);
  const [message] = file.messages;
  if (message === undefined) throw new Error('no message');
  const encode = compileEncoder(message);
  const decode = compileDecoder(message);
  const int = (bits: number, isSigned: boolean): fc.Arbitrary<bigint> => {
    const size = 2n ** BigInt(isSigned ? bits - 1 : bits);
    return fc.bigInt({ min: isSigned ? -size : 0n, max: size - 1n });
  };
  const text = fc.string({ unit: 'grapheme' });
  const values = fc.record(
    {
      d: fc.double(),
      f: fc.float(),
      i: int(32, true).map(Number),
      l: int(64, true),
      u: int(32, false).map(Number),
      ul: int(64, false),
      s: int(32, true).map(Number),
      sl: int(64, true),
      fx: int(32, false).map(Number),
      fxl: int(64, false),
      sf: int(32, true).map(Number),
      sfl: int(64, true),
      b: fc.boolean(),
      t: text,
      raw: fc.uint8Array(),
      kind: fc.constantFrom('ONE', 'TWO'),
      part: fc.record({ x: int(32, true).map(Number) }),
      many: fc.array(int(64, true)),
      texts: fc.array(text),
      item: fc.array(fc.record({ y: fc.boolean() })),
      map: fc.dictionary(
        int(64, true).map(String),
        fc.record({
          d: fc.double(),
          many: fc.constant([]),
          texts: fc.constant([]),
          item: fc.constant([]),
          map: fc.constant({}),
        }),
      ),
    },
    { requiredKeys: ['d', 'many', 'texts', 'item', 'map'] },
  );

  it('comes back as it went', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value);
        expect(decode(bytes, 0, bytes.length)).toEqual(value);
      }),
    );
  });

  it('needs what is required', () => {
    expect(() => encode({})).toThrow('d: expected a value for a required field, found none');
  });
});
