import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createContainerWriter,
  formatSchema,
  parseSchema,
  readContainer,
  webDeflate,
  writeContainer,
} from '@sluice/avro';
import { nodeBlockCodecs } from '@sluice/avro/node';
import { schemaJson, valueOf } from './arbitraries.ts';
import { CODECS, collect, cutUp, join, MARKER, read, READING, readings, write } from './container-fixtures.ts';
import { GOLDEN_FILES } from './container-golden.ts';

const origin = new Map([['origin', 'here']]);

describe('files of other programs', () => {
  it.each(GOLDEN_FILES)('$program, $codec', async ({ codec, base64 }) => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    for (const codecs of [nodeBlockCodecs, { ...nodeBlockCodecs, deflate: webDeflate }]) {
      const reader = await readContainer(bytes, { codecs });
      expect(reader.header).toMatchObject({ codec, syncMarker: MARKER });
      expect([...reader.header.metadata.keys()]).toEqual(['origin']);
      expect(formatSchema(reader.header.schema)).toBe(formatSchema(READING));
      expect(await collect(reader)).toEqual(readings(4));
      expect(reader.intactBytes).toBe(bytes.length);
    }
  });

  it('avsc reads what is written here, and here is read what avsc writes', async () => {
    const type = avsc.Type.forSchema(JSON.parse(formatSchema(READING)) as avsc.Schema);
    for (const codec of ['null', 'deflate'] as const) {
      const options = codec === 'null' ? {} : { codec: nodeBlockCodecs.deflate };
      const ours = await write(readings(2000), { schema: READING, blockSizeBytes: 1000, ...options });
      const decoder = new avsc.streams.BlockDecoder();
      Readable.from(cutUp(ours, [700])).pipe(decoder);
      const decoded = await collect<unknown>(decoder);
      expect(decoded.map((value) => ({ ...(value as object) }))).toEqual(readings(2000));

      const encoder = new avsc.streams.BlockEncoder(type, { codec, blockSize: 1000 });
      for (const value of readings(2000)) encoder.write(value);
      encoder.end();
      expect(await read(await buffer(encoder))).toEqual(readings(2000));
    }
  });
});

