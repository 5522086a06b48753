import type { Codecs } from '../records/codecs.ts';
import { lz4 } from './lz4.ts';
import { snappy } from './snappy.ts';
import { gzip, zstd } from './zlib.ts';

/** Kafka's compressions on Node. Native modules are loaded at their first use. */
export const nodeCodecs: Codecs = { gzip, snappy, lz4, zstd };
