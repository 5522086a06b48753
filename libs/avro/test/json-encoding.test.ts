import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, compileJsonCodec, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { bytesOf, schemaJson, valueOf } from './arbitraries.ts';
import { fromHex, toHex as hexOf } from './hex.ts';
import { READ, WRITTEN } from './json-encoding-golden.ts';

function readToHex(schemaText: string, json: string): string {
  const schema = parseSchema(schemaText);
  try {
    const value = compileJsonCodec(schema, { long: 'bigint' }).fromAvroJson(json);
    return hexOf(compileCodec(schema, { long: 'bigint' }).encode(value));
  } catch (error) {
    if (error instanceof AvroError) return 'refused';
    throw error;
  }
}

describe('JSON encoding', () => {
  it.each(WRITTEN)('writes %s %s as Java does', (schemaText, hex, json) => {
    const schema = parseSchema(schemaText);
    const value = compileCodec(schema, { long: 'bigint' }).decode(fromHex(hex));
    const text = compileJsonCodec(schema, { long: 'bigint' }).toAvroJson(value);
    // Escapes may be spelled in either case.
    expect(text.replaceAll(/\\u[\da-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`)).toBe(json);
  });

  it('reads as Java does, but where its docstring says otherwise', () => {
    const different = READ.map(([schema, json, java]) => [schema, json, java, readToHex(schema, json)])
      .filter(([, , java, ours]) => java !== ours)
      .map(([schema = '', json, java, ours]) => `${schema.slice(0, 40)} ${json}: ${java}, ${ours}`);
    expect(different).toMatchInlineSnapshot(`
      [
        "{"type":"record","name":"n.R","fields":[ {"a":1,"c":2}: refused, 020004",
        "{"type":"record","name":"n.R","fields":[ {"a":1}: refused, 02000e",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"b":null,"c":2,"x":3}: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"x":3,"a":1,"b":null,"c":2}: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"a":2,"b":null,"c":2}: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"b":null,"c":2,"a":5}: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"b":{"string":"q","int":1},"c":2}: 0202027104, refused",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"b":null,"c":2} x: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"a":1,"b":null,"c":2} {"a":1}: 020004, refused",
        "{"type":"record","name":"n.R","fields":[ {"b":null,"x":{"y":[1]},"a":1,"c":2}: 020004, refused",
        ""long" 9007199254740993.0: 8080808080808020, refused",
        ""float" "NaN": refused, 0000c07f",
        ""float" "Infinity": refused, 0000807f",
        ""float" "-Infinity": refused, 000080ff",
        ""float" 1e39: 0000807f, refused",
        ""float" 1e400: 0000807f, refused",
        ""float" -0: 00000000, 00000080",
        ""double" "NaN": refused, 000000000000f87f",
        ""double" "Infinity": refused, 000000000000f07f",
        ""double" "-Infinity": refused, 000000000000f0ff",
        ""double" 1e400: 000000000000f07f, refused",
        ""double" -1e400: 000000000000f0ff, refused",
        ""double" -0: 0000000000000000, 0000000000000080",
        ""bytes" "Ā": 023f, refused",
        ""bytes" "€": 023f, refused",
        ""bytes" "😀": 023f, refused",
        "{"type":"fixed","name":"n.F","size":2} "a\\u0100": 613f, refused",
        "["null","string"] {"string":"a","string":"b"}: 020261, refused",
        "["null","int","long","float"] {"float":"NaN"}: refused, 060000c07f",
        "{"type":"map","values":"int"} {"a":1,"a":2}: 0202610400, refused",
        ""int" 1 2: 02, refused",
        "{"type":"record","name":"S","fields":[{" {}: refused, 0206",
        "{"type":"record","name":"S","fields":[{" {"x":{"y":4}}: refused, 0806",
        "{"type":"record","name":"S","fields":[{" {}: refused, 00",
        "{"type":"record","name":"S","fields":[{" {}: refused, 000a",
        "{"type":"record","name":"S","fields":[{" {}: refused, 02ff000000000000f03f",
        "{"type":"record","name":"S","fields":[{" {"q":1}: 02, refused",
        "{"type":"record","name":"S","fields":[]} {"q":1}: , refused",
        "{"type":"record","name":"S","fields":[]} null: , refused",
        "{"type":"record","name":"S","fields":[{" {"l":{"S":{"l":null,"q":1}}}: 0200, refused",
        "{"type":"record","name":"S","fields":[{" {"l":{"p":{"a":1},"q":{"b":2,"a":1}}}: refused, 0402700212027102040008",
      ]
    `);
  });

  it('keeps values and bytes over JSON and back', () => {
    fc.assert(
      fc.property(
        schemaJson
          .map((json) => parseSchema(JSON.stringify(json)))
          .chain((schema) => fc.tuple(fc.constant(schema), valueOf(schema))),
        fc.constantFrom(0, 2),
        ([schema, value], indent) => {
          const codec = compileCodec(schema, { long: 'bigint' });
          const json = compileJsonCodec(schema, { long: 'bigint', indent });
          const text = json.toAvroJson(value);
          expect(() => JSON.parse(text) as unknown).not.toThrow();
          const back = json.fromAvroJson(text);
          expect(hexOf(codec.encode(back))).toBe(hexOf(codec.encode(value)));
          expect(json.toAvroJson(back)).toBe(text);
        },
      ),
    );
  });

  it('keeps bytes over values, JSON and values, but where a map can be taken for a tagged value', () => {
    const record = (name: string, fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
    const tagLike = fc.constantFrom<JsonValue>(
      ['int', 'double', { type: 'map', values: 'int' }],
      ['null', 'string', { type: 'enum', name: 'E', symbols: ['string', 'E'] }, { type: 'map', values: 'string' }],
      ['int', 'long', record('L', [{ name: 'int', type: 'int', default: 1 }])],
      ['int', { type: 'map', values: ['int', 'long', { type: 'map', values: 'long' }] }],
      record('D', [
        { name: 'a', type: ['int', 'long', { type: 'map', values: 'int' }], default: { int: 1 } },
        { name: 'b', type: [{ type: 'map', values: 'int' }, 'null'], default: null },
      ]),
    );
    const samples = fc
      .oneof(schemaJson, tagLike)
      .map((json) => parseSchema(JSON.stringify(json)))
      .chain((schema) => fc.tuple(fc.constant(schema), bytesOf(schema)));
    fc.assert(
      fc.property(samples, ([schema, bytes]) => {
        const codec = compileCodec(schema, { long: 'bigint' });
        const json = compileJsonCodec(schema, { long: 'bigint' });
        const value = codec.decode(bytes);
        fc.pre(codec.validateValue(value).length === 0);
        const back = json.fromAvroJson(json.toAvroJson(value));
        expect(hexOf(codec.encode(back))).toBe(hexOf(codec.encode(value)));
        // What JSON says is what the bytes say that it came from.
        expect(codec.decode(codec.encode(value))).toEqual(back);
      }),
    );
  });

  it.each<[schema: string, text: string, value: unknown]>([
    ['["int","double",{"type":"map","values":"int"}]', '{"map":{"int":1}}', { int: 1 }],
    ['["int","double",{"type":"map","values":"int"}]', '{"int":1}', { int: 1 }],
    ['["null",{"type":"map","values":"int"}]', '{"map":{"null":1}}', { null: 1 }],
  ])('the tag in JSON decides alone: %s %s', (schema, text, value) => {
    expect(compileJsonCodec(parseSchema(schema)).fromAvroJson(text)).toEqual(value);
  });

  it('says every fault with its path', () => {
    const schema = parseSchema(
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"l","type":{"type":"array","items":["null","long"]}}]}',
    );
    const read = (): unknown => compileJsonCodec(schema).fromAvroJson('{"l":[null,{"long":1.5},7],"x":1}');
    expect(read).toThrow(
      expect.objectContaining({
        findings: [
          { path: 'a', expected: 'a value, for the field has no default', found: 'nothing' },
          { path: 'l[1]', expected: 'long (whole number of 64 bits, all digits written)', found: 'number 1.5' },
          { path: 'l[2]', expected: 'one of null, { "long": ... }', found: 'number 7' },
          { path: '', expected: 'fields of record R only', found: 'unknown x' },
        ],
      }),
    );
  });

  it('shows longs and logical types as the codec with the same options does', () => {
    const text = '["null",{"type":"long","logicalType":"timestamp-millis"}]';
    const logical = compileJsonCodec(parseSchema(text), { logicalTypes: LOGICAL_TYPES });
    const shown = logical.fromAvroJson('{"long":1700000000000}');
    expect(shown).toEqual(
      compileCodec(parseSchema(text), { logicalTypes: LOGICAL_TYPES }).decode(fromHex('0280a0abfef962')),
    );
    expect(logical.toAvroJson(shown)).toBe('{"long":1700000000000}');
    const digits = compileJsonCodec(parseSchema('"long"'), { long: 'string' });
    expect(digits.fromAvroJson('9007199254740993')).toBe('9007199254740993');
    expect(digits.toAvroJson('9007199254740993')).toBe('9007199254740993');
  });

  it('indents', () => {
    const schema = parseSchema('{"type":"map","values":["null",{"type":"array","items":"int"}]}');
    const text = compileJsonCodec(schema, { indent: 2 }).toAvroJson({ a: [1], b: null, c: [] });
    const plain: unknown = JSON.parse(text);
    expect(text).toBe(JSON.stringify(plain, null, 2));
  });

  it.each(['['.repeat(5000), `"${'x'.repeat(10_000_001)}"`, ''])('refuses text out of bounds', (text) => {
    const codec = compileJsonCodec(parseSchema('{"type":"array","items":"int"}'));
    expect(() => codec.fromAvroJson(text)).toThrow(AvroError);
  });
});
