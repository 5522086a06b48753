import { describe, expect, it } from 'vitest';
import {
  AvroError,
  checkCompatibility,
  compileCodec,
  compileJsonCodec,
  compileResolver,
  createContainerWriter,
  createSingleObjectDecoder,
  createSingleObjectEncoder,
  emitCodec,
  findShapeChanges,
  fingerprint,
  formatSchema,
  parseSchema,
  readContainer,
  toCanonicalForm,
  writeContainer,
} from '@sluice/avro';
import type { Schema } from '@sluice/avro';

const int = parseSchema('"int"');

/** What a program without types may pass. */
function untyped(value: unknown): never {
  return value as never;
}

async function messageOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    expect(error).toBeInstanceOf(AvroError);
    return error instanceof AvroError ? error.message : '';
  }
  throw new Error('nothing was refused');
}

const takers: Record<string, (schema: Schema) => unknown> = {
  compileCodec: (schema) => compileCodec(schema),
  'compileResolver: writer': (schema) => compileResolver(schema, int),
  'compileResolver: reader': (schema) => compileResolver(int, schema),
  compileJsonCodec: (schema) => compileJsonCodec(schema),
  'checkCompatibility: reader': (schema) => checkCompatibility(schema, int),
  'checkCompatibility: writer': (schema) => checkCompatibility(int, schema),
  'findShapeChanges: from': (schema) => findShapeChanges(schema, int),
  'findShapeChanges: to': (schema) => findShapeChanges(int, schema),
  toCanonicalForm,
  formatSchema: (schema) => formatSchema(schema),
  fingerprint: (schema) => fingerprint(schema, 'MD5'),
  emitCodec: (schema) => emitCodec(schema, { name: 'codec' }),
  createSingleObjectEncoder: (schema) => createSingleObjectEncoder(schema),
  'createSingleObjectDecoder: schemas': (schema) => createSingleObjectDecoder({ schemas: [schema] }),
  'createSingleObjectDecoder: readerSchema': (schema) =>
    createSingleObjectDecoder({ schemas: [int], readerSchema: schema }),
  createContainerWriter: (schema) => createContainerWriter(() => {}, { schema }),
  writeContainer: (schema) => writeContainer([1], { schema }).next(),
  readContainer: (readerSchema) => readContainer(new Uint8Array(0), { readerSchema }),
};

describe('what is no parsed schema', () => {
  it.each(Object.entries(takers))('%s', async (_name, take) => {
    const json = [['null', 'int'], { type: 'int' }, { type: 'record', name: 'R', fields: [] }, null, 5];
    expect(await messageOf(() => take(untyped('"int"')))).toMatch(/ is a text: pass what parseSchema returns$/);
    for (const schema of json) {
      expect(await messageOf(() => take(untyped(schema)))).toMatch(/ is no parsed schema: pass what parseSchema/);
    }
  });

  it('is said to be missing', () => {
    expect(() => compileCodec(untyped(undefined))).toThrow('the schema is missing: pass');
  });
});

const optionTakers: Record<string, (options: object) => unknown> = {
  compileCodec: (options) => compileCodec(int, options),
  compileResolver: (options) => compileResolver(int, int, options),
  compileJsonCodec: (options) => compileJsonCodec(int, options),
  createSingleObjectEncoder: (options) => createSingleObjectEncoder(int, options),
  createSingleObjectDecoder: (options) => createSingleObjectDecoder({ schemas: [int], ...options }),
  writeContainer: (options) => writeContainer([1], { schema: int, ...options }).next(),
  readContainer: (options) => readContainer(new Uint8Array(0), options),
};

describe('options that there are not', () => {
  const cases: readonly [options: object, message: string][] = [
    [{ lnog: 'bigint' }, 'there is no option "lnog": the nearest is long'],
    [{ logicaltypes: {} }, 'there is no option "logicaltypes": the nearest is logicalTypes'],
    [{ engine: 'closures' }, 'engine is jit or interpreter, not "closures"'],
    [{ utf8: true }, 'utf8 is replace or strict, not true'],
    [{ logicalTypes: true }, 'logicalTypes is an object of logical types, such as LOGICAL_TYPES'],
    [{ long: { defaults: 'bigint' } }, 'there is no option within `long` "defaults": the nearest is default'],
  ];
  it.each(Object.entries(optionTakers))('%s', async (_name, take) => {
    for (const [options, message] of cases) expect(await messageOf(() => take(options))).toBe(message);
  });

  it('leaves those that are undefined out', () => {
    const none = { long: undefined, logicalTypes: undefined, utf8: undefined, engine: undefined };
    expect(compileCodec(int, untyped(none)).decode(Uint8Array.of(2))).toBe(1);
    expect(() => compileCodec(int, untyped('jit'))).toThrow('options are an object');
    expect(() => compileCodec(int, { long: untyped('digits') })).toThrow('longs show as number, bigint or string');
  });
});

describe('other arguments', () => {
  const source = 'a container file is a Uint8Array or an iterable of them, such as a stream, not ';
  const cases: readonly [name: string, action: () => unknown, message: string][] = [
    [
      'the name of a fingerprint',
      () => fingerprint(int, untyped('md5')),
      'fingerprints are CRC-64-AVRO, MD5 and SHA-256, not "md5"',
    ],
    [
      'the name of a codec',
      () => writeContainer([1], { schema: int, codec: untyped('deflate') }).next(),
      'codec is an object, such as webDeflate or nodeBlockCodecs.deflate of @sluice/avro/node',
    ],
    ['a path', () => readContainer(untyped('a.avro')), `${source}string "a.avro"`],
    ['no source', () => readContainer(untyped(undefined)), `${source}nothing`],
    ['chunks of text', () => readContainer(untyped(['Obj'])), 'a container file is read from chunks of Uint8Array'],
    ['one value', () => writeContainer(untyped(1), { schema: int }).next(), 'values are an iterable, such as an array'],
    ['no options', () => createContainerWriter(() => {}, untyped(undefined)), 'options are an object'],
  ];
  it.each(cases)('%s', async (_name, action, message) => {
    expect(await messageOf(action)).toBe(message);
  });
});
