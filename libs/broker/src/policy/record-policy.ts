import { KafkaError, MAX_BATCH_BODY_BYTES, openRecords, readBatchBody } from '@sluice/kafka';
import type { Codecs, ErrorName, RecordCursor } from '@sluice/kafka';
import type { Gate, Rejection, TopicGate, Verdict } from '@sluice/gate';
import type { ProducedRecords } from '../log/produced-records.ts';
import type { Topic } from '../topics/topics.ts';
import type { RejectionLog } from './rejections.ts';

/** Why a partition's batches are refused. `recordErrors` name the records at fault by their place among those sent. */
export interface RecordsRefusal {
  readonly error: ErrorName;
  readonly message: string;
  readonly recordErrors: readonly { readonly batchIndex: number; readonly message: string | null }[];
}

/** What a topic demands of its records, checked before they are stored. */
export interface RecordPolicy {
  /** Undefined accepts. Answers at once when no schema has to be asked for. */
  check(
    topic: Topic,
    partition: number,
    produced: ProducedRecords,
    clientId: string | null,
  ): RecordsRefusal | undefined | Promise<RecordsRefusal | undefined>;
}

/** Of one refused batch this many records are described; the others are counted and named by index only. */
const DESCRIBED = 100;
/** Longer messages are cut: they go into a response and into logs. */
const MAX_MESSAGE_CHARS = 300;

interface Walk {
  readonly cursor: RecordCursor;
  readonly body: Uint8Array;
  readonly gate: TopicGate;
  readonly firstIndex: number;
  readonly note: (index: number, rejection: Rejection) => void;
}

export function createRecordPolicy(gate: Gate, codecs: Codecs, rejections: RejectionLog): RecordPolicy {
  const gates = new WeakMap<Topic, TopicGate>();

  function gateOf(topic: Topic): TopicGate | undefined {
    const { policy } = topic.settings;
    if (policy === undefined) return undefined;
    const known = gates.get(topic);
    if (known !== undefined) return known;
    const opened = gate.open(topic.name, policy);
    gates.set(topic, opened);
    return opened;
  }

  return {
    check(topic, partition, produced, clientId) {
      const topicGate = gateOf(topic);
      if (topicGate === undefined) return undefined;
      const refused: { batchIndex: number; message: string | null }[] = [];
      const note = (batchIndex: number, rejection: Rejection): void => {
        const message = cut(rejection.message);
        const isDescribed = refused.length < DESCRIBED;
        refused.push({ batchIndex, message: isDescribed ? message : null });
        if (!isDescribed) return rejections.count(topic.name, rejection.reason, 1);
        const time = new Date().toISOString();
        rejections.note({ ...rejection, message, time, topic: topic.name, partition, batchIndex, clientId });
      };
      const conclude = (): RecordsRefusal | undefined => {
        const first = refused[0];
        if (first === undefined) return undefined;
        const others = refused.length === 1 ? '' : ` (and ${refused.length - 1} more)`;
        const text = `record ${first.batchIndex}: ${first.message ?? ''}`;
        const message = `${text.slice(0, MAX_MESSAGE_CHARS - others.length)}${others}`;
        return { error: 'INVALID_RECORD', message, recordErrors: refused };
      };
      try {
        const pending = checkBatches(produced, 0, 0, 0, topicGate, codecs, note);
        return pending === undefined ? conclude() : pending.then(conclude, refuseBroken);
      } catch (error) {
        return refuseBroken(error);
      }
    },
  };
}

/** Checks the batches from number `batch` on; a promise only when a verdict is one. Throws KafkaError on broken bodies. */
function checkBatches(
  produced: ProducedRecords,
  batch: number,
  at: number,
  firstIndex: number,
  gate: TopicGate,
  codecs: Codecs,
  note: Walk['note'],
): undefined | Promise<void> {
  let offset = at;
  let index = firstIndex;
  for (let i = batch; i < produced.headers.length; i++) {
    const header = produced.headers[i];
    if (header === undefined) break;
    const body = readBatchBody(produced.bytes, offset, header, codecs, MAX_BATCH_BODY_BYTES);
    const cursor = openRecords(body, header.recordsCount);
    offset += header.sizeBytes;
    const walk: Walk = { cursor, body, gate, firstIndex: index, note };
    index += header.recordsCount;
    const pending = walkAtOnce(walk);
    if (pending !== undefined) {
      return pending.then(() => checkBatches(produced, i + 1, offset, index, gate, codecs, note));
    }
  }
  return undefined;
}

function walkAtOnce(walk: Walk): undefined | Promise<void> {
  const { cursor } = walk;
  while (cursor.next()) {
    const pending = checkRecord(walk);
    if (pending !== undefined) return walkWaiting(walk, pending);
  }
  checkWalk(cursor);
  return undefined;
}

async function walkWaiting(walk: Walk, first: Promise<void>): Promise<void> {
  await first;
  while (walk.cursor.next()) {
    const pending = checkRecord(walk);
    if (pending !== undefined) await pending;
  }
  checkWalk(walk.cursor);
}

/** Null keys and values pass: a tombstone says that there is no value. The first fault of a record is enough. */
function checkRecord({ cursor, body, gate, firstIndex, note }: Walk): undefined | Promise<void> {
  const { index, keyStart, keyEnd, valueStart, valueEnd } = cursor.record;
  const at = firstIndex + index;
  const hasKey = gate.checksKey && keyStart >= 0;
  const hasValue = gate.checksValue && valueStart >= 0;
  const key = hasKey ? gate.checkKey(body, keyStart, keyEnd) : undefined;
  if (key === undefined || !isPromise(key)) {
    if (key !== undefined) note(at, key);
    const value = key === undefined && hasValue ? gate.checkValue(body, valueStart, valueEnd) : undefined;
    if (value === undefined) return undefined;
    if (isPromise(value)) return value.then((verdict) => verdict && note(at, verdict));
    note(at, value);
    return undefined;
  }
  return key.then(async (verdict) => {
    const found = verdict ?? (hasValue ? await gate.checkValue(body, valueStart, valueEnd) : undefined);
    if (found !== undefined) note(at, found);
  });
}

function isPromise(verdict: Verdict | Promise<Verdict>): verdict is Promise<Verdict> {
  return verdict instanceof Promise;
}

function checkWalk(cursor: RecordCursor): void {
  if (cursor.finding !== undefined) throw new KafkaError(cursor.finding.message, { error: 'INVALID_RECORD' });
}

function refuseBroken(error: unknown): RecordsRefusal {
  if (!(error instanceof KafkaError)) throw error;
  return { error: error.error, message: cut(error.message), recordErrors: [] };
}

function cut(message: string): string {
  return message.length <= MAX_MESSAGE_CHARS ? message : `${message.slice(0, MAX_MESSAGE_CHARS - 1)}…`;
}
