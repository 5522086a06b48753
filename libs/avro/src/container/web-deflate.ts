import { AvroError } from '../avro-error.ts';
import { concat } from './bytes.ts';
import type { BlockCodec } from './block-codec.ts';

/** Deflate (RFC 1951) by the platform's streams, in a browser and in Node; in Node, `nodeBlockCodecs` is faster. */
export const webDeflate: BlockCodec = {
  name: 'deflate',
  compress: (bytes) => pump(new CompressionStream('deflate-raw'), bytes, Infinity),
  decompress: (bytes, maxSizeBytes) => pump(new DecompressionStream('deflate-raw'), bytes, maxSizeBytes),
};

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
      throw new AvroError(`more than ${maxSizeBytes} bytes come out`);
    }
    parts.push(value);
  }
  await written;
  return concat(parts);
}
