import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSingleObjectDecoder,
  createSingleObjectEncoder,
  fingerprint,
  parseSchema,
  readSingleObjectHeader,
} from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { schemaJson, valueOf } from './arbitraries.ts';
import { READING } from './container-fixtures.ts';
import { fromHex, toHex } from './hex.ts';

const VALUE = { machine: 'SuperOven3000', value: 1.5, at: 1 };
/** By BinaryMessageEncoder of org.apache.avro:avro 1.12.1 (Java). */
const JAVA = 'c301f6f09e67f6b326d41a53757065724f76656e3330303002000000000000f83f02';
const FINGERPRINT = 0xd426b3f6679ef0f6n;

const int = parseSchema('"int"');
const long = parseSchema('"long"');

describe('single objects', () => {
  it('are written and read as Java writes them', () => {
    expect(toHex(createSingleObjectEncoder(READING).encode(VALUE))).toBe(JAVA);
    expect(createSingleObjectDecoder({ schemas: [int, READING] }).decode(fromHex(JAVA))).toEqual(VALUE);
    expect(readSingleObjectHeader(fromHex(JAVA))).toEqual({ fingerprint: FINGERPRINT, bodyOffset: 10 });
  });

  it('stand anywhere in bytes', () => {
    const target = new Uint8Array(60);
    const end = createSingleObjectEncoder(READING).encodeInto(VALUE, target, 5);
    expect(toHex(target.subarray(5, end))).toBe(JAVA);
    expect(createSingleObjectDecoder({ schemas: [READING] }).decode(target, 5, end)).toEqual(VALUE);
    expect(readSingleObjectHeader(target, 5, end).bodyOffset).toBe(15);
  });

  it('give back any value of any schema, in either engine', () => {
    const any = schemaJson
      .map((json) => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json))
      .chain((schema) => valueOf(schema).map((value) => ({ schema, value })));
    fc.assert(
      fc.property(any, fc.constantFrom('jit', 'interpreter'), ({ schema, value }, engine) => {
        const options = { long: 'bigint', engine } as const;
        const bytes = createSingleObjectEncoder(schema, options).encode(value);
        expect(bytes.slice(2, 10)).toEqual(fingerprint(schema, 'CRC-64-AVRO'));
        expect(createSingleObjectDecoder({ schemas: [schema], ...options }).decode(bytes)).toEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  it('are read as another schema, and longs in the form asked for', () => {
    const bytes = createSingleObjectEncoder(int).encode(7);
    const decoder = createSingleObjectDecoder({ schemas: [int], readerSchema: long, long: 'bigint' });
    expect(decoder.decode(bytes)).toBe(7n);
  });

  it('ask for a schema once, and again when its resolver was given up for others', () => {
    const asked: Schema['type'][] = [];
    const byFingerprint = new Map(
      [int, long].map((schema) => [
        readSingleObjectHeader(createSingleObjectEncoder(schema).encode(1)).fingerprint,
        schema,
      ]),
    );
    const schemas = (id: bigint): Schema | undefined => {
      const schema = byFingerprint.get(id);
      if (schema !== undefined) asked.push(schema.type);
      return schema;
    };
    const decoder = createSingleObjectDecoder({ schemas, maxResolvers: 1 });
    const order = [int, int, long, long, int];
    for (const schema of order) expect(decoder.decode(createSingleObjectEncoder(schema).encode(3))).toBe(3);
    expect(asked).toEqual(['int', 'long', 'int']);
  });

  const decode = (hex: string): unknown => createSingleObjectDecoder({ schemas: [READING] }).decode(fromHex(hex));
  it.each<[string, () => unknown, string]>([
    ['no bytes', () => decode(''), 'starts with 10 bytes, and 0 are given'],
    ['a short header', () => decode(JAVA.slice(0, 18)), 'and 9 are given'],
    ['another marker', () => decode(`c302${JAVA.slice(4)}`), 'starts with c301, and these bytes with c302'],
    ['an unknown fingerprint', () => decode(`c3010102030405060708${JAVA.slice(20)}`), 'fingerprint 0x0807060504030201'],
    ['a value cut short', () => decode(JAVA.slice(0, -2)), 'expected long in at at byte 23'],
    ['bytes behind the value', () => decode(`${JAVA}00`), 'expected the end of the value'],
    ['bounds outside', () => readSingleObjectHeader(fromHex(JAVA), -1), 'starts with 10 bytes'],
    [
      'a schema that was not asked for',
      () => createSingleObjectDecoder({ schemas: () => int }).decode(fromHex(JAVA)),
      'the schema given for 0xd426b3f6679ef0f6 has the fingerprint 0x',
    ],
    ['a value that does not match', () => createSingleObjectEncoder(READING).encode({}), 'in machine'],
  ])('refuse %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
