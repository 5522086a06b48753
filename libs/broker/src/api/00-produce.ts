import { errorCode, produce } from '@sluice/kafka';
import type { ErrorName, ProduceRequest, ProduceResponse } from '@sluice/kafka';
import { crc32c } from '@sluice/kafka/node';
import { BrokerError } from '../broker-error.ts';
import { checkProduced, stampProduced } from '../log/produced-records.ts';
import type { ProducedRecords, RefusedRecords } from '../log/produced-records.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { CheckAllowance, RecordsRefusal } from '../policy/record-policy.ts';
import type { TopicSettings } from '../topics/topic-configs.ts';
import type { Topic } from '../topics/topics.ts';
import { createTextBudget } from './text-budget.ts';
import type { TextBudget } from './text-budget.ts';
import type { Handler, RequestContext } from './handler.ts';

type TopicRequest = ProduceRequest['topicData'][number];
type PartitionRequest = TopicRequest['partitionData'][number];
type PartitionResponse = ProduceResponse['responses'][number]['partitionResponses'][number];

/**
 * Versions 0 to 2 are advertised and refused: older librdkafka looks for exactly version 0 before it compresses, and no
 * client sends one of them.
 */
const FIRST_VERSION_SERVED = 3;
const FIRST_VERSION_WITH_ZSTD = 7;

/** Produce: checks each partition's batches, headers first and then records if the topic asks for it, and stores them. */
export const produceHandler: Handler<ProduceRequest, ProduceResponse> = {
  api: produce,
  versions: [0, 13],
  async handle(request, context) {
    const { acks } = request;
    const refusal = checkRequest(request, context);
    const texts = createTextBudget();
    const allowance = context.broker.records.allow();
    const answers: Promise<PartitionResponse>[][] = [];
    for (const topicRequest of request.topicData) {
      const { topic, error } = findTopic(topicRequest, context);
      const partitions: Promise<PartitionResponse>[] = [];
      for (const partition of topicRequest.partitionData) {
        if (refusal !== undefined || topic === undefined) {
          partitions.push(
            Promise.resolve({ index: partition.index, errorCode: errorCode(refusal ?? error), baseOffset: -1n }),
          );
          continue;
        }
        const started = startPartition(topic, partition, context, texts, allowance);
        // Offsets are given in the order of requests, so a partition that has to wait holds back what follows.
        partitions.push(started instanceof Promise ? (await started).answer : started.answer);
      }
      answers.push(partitions);
    }
    context.admitNext();
    const responses = await Promise.all(
      request.topicData.map(async ({ name, topicId }, i) => {
        return { name, topicId, partitionResponses: await Promise.all(answers[i] ?? []) };
      }),
    );
    if (acks !== 0) return { responses };
    reportLost(responses, context);
    return undefined;
  },
};

/** An append under way; boxed, because a promise of a promise is the inner one. */
interface Started {
  readonly answer: Promise<PartitionResponse>;
}

function checkRequest(
  { acks, transactionalId }: ProduceRequest,
  { apiVersion }: RequestContext,
): ErrorName | undefined {
  if (apiVersion < FIRST_VERSION_SERVED) return 'UNSUPPORTED_VERSION';
  if (acks !== 0 && acks !== 1 && acks !== -1) return 'INVALID_REQUIRED_ACKS';
  return transactionalId === null ? undefined : 'INVALID_TXN_STATE';
}

