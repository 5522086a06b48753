import type { ErrorName } from '@sluice/kafka';
import { ZERO_UUID } from '@sluice/kafka';
import type { RequestContext } from '../api/handler.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { FetchTarget } from './fetch-sessions.ts';

/** What a fetch gets of one partition. */
export interface ReadTarget {
  readonly target: FetchTarget;
  readonly error: ErrorName;
  readonly records: Uint8Array | null;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly log: PartitionLog | undefined;
}

/**
 * Reads the partitions in their order until `maxBytes` are found; the first batch found is given whatever its size, so
 * that a consumer gets past it. Undefined finds no records at all.
 */
export async function readTargets(
  targets: Iterable<FetchTarget>,
  maxBytes: number | undefined,
  context: RequestContext,
): Promise<ReadTarget[]> {
  const reads: ReadTarget[] = [];
  let left = maxBytes ?? 0;
  let isEmpty = maxBytes !== undefined;
  for (const target of targets) {
    const reading = readTarget(target, left, isEmpty, context);
    const read = reading instanceof Promise ? await reading : reading;
    const size = read.records?.length ?? 0;
    if (size > 0) isEmpty = false;
    left = Math.max(0, left - size);
    reads.push(read);
  }
  return reads;
}

function readTarget(
  target: FetchTarget,
  left: number,
  atLeastOne: boolean,
  { broker }: RequestContext,
): ReadTarget | Promise<ReadTarget> {
  const { topics, leaderEpoch } = broker;
  const usesId = target.topicId !== ZERO_UUID;
  const topic = usesId ? topics.byId(target.topicId) : topics.get(target.topic);
  if (topic === undefined) return failed(target, usesId ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION');
  if (target.partition < 0 || target.partition >= topic.partitions) return failed(target, 'UNKNOWN_TOPIC_OR_PARTITION');
  if (target.leaderEpoch >= 0 && target.leaderEpoch !== leaderEpoch) {
    return failed(target, target.leaderEpoch < leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH');
  }
  const log = topics.openLog(topic, target.partition);
  if (log instanceof Promise) {
    return log.then(
      (opened) => readLog(opened, target, left, atLeastOne),
      () => failed(target, 'KAFKA_STORAGE_ERROR'),
    );
  }
  return readLog(log, target, left, atLeastOne);
}

function readLog(
  log: PartitionLog,
  target: FetchTarget,
  left: number,
  atLeastOne: boolean,
): ReadTarget | Promise<ReadTarget> {
  const { highWatermark, startOffset: logStartOffset } = log;
  const read = log.read(target.fetchOffset, Math.min(left, target.maxBytes), atLeastOne);
  if (!(read instanceof Promise)) return { target, ...read, highWatermark, logStartOffset, log };
  return read.then(
    (done) => ({ target, ...done, highWatermark, logStartOffset, log }),
    () => failed(target, 'KAFKA_STORAGE_ERROR'),
  );
}

function failed(target: FetchTarget, error: ErrorName): ReadTarget {
  return { target, error, records: null, highWatermark: -1, logStartOffset: -1, log: undefined };
}
