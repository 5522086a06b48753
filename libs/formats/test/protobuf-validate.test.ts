import { describe, expect, it } from 'vitest';
import { parseProtobuf, protobufFormat } from '../src/protobuf/index.ts';
import type { ByteFinding } from '@sluice/avro';

const PROTO3 = `syntax = "proto3";
message M {
  int32 a = 1;
  string s = 2;
  bytes b = 3;
  M m = 4;
  repeated int32 packed = 5;
  repeated fixed64 wide = 6;
  map<string, M> map = 7;
  E e = 8;
  float f = 9;
  double d = 10;
  repeated M many = 11;
  bool far = 5000;
  enum E { Z = 0; }
}`;
const PROTO2 = `
message R {
  required int32 id = 1;
  optional group G = 2 { required string name = 3; }
  repeated int32 plain = 4;
  optional string s = 5;
}`;

function check(schema: string, hex: string): ByteFinding | undefined {
  const bytes = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const padded = Uint8Array.of(0xff, 0xff, ...bytes, 0xff);
  return protobufFormat.compileByteValidator(protobufFormat.parse(schema))(padded, 2, 2 + bytes.length);
}

describe('bytes that are right', () => {
  it.each([
    ['nothing at all', PROTO3, ''],
    ['a varint', PROTO3, '08 96 01'],
    ['a negative int32 in ten bytes', PROTO3, '08 ff ff ff ff ff ff ff ff ff 01'],
    ['text', PROTO3, '12 06 c3 bc e2 82 ac 7a'],
    ['bytes that are no text', PROTO3, '1a 02 ff fe'],
    ['a message in a message', PROTO3, '22 04 22 02 08 01'],
    ['packed numbers', PROTO3, '2a 03 01 ac 02'],
    ['numbers of a packed field one by one', PROTO3, '28 01 28 02'],
    ['packed numbers of a fixed size', PROTO3, '32 10 0000000000000000 0000000000000001'],
    ['a map', PROTO3, '3a 05 0a 01 6b 12 00'],
    ['an entry of a map without its value', PROTO3, '3a 00'],
    ['an enum of a number it does not name', PROTO3, '40 07'],
    ['four and eight bytes', PROTO3, '4d 00000000 51 0000000000000000'],
    ['a field of a large number', PROTO3, 'c0 b8 02 01'],
    [
      'unknown fields of all wire types',
      PROTO3,
      'f8 07 01 f9 07 0000000000000000 fa 07 01 00 fb 07 08 01 fc 07 fd 07 00000000',
    ],
    ['a group with its required field', PROTO2, '08 01 13 1a 01 61 14'],
    ['text of proto2 in any encoding', PROTO2, '08 01 2a 01 ff'],
    ['packed numbers where the field is not', PROTO2, '08 01 22 02 01 02'],
  ])('%s', (_, schema, hex) => {
    expect(check(schema, hex)).toBe(undefined);
  });
});

