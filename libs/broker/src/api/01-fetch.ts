import { errorCode, fetch, ZERO_UUID } from '@sluice/kafka';
import type { ErrorName, FetchRequest, FetchResponse } from '@sluice/kafka';
import type { FetchSession, FetchTarget } from '../fetch/fetch-sessions.ts';
import { readTargets } from '../fetch/read-targets.ts';
import type { ReadTarget } from '../fetch/read-targets.ts';
import { waitForBytes } from '../fetch/wait-for-bytes.ts';
import type { BrokerServices, Handler, RequestContext } from './handler.ts';

type TopicResponse = FetchResponse['responses'][number];
type PartitionResponse = TopicResponse['partitions'][number];

/** A response holds no more than this, whatever the client allows: it is in memory as a whole. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
const READ_COMMITTED = 1;

/** Fetch: whole batches of many partitions, waiting for new ones if the client wants; sessions as in KIP-227. */
export const fetchHandler: Handler<FetchRequest, FetchResponse> = {
  api: fetch,
  versions: [4, 18],
  async handle(request, context) {
    const { broker, apiVersion } = context;
    const session = broker.fetchSessions.open(request, apiVersion);
    if (typeof session === 'string') return { throttleTimeMs: 0, errorCode: errorCode(session), responses: [] };
    const reads = await readEnough(session, request, context);
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      sessionId: session.id,
      responses: groupByTopic(session, reads, request.isolationLevel === READ_COMMITTED, broker),
    };
  },
};

/** Reads until there are `minBytes`, something else to tell, or the client's time is over. */
async function readEnough(
  session: FetchSession,
  { minBytes, maxBytes, maxWaitMs }: FetchRequest,
  context: RequestContext,
): Promise<ReadTarget[]> {
  const { answerRoom, broker, connection } = context;
  const limit = Math.max(1, Math.min(maxBytes, MAX_RESPONSE_BYTES));
  const signals = [connection.closed, broker.stopping];
  const deadline = Date.now() + maxWaitMs;
  for (;;) {
    const room = answerRoom.reserve(limit);
    const reads = await readTargets(session.targets(), room, context);
    const found = reads.reduce((sum, { records }) => sum + (records?.length ?? 0), 0);
    answerRoom.keep(found);
    const leftMs = deadline - Date.now();
    // Short of room, one batch is enough.
    const enough = Math.min(minBytes, Math.max(1, room ?? 1));
    const isDone = found >= enough || leftMs <= 0 || signals.some(({ aborted }) => aborted);
    if (isDone || reads.some(({ error }) => error !== 'NONE') || hasNews(session, reads)) return reads;
    // What was stored while the other partitions were read would not wake anybody any more.
    if (reads.some(({ log, highWatermark }) => log?.highWatermark !== highWatermark)) continue;
    answerRoom.keep(0);
    const logs = reads.flatMap(({ log }) => log ?? []);
    const woken = await waitForBytes(logs, minBytes - found, leftMs, signals);
    if (woken === 'log closed') return readTargets(session.targets(), answerRoom.reserve(limit), context);
  }
}

/** In a session a partition whose high watermark moved is answered even when its records were not asked for. */
function hasNews(session: FetchSession, reads: readonly ReadTarget[]): boolean {
  return session.isIncremental && reads.some((read) => read.records?.length === 0 && differs(read.target, read));
}

/** In an incremental answer a partition is left out when there is nothing new to say of it. */
function groupByTopic(
  session: FetchSession,
  reads: readonly ReadTarget[],
  isReadCommitted: boolean,
  broker: BrokerServices,
): TopicResponse[] {
  const topics = new Map<string, { topic: string; topicId: string; partitions: PartitionResponse[] }>();
  for (const read of reads) {
    const { target } = read;
    const hasRecords = (read.records?.length ?? 0) > 0;
    const isTold = !session.isIncremental || hasRecords || read.error !== 'NONE' || differs(target, read);
    target.highWatermark = read.highWatermark;
    target.logStartOffset = read.logStartOffset;
    if (!isTold) continue;
    if (hasRecords) session.moveToEnd(target);
    const key = target.topicId === ZERO_UUID ? target.topic : target.topicId;
    let topic = topics.get(key);
    if (topic === undefined) {
      topic = { topic: target.topic, topicId: target.topicId, partitions: [] };
      topics.set(key, topic);
    }
    topic.partitions.push(describePartition(read, isReadCommitted, broker));
  }
  return [...topics.values()];
}

function differs(target: FetchTarget, read: ReadTarget): boolean {
  return target.highWatermark !== read.highWatermark || target.logStartOffset !== read.logStartOffset;
}

const LEADER_ERRORS: ReadonlySet<ErrorName> = new Set(['FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH']);

function describePartition(read: ReadTarget, isReadCommitted: boolean, broker: BrokerServices): PartitionResponse {
  const { target, error, records, highWatermark, logStartOffset } = read;
  return {
    partitionIndex: target.partition,
    errorCode: errorCode(error),
    highWatermark: BigInt(highWatermark),
    lastStableOffset: BigInt(highWatermark),
    logStartOffset: BigInt(logStartOffset),
    abortedTransactions: isReadCommitted ? [] : null,
    records: records ?? new Uint8Array(0),
    ...(LEADER_ERRORS.has(error)
      ? { currentLeader: { leaderId: broker.nodeId, leaderEpoch: broker.leaderEpoch } }
      : {}),
  };
}