function findTopic(
  { name, topicId }: TopicRequest,
  { apiVersion, broker }: RequestContext,
): { topic: Topic | undefined; error: ErrorName } {
  const usesIds = apiVersion >= 13;
  const topic = usesIds ? broker.topics.byId(topicId) : broker.topics.get(name);
  if (topic?.isInternal === true) return { topic: undefined, error: 'INVALID_TOPIC_EXCEPTION' };
  return { topic, error: usesIds ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION' };
}

function startPartition(
  topic: Topic,
  { index, records }: PartitionRequest,
  context: RequestContext,
  texts: TextBudget,
  allowance: CheckAllowance,
): Started | Promise<Started> {
  if (index < 0 || index >= topic.partitions) {
    return answerAtOnce(refuse(index, { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: '' }, texts));
  }
  const { broker, apiVersion } = context;
  const { settings } = topic;
  const limits = { maxBatchBytes: settings.maxMessageBytes, segmentBytes: settings.log.segmentBytes };
  const produced = checkProduced(records, limits, crc32c);
  if ('error' in produced) return answerAtOnce(refuse(index, produced, texts));
  const untimely = settings.usesLogAppendTime ? undefined : refuseUntimely(produced, settings.timestamps);
  if (untimely !== undefined) return answerAtOnce(refuse(index, untimely, texts));
  if (apiVersion < FIRST_VERSION_WITH_ZSTD && produced.headers.some(({ compression }) => compression === 'zstd')) {
    const message = 'zstd needs Produce version 7 or later';
    return answerAtOnce(refuse(index, { error: 'UNSUPPORTED_COMPRESSION_TYPE', message }, texts));
  }
  const refused = broker.records.check(topic, index, produced, context.clientId, allowance);
  const log = broker.topics.openLog(topic, index);
  if (refused === undefined && !(log instanceof Promise)) return { answer: append(topic, index, produced, log, texts) };
  return startWaiting(topic, index, produced, refused, log, texts);
}

/** Kafka looks at every record; here it is the times that a batch's header tells. */
function refuseUntimely(
  { headers }: ProducedRecords,
  { beforeMs, afterMs }: TopicSettings['timestamps'],
): RefusedRecords | undefined {
  const nowMs = Date.now();
  for (const { baseTimestamp, maxTimestamp } of headers) {
    const isEarly = baseTimestamp >= 0n && Number(baseTimestamp) < nowMs - beforeMs;
    if (!isEarly && Number(maxTimestamp) <= nowMs + afterMs) continue;
    const time = isEarly ? baseTimestamp : maxTimestamp;
    const message = `Timestamp ${time} is out of range: it may be from ${beforeMs} ms before to ${afterMs} ms after the broker's time.`;
    return { error: 'INVALID_TIMESTAMP', message };
  }
  return undefined;
}

async function startWaiting(
  topic: Topic,
  index: number,
  produced: ProducedRecords,
  check: RecordsRefusal | undefined | Promise<RecordsRefusal | undefined>,
  opening: PartitionLog | Promise<PartitionLog>,
  texts: TextBudget,
): Promise<Started> {
  const [refusal, log] = await Promise.allSettled([check, opening]);
  if (refusal.status === 'rejected') throw refusal.reason;
  if (refusal.value !== undefined) return answerAtOnce(refuse(index, refusal.value, texts));
  if (log.status === 'rejected') return answerAtOnce(refuse(index, describeFailure(log.reason), texts));
  return { answer: append(topic, index, produced, log.value, texts) };
}

/** Runs up to the point where the batches have their offsets before it first waits. */
async function append(
  topic: Topic,
  index: number,
  produced: ProducedRecords,
  log: PartitionLog,
  texts: TextBudget,
): Promise<PartitionResponse> {
  const appendTimeMs = topic.settings.usesLogAppendTime ? BigInt(Date.now()) : -1n;
  const stamped = appendTimeMs < 0n ? produced : stampProduced(produced, appendTimeMs, crc32c);
  const appending = log.append(stamped);
  if (typeof appending === 'string') return refuse(index, { error: appending, message: '' }, texts);
  try {
    const { baseOffset } = await appending;
    return {
      index,
      errorCode: 0,
      baseOffset: BigInt(baseOffset),
      logAppendTimeMs: appendTimeMs,
      logStartOffset: BigInt(log.startOffset),
    };
  } catch (error) {
    return refuse(index, describeFailure(error), texts);
  }
}

function describeFailure(error: unknown): RefusedRecords {
  if (!(error instanceof BrokerError)) throw error;
  // A closed log is one that is being removed or whose broker is stopping: clients look for it again.
  if (error.kind === 'closed') return { error: 'NOT_LEADER_OR_FOLLOWER', message: error.message };
  return { error: 'KAFKA_STORAGE_ERROR', message: error.message };
}

function answerAtOnce(response: PartitionResponse): Started {
  return { answer: Promise.resolve(response) };
}

function refuse(index: number, refusal: RefusedRecords | RecordsRefusal, texts: TextBudget): PartitionResponse {
  const recordErrors = 'recordErrors' in refusal ? refusal.recordErrors : [];
  return {
    index,
    errorCode: errorCode(refusal.error),
    baseOffset: -1n,
    errorMessage: refusal.message === '' ? null : texts.spend(refusal.message),
    recordErrors: recordErrors.map(({ batchIndex, message }) => {
      return { batchIndex, batchIndexErrorMessage: message === null ? null : texts.spend(message) };
    }),
  };
}

/** With acks=0 nobody hears of a refusal but the log. */
function reportLost(responses: ProduceResponse['responses'], { broker, clientId }: RequestContext): void {
  for (const { name, partitionResponses } of responses) {
    for (const { index, errorCode: code, errorMessage } of partitionResponses) {
      if (code === 0) continue;
      broker.logger.warn(
        { topic: name, partition: index, errorCode: code, errorMessage, clientId },
        'acks=0 batch refused',
      );
    }
  }
}