describe('bytes that are wrong', () => {
  it.each([
    ['a varint cut off', PROTO3, '08 96', 'a', 'a varint', 'the end of the bytes in the middle of it', 1],
    [
      'a varint of eleven bytes',
      PROTO3,
      '08 ff ff ff ff ff ff ff ff ff ff 01',
      'a',
      'a varint of at most 64 bits',
      'more',
      1,
    ],
    ['a tag cut off', PROTO3, '80', '', 'a varint', 'the end of the bytes in the middle of it', 0],
    ['field number 0', PROTO3, '00 01', '', 'a field number from 1 to 536870911', '0', 0],
    ['a field number beyond 29 bits', PROTO3, '88 80 80 80 10 01', '', 'a field number from 1 to 536870911', 'more', 0],
    ['wire type 6', PROTO3, '0e', '', 'a wire type from 0 to 5', 'wire type 6 of field 1', 0],
    [
      'text for a number',
      PROTO3,
      '0a 01 61',
      'a',
      'a varint (wire type 0) for int32',
      'a length and bytes (wire type 2)',
      0,
    ],
    [
      'a number for text',
      PROTO3,
      '10 01',
      's',
      'a length and bytes (wire type 2) for string',
      'a varint (wire type 0)',
      0,
    ],
    ['a length beyond the end', PROTO3, '12 05 61', 's', 'at most 1 bytes', 'a length of 5', 1],
    ['a length beyond 32 bits', PROTO3, '12 ff ff ff ff ff 01', 's', 'at most 0 bytes', 'a length beyond 32 bits', 1],
    ['no UTF-8', PROTO3, '12 03 61 c3 28', 's', 'UTF-8', 'byte 0xc3', 3],
    ['a surrogate in UTF-8', PROTO3, '12 03 ed a0 80', 's', 'UTF-8', 'byte 0xed', 2],
    ['an overlong form', PROTO3, '12 02 c0 80', 's', 'UTF-8', 'byte 0xc0', 2],
    ['a field of an inner message', PROTO3, '22 04 22 02 12 05', 'm.m.s', 'at most 0 bytes', 'a length of 5', 5],
    [
      'one of many messages',
      PROTO3,
      '5a 00 08 01 5a 02 08 01 5a 01 08',
      'many[2].a',
      'a varint',
      'the end of the bytes in the middle of it',
      11,
    ],
    [
      'the value of a map',
      PROTO3,
      '3a 05 0a 00 12 01 08',
      'map[0].value.a',
      'a varint',
      'the end of the bytes in the middle of it',
      7,
    ],
    [
      'packed numbers cut off',
      PROTO3,
      '2a 02 01 80',
      'packed[0]',
      'a varint',
      'the end of the bytes in the middle of it',
      3,
    ],
    [
      'packed fixed numbers of a wrong length',
      PROTO3,
      '32 07 00000000000000',
      'wide[0]',
      'a multiple of 8 bytes for fixed64',
      '7 bytes',
      2,
    ],
    ['four bytes cut off', PROTO3, '4d 0000', 'f', '4 bytes of float', '2 bytes', 1],
    ['a group that ends nothing', PROTO3, '0c', '', 'a field', 'the end of group 1', 0],
    ['an unknown group without its end', PROTO3, 'fb 07 08 01', '', 'the end of group 127', 'the end of the bytes', 4],
    ['no required field', PROTO2, '20 01', 'id', 'a value for a required field', 'none', 2],
    ['no required field in a group', PROTO2, '08 01 13 14', 'g.name', 'a value for a required field', 'none', 4],
    ['another group ends', PROTO2, '08 01 13 1a 00 1c', 'g', 'the end of group 2', 'the end of group 3', 5],
  ])('%s', (_, schema, hex, path, expected, found, offset) => {
    const finding = check(schema, hex);
    expect(finding).toEqual({ kind: 'malformed', path, expected, found, offset });
  });

  it('takes messages 100 deep and no deeper, known and unknown', () => {
    const nest = (depth: number, tag: string): string => {
      let hex = '';
      for (let level = 0; level < depth; level++) {
        const length = hex.length / 2;
        const varint = length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
        hex = tag + varint.map((byte) => byte.toString(16).padStart(2, '0')).join('') + hex;
      }
      return hex;
    };
    expect(check(PROTO3, nest(100, '22'))).toBe(undefined);
    expect(check(PROTO3, nest(101, '22'))).toMatchObject({ expected: 'at most 100 nested messages' });
    const groups = (depth: number): string => 'fb07'.repeat(depth) + 'fc07'.repeat(depth);
    expect(check(PROTO3, groups(100))).toBe(undefined);
    expect(check(PROTO3, groups(5000))).toMatchObject({ expected: 'at most 100 nested messages' });
  });
});

describe('the message that a payload is of', () => {
  const schema = protobufFormat.parse(
    'syntax = "proto3"; package p; message A { message I { int32 x = 1; } } message B { string s = 1; }',
  );

  it('is the first one, or the one that was selected', () => {
    expect(schema.recordName).toBe('p.A');
    const inner = protobufFormat.selectMessage?.(schema, [0, 0]);
    const second = protobufFormat.selectMessage?.(schema, [1]);
    expect([inner?.recordName, second?.recordName]).toEqual(['p.A.I', 'p.B']);
    const bytes = Uint8Array.of(8, 1);
    const validate = (chosen: typeof inner): ByteFinding | undefined =>
      chosen === undefined ? undefined : protobufFormat.compileByteValidator(chosen)(bytes, 0, 2);
    expect(validate(inner)).toBe(undefined);
    expect(validate(second)?.path).toBe('s');
    expect(protobufFormat.selectMessage?.(schema, [2])).toBe(undefined);
  });

  it('is none where a file has only enums', () => {
    const enums = protobufFormat.parse('syntax = "proto3"; enum E { Z = 0; }');
    expect(enums.recordName).toBe('E');
    expect(() => protobufFormat.compileByteValidator(enums)).toThrow('no message');
    expect(parseProtobuf('').file.messages).toEqual([]);
  });
});