describe('a file', () => {
  it('gives back any values of any schema, in any codec, cut anywhere, in blocks of any size', async () => {
    const file = schemaJson
      .map((json) => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json))
      .chain((schema) =>
        fc.record({
          schema: fc.constant(schema),
          values: fc.array(valueOf(schema), { maxLength: 20 }),
          codec: fc.constantFrom(...CODECS),
          blockCount: fc.integer({ min: 1, max: 8 }),
          sizes: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(file, async ({ schema, values, codec: { codec }, blockCount, sizes }) => {
        const options = { schema, blockCount, long: 'bigint' } as const;
        const bytes = await write(values, codec === undefined ? options : { ...options, codec });
        expect(await read(cutUp(bytes, sizes), { long: 'bigint' })).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  it.each(CODECS)('in chunks of one byte: $label', async ({ codec }) => {
    const bytes = await write(readings(300), { schema: READING, blockSizeBytes: 2000, ...(codec && { codec }) });
    expect(await read(cutUp(bytes, [1]))).toEqual(readings(300));
  });

  it('without values is a header', async () => {
    const bytes = await write([], { schema: READING, metadata: origin });
    const reader = await readContainer(bytes);
    expect(await collect(reader)).toEqual([]);
    expect(reader.header.metadata).toEqual(new Map([['origin', new TextEncoder().encode('here')]]));
  });

  it('is read as another schema, with the options of codecs', async () => {
    const readerSchema = parseSchema({
      type: 'record',
      name: 'Reading',
      namespace: 't',
      fields: [
        { name: 'at', type: 'long' },
        { name: 'units', type: 'string', default: 'C' },
      ],
    });
    const bytes = await write(readings(2), { schema: READING });
    for (const engine of ['jit', 'interpreter'] as const) {
      expect(await read(bytes, { readerSchema, long: 'string', engine })).toEqual([
        { at: '1700000000000', units: 'C' },
        { at: '1700000000001', units: 'C' },
      ]);
    }
  });

  it('takes values from an async source, and one too large for its block', async () => {
    const schema = parseSchema('"string"');
    const values = ['a', 'b'.repeat(200_000), 'c'];
    expect(await read(await write(Readable.from(values), { schema, blockSizeBytes: 100 }))).toEqual(values);
  });

  it('ends a block by size or by count', async () => {
    const countsOf = async (options: object): Promise<number[]> => {
      const reader = await readContainer(await write(readings(10), { schema: READING, ...options }));
      return (await collect(reader.readBlocks())).map(({ count }) => count);
    };
    expect(await countsOf({ blockCount: 4 })).toEqual([4, 4, 2]);
    expect(await countsOf({ blockSizeBytes: 60 })).toEqual([3, 3, 3, 1]);
    expect(await countsOf({})).toEqual([10]);
  });
});

describe('reading', () => {
  const sourceOf = (bytes: Uint8Array, size: number) => {
    const log = { pulled: 0, released: 0 };
    const chunks = cutUp(bytes, [size]);
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          const value = chunks[log.pulled++];
          return value === undefined ? { done: true, value } : { done: false, value };
        },
        return: async () => {
          log.released++;
          return { done: true, value: undefined };
        },
      }),
    };
    return { source, log };
  };

  it('pulls no more than it needs, and releases the source when left early', async () => {
    const { source, log } = sourceOf(await write(readings(1000), { schema: READING, blockCount: 10 }), 100);
    for await (const value of await readContainer(source)) {
      expect(value).toEqual(readings(1)[0]);
      break;
    }
    expect(log.pulled).toBeLessThan(10);
    expect(log.released).toBe(1);
  });

  it.each(['header', 'block', 'close'])('releases the source once: %s', async (when) => {
    const bytes = await write(readings(10), { schema: READING, syncMarker: MARKER });
    if (when === 'header') bytes[0] = 0;
    if (when === 'block') bytes[bytes.length - 1] = 0;
    const { source, log } = sourceOf(bytes, 50);
    if (when === 'close') {
      const reader = await readContainer(source);
      await reader.close();
      await reader.close();
    } else await expect(read(source)).rejects.toThrow('expected');
    expect(log.released).toBe(1);
  });

  it('answers in order when it is asked ahead', async () => {
    const reader = await readContainer(await write(readings(9), { schema: READING, blockCount: 2 }));
    const iterator = reader[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 11 }, () => iterator.next()));
    expect(results.map(({ value }): unknown => value)).toEqual([...readings(9), undefined, undefined]);
  });

  it('passes on what the source throws', async () => {
    const broken = Readable.from(
      (async function* () {
        yield (await write(readings(10), { schema: READING })).subarray(0, 250);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(read(broken)).rejects.toThrow('the disk is gone');
  });

  it('happens once', async () => {
    const reader = await readContainer(await write(readings(2), { schema: READING }));
    reader.readBlocks();
    expect(() => reader.readBlocks()).toThrow('read once');
  });
});

describe('a writer', () => {
  it('takes values one by one, waits for its target, and flushes', async () => {
    const chunks: Uint8Array[] = [];
    const options = { schema: READING, blockCount: 3, syncMarker: MARKER, codec: webDeflate };
    const writer = createContainerWriter(async (chunk) => void chunks.push(chunk), options);
    for (const value of readings(7)) await writer.append(value);
    expect(chunks).toHaveLength(3);
    await writer.flush();
    expect(chunks).toHaveLength(4);
    await writer.close();
    expect(join(chunks)).toEqual(await write(readings(7), options));
    expect(() => writer.append(readings(1)[0])).toThrow('closed');
  });

  it('leaves out a value that does not match', async () => {
    const chunks: Uint8Array[] = [];
    const writer = createContainerWriter((chunk) => void chunks.push(chunk), { schema: READING });
    await writer.append(readings(1)[0]);
    expect(() => writer.append({ machine: 1 })).toThrow('expected string in machine');
    await writer.close();
    expect(await read(chunks)).toEqual(readings(1));
  });

  it.each([
    [
      'values',
      async (file: Uint8Array) => {
        const { header } = await readContainer(file);
        return await collect(writeContainer(readings(6).slice(4), { header, codecs: nodeBlockCodecs }));
      },
    ],
    [
      'blocks of another file',
      async (file: Uint8Array) => {
        const other = await write(readings(6).slice(4), { schema: READING, codec: nodeBlockCodecs.snappy });
        const chunks: Uint8Array[] = [];
        const { header } = await readContainer(file);
        const writer = createContainerWriter((chunk) => void chunks.push(chunk), { header, codecs: nodeBlockCodecs });
        for await (const block of (await readContainer(other)).readBlocks()) await writer.appendBlock(block);
        await writer.close();
        return chunks;
      },
    ],
  ])('adds %s to a file that exists', async (_, more) => {
    const file = await write(readings(4), { schema: READING, codec: nodeBlockCodecs.snappy });
    expect(await read([file, ...(await more(file))])).toEqual(readings(6));
  });

  it('fails for good when its target fails', async () => {
    const writer = createContainerWriter(() => Promise.reject(new Error('full')), { schema: READING });
    const [value] = readings(1);
    void writer.append(value);
    await expect(writer.flush()).rejects.toThrow('full');
    expect(() => writer.append(value)).toThrow('full');
    await expect(writer.close()).rejects.toThrow('full');
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    [
      'at once',
      () => {
        throw new Error('no room');
      },
    ],
    ['later', () => Promise.reject(new Error('no room'))],
  ])('fails for good when its codec fails %s', async (_, compress) => {
    const codec = { name: 'own', compress, decompress: (bytes: Uint8Array) => bytes };
    const writer = createContainerWriter(() => {}, { schema: READING, codec });
    const [value] = readings(1);
    void writer.append(value);
    await expect(writer.flush()).rejects.toThrow('no room');
    expect(() => writer.append(value)).toThrow('no room');
    await expect(writer.close()).rejects.toThrow('no room');
  });

  it('bounds what waits for a target that does not answer', () => {
    const writer = createContainerWriter(() => new Promise(() => {}), { schema: READING, blockCount: 1 });
    const append = () => {
      for (const value of readings(100)) void writer.append(value);
    };
    expect(append).toThrow('blocks wait');
  });

  it.each([
    ['a short marker', { syncMarker: new Uint8Array(15) }, '16 bytes'],
    ["a name of Avro's", { metadata: new Map([['avro.codec', 'x']]) }, 'avro.*'],
    ['blocks of nothing', { blockCount: 0 }, 'at least 1'],
    ['blocks without a size', { blockSizeBytes: Number.NaN }, '2^30'],
  ])('refuses %s', async (_, options, message) => {
    await expect(write([], { schema: READING, ...options })).rejects.toThrow(message);
  });
});
