import type { MetadataLog } from './metadata-log.ts';

/** As many ids as Kafka reserves at a time: what a crash wastes. */
const BLOCK_SIZE = 1000n;

/** Ids of idempotent producers. None is given out twice, whatever happens to the process. */
export interface ProducerIds {
  next(): Promise<bigint>;
}

export function createProducerIds(metadata: MetadataLog): ProducerIds {
  let next = metadata.nextProducerId;
  let end = next;
  let reserving: Promise<void> | undefined;

  async function reserve(): Promise<void> {
    const start = end;
    await metadata.putNextProducerId(start + BLOCK_SIZE);
    next = start;
    end = start + BLOCK_SIZE;
  }
  return {
    async next() {
      while (next >= end) {
        reserving ??= reserve().finally(() => {
          reserving = undefined;
        });
        await reserving;
      }
      return next++;
    },
  };
}
