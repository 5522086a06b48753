import { statfs } from 'node:fs/promises';
import { describeLogDirs, errorCode } from '@sluice/kafka';
import type { DescribeLogDirsRequest, DescribeLogDirsResponse } from '@sluice/kafka';
import type { Handler, RequestContext } from './handler.ts';

type TopicResponse = DescribeLogDirsResponse['results'][number]['topics'][number];

/** DescribeLogDirs: the one log directory, how full its disk is, and the size of the partitions asked for. */
export const describeLogDirsHandler: Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  api: describeLogDirs,
  versions: [1, 5],
  async handle(request, context) {
    const { broker } = context;
    const topics: TopicResponse[] = [];
    try {
      for (const [name, partitions] of listWanted(request, context)) {
        topics.push({ name, partitions: await measure(name, partitions, context) });
      }
      const { bsize, blocks, bavail } = await statfs(broker.logDir);
      const sizes = { totalBytes: BigInt(bsize) * BigInt(blocks), usableBytes: BigInt(bsize) * BigInt(bavail) };
      return { throttleTimeMs: 0, errorCode: 0, results: [{ errorCode: 0, logDir: broker.logDir, topics, ...sizes }] };
    } catch (error) {
      broker.logger.error({ error: String(error) }, 'log directory cannot be described');
      const failure = errorCode('KAFKA_STORAGE_ERROR');
      return { throttleTimeMs: 0, errorCode: 0, results: [{ errorCode: failure, logDir: broker.logDir, topics: [] }] };
    }
  },
};

/** Partitions by topic, each once; all of them when the request says null. */
function listWanted({ topics }: DescribeLogDirsRequest, { broker }: RequestContext): Map<string, Iterable<number>> {
  const wanted = new Map<string, Set<number>>();
  if (topics === null) {
    for (const { name, partitions } of broker.topics.list()) wanted.set(name, new Set(Array(partitions).keys()));
    return wanted;
  }
  for (const { topic, partitions } of topics) {
    const known = wanted.get(topic) ?? new Set();
    for (const partition of partitions) known.add(partition);
    wanted.set(topic, known);
  }
  return wanted;
}

async function measure(
  name: string,
  partitions: Iterable<number>,
  { broker }: RequestContext,
): Promise<TopicResponse['partitions']> {
  const topic = broker.topics.get(name);
  const sizes: TopicResponse['partitions'][number][] = [];
  for (const partitionIndex of partitions) {
    if (topic === undefined || partitionIndex < 0 || partitionIndex >= topic.partitions) continue;
    const log = await broker.topics.openLog(topic, partitionIndex);
    sizes.push({ partitionIndex, partitionSize: BigInt(log.sizeBytes), offsetLag: 0n, isFutureKey: false });
  }
  return sizes;
}
