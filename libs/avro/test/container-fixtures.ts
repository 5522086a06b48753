import { AvroError, parseSchema, readContainer, webDeflate, writeContainer } from '@sluice/avro';
import type {
  BlockCodec,
  ByteSource,
  ContainerFinding,
  ReadContainerOptions,
  WriteContainerOptions,
} from '@sluice/avro';
import { nodeBlockCodecs } from '@sluice/avro/node';

export const READING = parseSchema({
  type: 'record',
  name: 'Reading',
  namespace: 't',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'value', type: ['null', 'double'] },
    { name: 'at', type: 'long' },
  ],
});

/** Every third is without a value, from the third on. */
export function readings(count: number): { machine: string; value: number | null; at: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    machine: 'SuperOven3000',
    value: index % 3 === 2 ? null : index + 0.5,
    at: 1_700_000_000_000 + index,
  }));
}

export const MARKER = Uint8Array.from({ length: 16 }, (_, index) => index + 1);

/** All that files may be written with; undefined is no compression. */
export const CODECS: readonly { label: string; codec: BlockCodec | undefined }[] = [
  { label: 'null', codec: undefined },
  { label: 'deflate', codec: nodeBlockCodecs.deflate },
  { label: 'deflate of the platform', codec: webDeflate },
  { label: 'snappy', codec: nodeBlockCodecs.snappy },
  { label: 'zstandard', codec: nodeBlockCodecs.zstandard },
];

export async function write(
  values: AsyncIterable<unknown> | Iterable<unknown>,
  options: WriteContainerOptions,
): Promise<Uint8Array> {
  return join(await collect(writeContainer(values, options)));
}

export async function read(source: ByteSource, options: ReadContainerOptions = {}): Promise<unknown[]> {
  return await collect(await readContainer(source, { codecs: nodeBlockCodecs, ...options }));
}

/** What reading gives before it refuses, and the refusal. */
export async function readUntilRefused(
  source: ByteSource,
  options: ReadContainerOptions = {},
): Promise<{ values: unknown[]; message: string; finding: ContainerFinding | undefined }> {
  const values: unknown[] = [];
  try {
    for await (const value of await readContainer(source, { codecs: nodeBlockCodecs, ...options })) values.push(value);
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    const [finding] = error.findings;
    return {
      values,
      message: error.message,
      finding: finding !== undefined && 'intactBytes' in finding ? finding : undefined,
    };
  }
  throw new Error('the file was read to its end');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The bytes cut at each of the sizes in turn. */
export function cutUp(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
