import { AvroError } from '../avro-error.ts';
import { checkOptions } from '../check-options.ts';
import type { CodecOptions } from '../codec-options.ts';
import { formatSchema } from '../schema/format-schema.ts';
import type { Schema } from '../schema/schema.ts';
import { findBlockCodec, nullBlockCodec } from './block-codec.ts';
import type { BlockCodec, BlockCodecs } from './block-codec.ts';
import type { BlockLimits } from './block-builder.ts';
import { RESERVED_PREFIX, SYNC_MARKER_BYTES } from './header.ts';
import type { ContainerHeader } from './header.ts';

export type WriteContainerOptions = NewContainer | ExistingContainer;

interface Blocks extends CodecOptions {
  /** A block ends with the value that reaches this size, before compression; 64,000 when absent, as in Java. */
  readonly blockSizeBytes?: number;
  /** A block ends when it holds so many values; no matter how many when absent. */
  readonly blockCount?: number;
}

/** A file that starts with a header. */
export interface NewContainer extends Blocks {
  readonly schema: Schema;
  /** `null` when absent: blocks are not compressed. */
  readonly codec?: BlockCodec;
  /** Names may not start with `avro.`. Text is stored as UTF-8. */
  readonly metadata?: ReadonlyMap<string, Uint8Array | string>;
  /** 16 bytes; random when absent. */
  readonly syncMarker?: Uint8Array;
}

/** Blocks to stand behind those of a file that exists: they take its schema, codec and sync marker, and no header comes. */
export interface ExistingContainer extends Blocks {
  readonly header: ContainerHeader;
  /** Where the codec is found that the header names; `null` need not be among them. */
  readonly codecs?: BlockCodecs;
}

/** Where blocks go. */
export interface ContainerTarget {
  readonly header: ContainerHeader;
  readonly isNew: boolean;
  readonly codec: BlockCodec;
  readonly limits: BlockLimits;
}

const OPTIONS = ['schema', 'codec', 'metadata', 'syncMarker', 'header', 'codecs', 'blockSizeBytes', 'blockCount'];
const BLOCK_BYTES = 64_000;

/** @throws AvroError where the options cannot be met */
export function openTarget(options: WriteContainerOptions): ContainerTarget {
  checkOptions(options, OPTIONS);
  const { blockSizeBytes = BLOCK_BYTES, blockCount = Infinity } = options;
  if (!(blockSizeBytes >= 1 && blockSizeBytes <= 2 ** 30)) throw new AvroError('blockSizeBytes is from 1 to 2^30');
  if (!(blockCount >= 1)) throw new AvroError('blockCount is at least 1');
  const limits: BlockLimits = { blockSizeBytes, blockCount };
  if ('header' in options) {
    const { header, codecs } = options;
    return { header, isNew: false, codec: findBlockCodec(header.codec, codecs), limits };
  }
  const { schema, codec = nullBlockCodec, metadata = new Map(), syncMarker = makeSyncMarker() } = options;
  if (typeof codec !== 'object' || codec === null || typeof codec.compress !== 'function')
    throw new AvroError('codec is an object, such as webDeflate or nodeBlockCodecs.deflate of @sluice/avro/node');
  if (syncMarker.length !== SYNC_MARKER_BYTES) throw new AvroError(`a sync marker has ${SYNC_MARKER_BYTES} bytes`);
  const header: ContainerHeader = {
    schema,
    schemaText: formatSchema(schema),
    codec: codec.name,
    metadata: new Map(Array.from(metadata, ([key, value]) => [key, toEntry(key, value)])),
    syncMarker: syncMarker.slice(),
  };
  return { header, isNew: true, codec, limits };
}

function toEntry(key: string, value: Uint8Array | string): Uint8Array {
  if (key.startsWith(RESERVED_PREFIX))
    throw new AvroError(`metadata ${JSON.stringify(key)}: Avro keeps ${RESERVED_PREFIX}*`);
  return typeof value === 'string' ? new TextEncoder().encode(value) : value;
}

function makeSyncMarker(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SYNC_MARKER_BYTES));
}
