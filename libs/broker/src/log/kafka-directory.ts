import { join } from 'node:path';
import { KAFKA_PROPERTIES_FILE } from '../storage/data-dir.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import type { LogEnvironment } from './log-environment.ts';
import { METADATA_FILE, readPartitionMetadata } from './partition-metadata.ts';
import { decodeProducerSnapshot } from './producer-snapshot.ts';
import { parseSegmentFileName } from './segment.ts';

/** What Apache Kafka left in a log directory, as far as the directory itself tells. */
export interface KafkaDirectory {
  readonly topics: readonly { readonly name: string; readonly id: string; readonly partitions: number }[];
  /** The latest that wrote any record. */
  readonly leaderEpoch: number;
  /** None of the producer ids in the logs, nor of Kafka's block around the last one, is this or a later one. */
  readonly nextProducerId: bigint;
}

/** Kafka reserves this many producer ids at once. */
const PRODUCER_ID_BLOCK = 1000n;

/**
 * Reads the directory of a stopped Kafka (its own internal topics apart: they are laid out for many nodes). Undefined
 * when Kafka has not formatted it. Topic configs and group offsets are not looked at.
 */
export async function readKafkaDirectory(
  path: string,
  environment: LogEnvironment,
): Promise<KafkaDirectory | undefined> {
  const { backend, crc32c, logger } = environment;
  if ((await backend.readFile(join(path, KAFKA_PROPERTIES_FILE))) === undefined) return undefined;
  const topics = new Map<string, { name: string; id: string; partitions: number }>();
  let leaderEpoch = 0;
  let lastProducerId = -1n;
  for (const directory of await backend.list(path)) {
    const [, name, partition] = /^((?!__)[\w.-]+)-(\d+)$/.exec(directory) ?? [];
    const metadata = name && (await backend.readFile(join(path, directory, METADATA_FILE)));
    if (name === undefined || !metadata) continue;
    const { topicId: id, isDamaged } = readPartitionMetadata(new TextDecoder().decode(metadata), '', crc32c);
    const known = topics.get(name);
    if (id === undefined || isDamaged || (known !== undefined && known.id !== id)) {
      logger.error({ file: join(path, directory, METADATA_FILE) }, 'partition is not taken over: whose is it?');
      continue;
    }
    topics.set(name, { name, id, partitions: Math.max(known?.partitions ?? 0, Number(partition) + 1) });
    const { epochs } = await LeaderEpochs.open(join(path, directory), environment);
    leaderEpoch = Math.max(leaderEpoch, epochs.last?.epoch ?? 0);
    for (const file of await backend.list(join(path, directory))) {
      if (parseSegmentFileName(file, '.snapshot') === undefined) continue;
      const bytes = await backend.readFile(join(path, directory, file));
      for (const [id] of (bytes && decodeProducerSnapshot(bytes, crc32c))?.entries() ?? []) {
        if (id > lastProducerId) lastProducerId = id;
      }
    }
  }
  const nextProducerId = (lastProducerId / PRODUCER_ID_BLOCK + 1n) * PRODUCER_ID_BLOCK;
  return { topics: [...topics.values()], leaderEpoch, nextProducerId };
}
