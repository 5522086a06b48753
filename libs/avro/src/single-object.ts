import { AvroError } from './avro-error.ts';
import { checkOptions } from './check-options.ts';
import { compileResolver } from './codec.ts';
import type { CodecOptions } from './codec-options.ts';
import { createCodec } from './create-codec.ts';
import type { Codec, Resolver } from './create-codec.ts';
import { planCodec } from './plan/build-plan.ts';
import { makeProduct } from './products.ts';
import { checkSchema } from './schema/check-schema.ts';
import { fingerprint } from './schema/fingerprint.ts';
import type { Schema } from './schema/schema.ts';

/** Single-object encoding (Avro 1.12): C3 01, the CRC-64-AVRO fingerprint in little-endian order, the value. */
const MARKER = [0xc3, 0x01] as const;
const HEADER_BYTES = 10;
/** Schemas whose resolvers are kept, unless told otherwise. */
const MAX_RESOLVERS = 1000;

export type SingleObjectEncoder = Pick<Codec, 'encode' | 'encodeInto'>;

export interface SingleObjectDecoder {
  /**
   * The value in `bytes[start, end)`, header included. A ByteFinding's offset counts from behind the header.
   * @throws AvroError where the header is wrong, its schema is unknown, or the bytes do not match that schema
   */
  decode(bytes: Uint8Array, start?: number, end?: number): unknown;
}

export interface SingleObjectDecoderOptions extends CodecOptions {
  /** All that may come; or what finds a schema by its CRC-64-AVRO fingerprint, an unsigned 64-bit number. */
  readonly schemas: Iterable<Schema> | ((fingerprint: bigint) => Schema | undefined);
  /** What values are read as; the schema they were written with when absent. */
  readonly readerSchema?: Schema;
  /** Compiled resolvers kept, the oldest given up first; 1000 when absent. */
  readonly maxResolvers?: number;
}

/** `encode` and `encodeInto` as those of a codec, with the header in front, all in one pass. */
export function createSingleObjectEncoder(schema: Schema, options: CodecOptions = {}): SingleObjectEncoder {
  checkSchema(schema, 'the schema');
  checkOptions(options);
  const { engine = 'jit' } = options;
  const plan = planCodec(schema, options);
  const header = Uint8Array.of(...MARKER, ...fingerprint(schema, 'CRC-64-AVRO'));
  const { encode, encodeInto } = createCodec({
    plan: () => plan,
    encode: () => {
      const encodeBody = makeProduct(plan, 'encode', engine);
      return (value, bytes, start) => {
        for (let index = 0; index < HEADER_BYTES; index++) bytes[start + index] = header[index] as number;
        return encodeBody(value, bytes, start + HEADER_BYTES, 0);
      };
    },
    decode: () => makeProduct(plan, 'decode', engine),
    validate: () => makeProduct(plan, 'validate', engine),
  });
  return { encode, encodeInto };
}

export function createSingleObjectDecoder(options: SingleObjectDecoderOptions): SingleObjectDecoder {
  checkOptions(options, ['schemas', 'readerSchema', 'maxResolvers']);
  const { schemas, readerSchema, maxResolvers = MAX_RESOLVERS, ...codecOptions } = options;
  if (readerSchema !== undefined) checkSchema(readerSchema, 'readerSchema');
  const find = typeof schemas === 'function' ? schemas : indexSchemas(schemas);
  const resolvers = new Map<bigint, Resolver>();

  function addResolver(id: bigint): Resolver {
    const schema = find(id);
    if (schema === undefined) throw new AvroError(`no schema has the fingerprint ${formatFingerprint(id)}`);
    const own = toFingerprint(schema);
    if (own !== id) {
      throw new AvroError(
        `the schema given for ${formatFingerprint(id)} has the fingerprint ${formatFingerprint(own)}`,
      );
    }
    const resolver = compileResolver(schema, readerSchema ?? schema, codecOptions);
    if (resolvers.size >= maxResolvers)
      for (const oldest of resolvers.keys()) {
        resolvers.delete(oldest);
        break;
      }
    resolvers.set(id, resolver);
    return resolver;
  }

  // Most that come one after the other are of one schema: comparing bytes is all that their header costs.
  let lastHeader = new Uint8Array(HEADER_BYTES);
  let lastResolver: Resolver | undefined;
  return {
    decode(bytes, start = 0, end = bytes.length) {
      if (lastResolver === undefined || end > bytes.length || !startsWith(bytes, start, end, lastHeader)) {
        const id = readSingleObjectHeader(bytes, start, end).fingerprint;
        lastResolver = resolvers.get(id) ?? addResolver(id);
        lastHeader = Uint8Array.from(bytes.subarray(start, start + HEADER_BYTES));
      }
      return lastResolver.decode(bytes, start + HEADER_BYTES, end);
    },
  };
}

function startsWith(bytes: Uint8Array, start: number, end: number, header: Uint8Array): boolean {
  if (end - start < HEADER_BYTES) return false;
  for (let index = 0; index < HEADER_BYTES; index++) if (bytes[start + index] !== header[index]) return false;
  return true;
}

export interface SingleObjectHeader {
  /** CRC-64-AVRO, an unsigned 64-bit number. */
  readonly fingerprint: bigint;
  /** Where the value starts. */
  readonly bodyOffset: number;
}

/** @throws AvroError where `bytes[start, end)` do not start with the header of a single object */
export function readSingleObjectHeader(bytes: Uint8Array, start = 0, end = bytes.length): SingleObjectHeader {
  const given = end - start;
  if (!(start >= 0 && end <= bytes.length && given >= HEADER_BYTES)) {
    throw new AvroError(`a single object starts with ${HEADER_BYTES} bytes, and ${Math.max(0, given)} are given`);
  }
  const first = bytes[start] as number;
  const second = bytes[start + 1] as number;
  if (first !== MARKER[0] || second !== MARKER[1]) {
    const found = [first, second].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    throw new AvroError(`a single object starts with c301, and these bytes with ${found}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, HEADER_BYTES);
  return { fingerprint: view.getBigUint64(2, true), bodyOffset: start + HEADER_BYTES };
}

function indexSchemas(schemas: Iterable<Schema>): (fingerprint: bigint) => Schema | undefined {
  const byFingerprint = new Map(Array.from(schemas, (schema) => [toFingerprint(schema), schema]));
  return (id) => byFingerprint.get(id);
}

function toFingerprint(schema: Schema): bigint {
  return new DataView(fingerprint(schema, 'CRC-64-AVRO').buffer).getBigUint64(0, true);
}

/** As Java and the specification write it: the number, most significant digit first. */
function formatFingerprint(id: bigint): string {
  return `0x${id.toString(16).padStart(16, '0')}`;
}
