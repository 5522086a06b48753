import { AvroError } from '../avro-error.ts';
import { concat } from './bytes.ts';
import type { BlockCodec } from './block-codec.ts';

/** Deflate (RFC 1951) by the platform's streams, in a browser and in Node; in Node, `nodeBlockCodecs` is faster. */
export const webDeflate: BlockCodec = {
  name: 'deflate',
  compress: (bytes) => pump(new CompressionStream('deflate-raw'), bytes, Infinity),
  decompress: inflate,
};

/** Avro's and fastavro's writers in Python leave so much of zlib's checksum behind the data; only the platform minds. */
const PYTHON_REST_BYTES = 3;

async function inflate(bytes: Uint8Array, maxSizeBytes: number): Promise<Uint8Array> {
  try {
    return await pump(new DecompressionStream('deflate-raw'), bytes, maxSizeBytes);
  } catch (error) {
    if (error instanceof AvroError) throw error;
    const data = bytes.subarray(0, -PYTHON_REST_BYTES);
    return await pump(new DecompressionStream('deflate-raw'), data, maxSizeBytes).catch(() => {
      throw error;
    });
  }
}

async function pump(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  maxSizeBytes: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const written = Promise.allSettled([writer.write(bytes), writer.close()]);
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxSizeBytes) {
      await reader.cancel();
      throw new AvroError(`it makes more than ${maxSizeBytes} bytes`);
    }
    parts.push(value);
  }
  await written;
  return concat(parts);
}
