import { deflateRawSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroError, readContainer, webDeflate } from '@sluice/avro';
import type { BlockCodec } from '@sluice/avro';
import { nodeBlockCodecs } from '@sluice/avro/node';
import { CODECS, cutUp, join, MARKER, read, READING, readings, readUntilRefused, write } from './container-fixtures.ts';
import { fromHex } from './hex.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const sized = (bytes: Uint8Array): Uint8Array => join([varint(bytes.length), bytes]);
const MAGIC = text('Obj\u0001');

function header(schema: string, codec = 'null'): Uint8Array {
  const entries = ['avro.schema', schema, 'avro.codec', codec].map((part) => sized(text(part)));
  return join([MAGIC, varint(2), ...entries, varint(0), MARKER]);
}

const block = (count: number | bigint, bytes: Uint8Array, size: number | bigint = bytes.length): Uint8Array =>
  join([varint(count), varint(size), bytes, MARKER]);

const INTS = header('"int"');
const INTS_END = INTS.length;
const GOOD = block(2, fromHex('0204'));
const BAD_MARKER = join([GOOD.subarray(0, -1), Uint8Array.of(0)]);
const LIMITED = { maxBlockBytes: 1000, maxHeaderBytes: 1000, maxEmptyValues: 100 };

interface Case {
  readonly bytes: Uint8Array;
  readonly says: string;
  readonly values?: readonly unknown[];
  readonly finding?: object;
}

const second = INTS_END + GOOD.length;
const CASES: Record<string, Case> = {
  'no bytes': { bytes: new Uint8Array(0), says: 'header at byte 0: expected the header', finding: { intactBytes: 0 } },
  'another magic': {
    bytes: text('PAR1, and more'),
    says: 'expected the bytes 4f626a01 of a container file, found 50415231',
  },
  'no metadata': { bytes: join([MAGIC, varint(0), MARKER]), says: 'expected a schema in avro.schema, found none' },
  'metadata of a negative size': { bytes: join([MAGIC, varint(-1), varint(-1)]), says: 'the size of the metadata' },
  'countless metadata': { bytes: join([MAGIC, varint(2 ** 40)]), says: 'expected a count of metadata entries' },
  'the least count': { bytes: join([MAGIC, varint(-(2n ** 63n))]), says: 'expected a count of metadata entries' },
  'a long key': { bytes: join([MAGIC, varint(1), varint(2 ** 50)]), says: 'the length of a metadata key' },
  'a negative key': { bytes: join([MAGIC, varint(1), varint(-3)]), says: 'the length of a metadata key' },
  'a value too long': { bytes: join([MAGIC, varint(1), sized(text('k')), varint(5000)]), says: 'metadata value, 0 to' },
  'a number without end': { bytes: join([MAGIC, new Uint8Array(20).fill(255)]), says: 'found a number out of range' },
  'a schema that is not JSON': { bytes: header('{"type":'), says: 'header, avro.schema: not an Avro schema' },
  'a schema that is not one': { bytes: header('"nothing"'), says: 'unknown type "nothing"' },
  'a schema that is not UTF-8': {
    bytes: join([MAGIC, varint(1), sized(text('avro.schema')), sized(Uint8Array.of(0xff)), varint(0), MARKER]),
    says: 'expected UTF-8 in avro.schema',
  },
  'a codec that nobody knows': {
    bytes: join([header('"int"', 'xz'), GOOD]),
    says: '"xz", and `codecs` has null, deflate, snappy, zstandard',
  },
  "a codec named as an object's own": { bytes: join([header('"int"', '__proto__'), GOOD]), says: '"__proto__"' },
  'a wrong marker': {
    bytes: join([INTS, GOOD, BAD_MARKER]),
    says: `block 1 at byte ${second + 4}: expected the sync marker`,
    values: [1, 2],
    finding: { block: 1, offset: second + 4, intactBytes: second },
  },
  'bytes behind the last block': {
    bytes: join([INTS, GOOD, text('\n')]),
    says: 'block 1 at byte',
    values: [1, 2],
    finding: { block: 1, intactBytes: second },
  },
  'a block cut short': {
    bytes: join([INTS, GOOD, GOOD]).subarray(0, -17),
    says: `expected a block of 2 bytes, found the end of the file after 1 bytes (intact up to byte ${second})`,
    values: [1, 2],
  },
  'a negative count': { bytes: join([INTS, block(-1, fromHex('02'))]), says: 'expected a count of records, 0 to' },
  'a negative size': {
    bytes: join([INTS, block(1, fromHex('02'), -1)]),
    says: 'expected the size of a block, 0 to 1000',
  },
  'a size beyond the limit': { bytes: join([INTS, block(1, fromHex('02'), 1001)]), says: 'found 1001' },
  'more records than bytes': {
    bytes: join([INTS, block(2n ** 40n, fromHex('0204'))]),
    says: 'expected 1099511627776 records of at least 1 byte, found 2 bytes',
  },
  'fewer records than bytes': {
    bytes: join([INTS, block(1, fromHex('0204'))]),
    says: 'expected the end of the block after 1 records, found 1 bytes left',
    values: [1],
  },
  'a record cut short': {
    bytes: join([INTS, GOOD, block(2, fromHex('0280'))]),
    says: `block 1 at byte ${second}, record 1, byte 1 of the block's data: expected int, found`,
    values: [1, 2, 1],
    finding: { block: 1, record: 1, dataOffset: 1, offset: second, intactBytes: second },
  },
  'a field that is wrong': {
    bytes: join([
      header('{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":"boolean"}}]}'),
      block(2, fromHex('02010004010200')),
    ]),
    says: 'in list[1]',
    values: [{ list: [true] }],
    finding: { path: 'list[1]', block: 0, record: 1, dataOffset: 5 },
  },
  'records without bytes and end': {
    bytes: join([header('"null"'), block(2n ** 52n, new Uint8Array(0))]),
    says: 'expected at most 100 values without bytes',
    values: Array.from({ length: 100 }, () => null),
  },
  'records of fields without bytes': {
    bytes: join([
      header('{"type":"record","name":"R","fields":[{"name":"a","type":"null"},{"name":"b","type":"null"}]}'),
      block(1000, new Uint8Array(0)),
    ]),
    says: 'values without bytes',
  },
};

