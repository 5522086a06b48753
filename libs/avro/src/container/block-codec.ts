import { AvroError } from '../avro-error.ts';

/** How the blocks of an object container file are compressed (Avro 1.12, Required Codecs and Optional Codecs). */
export interface BlockCodec {
  /** As the file's header has it. */
  readonly name: string;
  compress(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Throws, before it takes the memory, where more than `maxSizeBytes` would come out. */
  decompress(bytes: Uint8Array, maxSizeBytes: number): Uint8Array | Promise<Uint8Array>;
}

/** Codecs by their names in headers; `null` need not be among them. */
export type BlockCodecs = Readonly<Record<string, BlockCodec>>;

/** Blocks as they are. */
export const nullBlockCodec: BlockCodec = {
  name: 'null',
  compress: (bytes) => bytes,
  decompress: (bytes) => bytes,
};

/** @throws AvroError where none has the name */
export function findBlockCodec(name: string, codecs: BlockCodecs = {}): BlockCodec {
  const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
  if (codec !== undefined) return codec;
  if (name === nullBlockCodec.name) return nullBlockCodec;
  const known = [...new Set([nullBlockCodec.name, ...Object.keys(codecs)])].join(', ');
  throw new AvroError(`blocks are compressed with ${JSON.stringify(name.slice(0, 60))}, and \`codecs\` has ${known}`);
}