describe('a hostile file is refused with its place', () => {
  it.each(Object.entries(CASES))('%s', async (_, { bytes, says, values, finding }) => {
    for (const source of [bytes, cutUp(bytes, [1])]) {
      const refused = await readUntilRefused(source, LIMITED);
      expect(refused.message).toContain(says);
      if (values !== undefined) expect(refused.values).toEqual(values);
      if (finding !== undefined) expect(refused.finding).toMatchObject(finding);
    }
  });

  it.each(CODECS)('cut anywhere, but between blocks: $label', async ({ codec }) => {
    const bytes = await write(readings(9), { schema: READING, blockCount: 3, ...(codec && { codec }) });
    const ends: number[] = [];
    const reader = await readContainer(bytes);
    ends.push(reader.intactBytes);
    for await (const _ of reader.readBlocks()) ends.push(reader.intactBytes);
    for (let size = 0; size < bytes.length; size++) {
      const torn = bytes.subarray(0, size);
      const whole = ends.filter((end) => end <= size);
      const expected = readings(Math.max(0, 3 * (whole.length - 1)));
      if (ends.includes(size)) expect(await read(torn)).toEqual(expected);
      else {
        const { values, finding } = await readUntilRefused(torn);
        expect(values).toEqual(expected);
        expect(finding?.intactBytes).toBe(whole.at(-1) ?? 0);
      }
    }
  });

  it.each(CODECS)('with any byte changed it is read or refused, never more: $label', async ({ codec }) => {
    const bytes = await write(readings(9), { schema: READING, blockCount: 3, ...(codec && { codec }) });
    const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = bytes.slice();
        for (const { at, byte } of changes) changed[at] = byte;
        try {
          await read(changed, { maxBlockBytes: 1_000_000 });
        } catch (error) {
          expect(error).toBeInstanceOf(AvroError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a block that becomes too large, or is not of its codec', () => {
  const zeros = new Uint8Array(3_000_000);
  const { deflate, snappy, zstandard } = nodeBlockCodecs;
  const packed = new Uint8Array(deflateRawSync(zeros));
  const snappyOf = (bytes: Uint8Array): Uint8Array => snappy.compress(bytes) as Uint8Array;
  const wrongChecksum = snappyOf(text('abc'));
  wrongChecksum[wrongChecksum.length - 1] = (wrongChecksum.at(-1) ?? 0) ^ 1;
  const garbage = fromHex('ffffffffffffffffff');

  it.each<[string, BlockCodec, Uint8Array, string]>([
    ['deflate', deflate, packed, 'more than 1000 bytes'],
    ['deflate of the platform', webDeflate, packed, 'more than 1000 bytes'],
    ['zstandard', zstandard, new Uint8Array(zstdCompressSync(zeros)), 'more than 1000 bytes'],
    ['snappy', snappy, snappyOf(zeros), 'more than 1000 bytes'],
    ['snappy by its claim alone', snappy, fromHex('ffffffff0f00000000'), 'more than 1000 bytes'],
    ['snappy that claims what it cannot hold', snappy, fromHex('e70700000000'), 'claims 999 bytes'],
    ['snappy without its checksum', snappy, fromHex('00000000'), 'too few'],
    ['snappy with another checksum', snappy, wrongChecksum, 'CRC-32'],
    ['no deflate', deflate, garbage, 'one that fails'],
    ['no deflate of the platform', webDeflate, garbage, 'one that fails'],
    ['no zstandard', zstandard, garbage, 'one that fails'],
    ['no snappy', snappy, garbage, 'one that fails'],
    ['cut deflate', deflate, packed.subarray(0, -2), 'one that fails'],
    ['cut deflate of the platform', webDeflate, packed.subarray(0, -2), 'one that fails'],
  ])('%s', async (_, codec, bytes, says) => {
    const file = join([header('"bytes"', codec.name), block(1, bytes)]);
    const { message, finding } = await readUntilRefused(file, {
      codecs: { [codec.name]: codec },
      maxBlockBytes: 1000 + bytes.length,
    });
    expect(message).toContain(says.replace('1000', String(1000 + bytes.length)));
    expect(finding).toMatchObject({ block: 0 });
  });

  it('a codec that does not keep the bound is caught', async () => {
    const codec: BlockCodec = { name: 'own', compress: (bytes) => bytes, decompress: () => new Uint8Array(2000) };
    const file = join([header('"bytes"', 'own'), block(1, new Uint8Array(1))]);
    const { message } = await readUntilRefused(file, { codecs: { own: codec }, maxBlockBytes: 1000 });
    expect(message).toContain('expected at most 1000 bytes, found 2000');
  });
});

it('a size in a file takes no memory before its bytes come', async () => {
  const file = join([header('"bytes"'), varint(1), varint(60_000_000), new Uint8Array(10)]);
  const before = process.memoryUsage().arrayBuffers;
  await readUntilRefused(cutUp(file, [1]));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
});
