import { KafkaError, MAX_BATCH_BODY_BYTES, openRecords, readBatchBody } from '@sluice/kafka';
import type { Codecs, ErrorName, RecordCursor } from '@sluice/kafka';
import type { Gate, Rejection, TopicGate, Verdict } from '@sluice/gate';
import { createByteBudget } from '../byte-budget.ts';
import type { ProducedRecords } from '../log/produced-records.ts';
import type { Topic } from '../topics/topics.ts';
import type { RejectionLog } from './rejections.ts';

/** Why a partition's batches are refused. `recordErrors` name the records at fault by their place among those sent. */
export interface RecordsRefusal {
  readonly error: ErrorName;
  readonly message: string;
  readonly recordErrors: readonly { readonly batchIndex: number; readonly message: string | null }[];
}

/** What the checks of one Produce request may still cost. */
export interface CheckAllowance {
  /** Of decompressed bodies; grows with what was sent. */
  bodyBytes: number;
  /** Looked at since other requests had their turn. */
  turnBytes: number;
}

/** What a topic demands of its records, checked before they are stored. */
export interface RecordPolicy {
  /** For all partitions of a request together. */
  allow(): CheckAllowance;
  /** Undefined accepts. Answers at once when no schema has to be asked for and there is little to look at. */
  check(
    topic: Topic,
    partition: number,
    produced: ProducedRecords,
    clientId: string | null,
    allowance: CheckAllowance,
  ): RecordsRefusal | undefined | Promise<RecordsRefusal | undefined>;
}

/** Of one refused partition this many records are described; the others are counted and named by index only. */
const DESCRIBED = 100;
/** Longer messages are cut: they go into a response and into logs. */
const MAX_MESSAGE_CHARS = 300;
/** Verdicts of one batch that are waited for together: those on the same schema share one look-up. */
const MAX_WAITING_VERDICTS = 256;
/** Decompressed batches whose verdicts are waited for; beyond it no other is decompressed. */
const MAX_WAITING_BODY_BYTES = 128 * 1024 * 1024;

/** How much larger than what was sent a request's bodies may be, beyond what one batch may hold. */
const MAX_EXPANSION = 100;
/** Bytes of bodies, and records, that are looked at before other requests have their turn. */
const TURN_BYTES = 4 * 1024 * 1024;
const TURN_RECORDS = 50_000;

interface Found {
  readonly batchIndex: number;
  readonly rejection: Rejection;
}

interface Check {
  readonly produced: ProducedRecords;
  readonly gate: TopicGate;
  readonly allowance: CheckAllowance;
  readonly note: (batchIndex: number, rejection: Rejection) => void;
}

interface Walk {
  readonly check: Check;
  readonly cursor: RecordCursor;
  readonly body: Uint8Array;
  readonly firstIndex: number;
  /** Where the last turn began. */
  turnAt: number;
  turnIndex: number;
}

export function createRecordPolicy(gate: Gate, codecs: Codecs, rejections: RejectionLog): RecordPolicy {
  const gates = new WeakMap<Topic, TopicGate>();
  const waitingBodies = createByteBudget(MAX_WAITING_BODY_BYTES);

  function gateOf(topic: Topic): TopicGate | undefined {
    const { policy } = topic.settings;
    if (policy === undefined) return undefined;
    const known = gates.get(topic);
    if (known !== undefined) return known;
    const opened = gate.open(topic.name, policy);
    gates.set(topic, opened);
    return opened;
  }

  /** Checks the batches from number `batch` on; a promise only when something has to be waited for. */
  function checkBatches(check: Check, batch: number, at: number, firstIndex: number): undefined | Promise<void> {
    const { produced, allowance } = check;
    let offset = at;
    let index = firstIndex;
    for (let i = batch; i < produced.headers.length; i++) {
      const header = produced.headers[i];
      if (header === undefined) break;
      const isPlain = header.compression === 'none';
      if (!isPlain && waitingBodies.isExhausted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waitingBodies.wait(resolve);
        return promise.then(() => checkBatches(check, i, offset, index));
      }
      if (allowance.turnBytes >= TURN_BYTES) {
        allowance.turnBytes = 0;
        return nextTurn().then(() => checkBatches(check, i, offset, index));
      }
      const maxBytes = Math.max(1, Math.min(MAX_BATCH_BODY_BYTES, allowance.bodyBytes));
      const body = readBatchBody(produced.bytes, offset, header, codecs, maxBytes);
      allowance.turnBytes += body.length;
      if (!isPlain) allowance.bodyBytes -= body.length;
      const cursor = openRecords(body, header.recordsCount);
      const walk: Walk = { check, cursor, body, firstIndex: index, turnAt: 0, turnIndex: 0 };
      offset += header.sizeBytes;
      index += header.recordsCount;
      const pending = walkAtOnce(walk);
      if (pending === undefined) continue;
      const heldBytes = isPlain ? 0 : body.length;
      waitingBodies.take(heldBytes);
      return pending.finally(() => waitingBodies.give(heldBytes)).then(() => checkBatches(check, i + 1, offset, index));
    }
    return undefined;
  }

  return {
    allow: () => ({ bodyBytes: MAX_BATCH_BODY_BYTES, turnBytes: 0 }),
    check(topic, partition, produced, clientId, allowance) {
      const topicGate = gateOf(topic);
      if (topicGate === undefined) return undefined;
      allowance.bodyBytes += MAX_EXPANSION * produced.bytes.length;
      const described: Found[] = [];
      const others: number[] = [];
      let isOnlyUnavailable = true;
      const note = (batchIndex: number, rejection: Rejection): void => {
        if (rejection.reason !== 'source-unavailable') isOnlyUnavailable = false;
        if (described.length < DESCRIBED) described.push({ batchIndex, rejection });
        else {
          others.push(batchIndex);
          rejections.count(topic.name, rejection.reason, 1);
        }
      };
      const conclude = (): RecordsRefusal | undefined => {
        if (described.length === 0) return undefined;
        // Verdicts that were waited for came later than those of the records after them.
        described.sort((a, b) => a.batchIndex - b.batchIndex);
        const time = new Date().toISOString();
        for (const { batchIndex, rejection } of described) {
          const message = cut(rejection.message);
          rejections.note({ ...rejection, message, time, topic: topic.name, partition, batchIndex, clientId });
        }
        return describeRefusal(described, others, isOnlyUnavailable);
      };
      try {
        const pending = checkBatches({ produced, gate: topicGate, allowance, note }, 0, 0, 0);
        return pending === undefined ? conclude() : pending.then(conclude, refuseBroken);
      } catch (error) {
        return refuseBroken(error);
      }
    },
  };
}

/** Where no record is known to be bad, because the registry could not be asked, the producer is to try again. */
function describeRefusal(
  described: readonly Found[],
  others: readonly number[],
  isOnlyUnavailable: boolean,
): RecordsRefusal {
  const recordErrors = [
    ...described.map(({ batchIndex, rejection }) => ({ batchIndex, message: cut(rejection.message) })),
    ...others.map((batchIndex) => ({ batchIndex, message: null })),
  ].toSorted((a, b) => a.batchIndex - b.batchIndex);
  const [first] = described;
  const more = recordErrors.length === 1 ? '' : ` (and ${recordErrors.length - 1} more)`;
  const text = `record ${first?.batchIndex}: ${first?.rejection.message}`;
  const message = `${text.slice(0, MAX_MESSAGE_CHARS - more.length)}${more}`;
  if (isOnlyUnavailable) return { error: 'REQUEST_TIMED_OUT', message, recordErrors: [] };
  return { error: 'INVALID_RECORD', message, recordErrors };
}

function walkAtOnce(walk: Walk): undefined | Promise<void> {
  const { cursor } = walk;
  while (cursor.next()) {
    const pending = checkRecord(walk);
    if (pending !== undefined) return walkWaiting(walk, pending);
    if (isTurnOver(walk)) return walkWaiting(walk, nextTurn());
  }
  checkWalk(cursor);
  return undefined;
}

function isTurnOver(walk: Walk): boolean {
  const { index, keyEnd, valueEnd } = walk.cursor.record;
  const at = Math.max(keyEnd, valueEnd);
  if (at - walk.turnAt < TURN_BYTES && index - walk.turnIndex < TURN_RECORDS) return false;
  walk.turnAt = Math.max(at, walk.turnAt);
  walk.turnIndex = index;
  return true;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

async function walkWaiting(walk: Walk, first: Promise<void>): Promise<void> {
  let waiting = [first];
  while (walk.cursor.next()) {
    if (isTurnOver(walk)) await nextTurn();
    const pending = checkRecord(walk);
    if (pending === undefined) continue;
    waiting.push(pending);
    if (waiting.length < MAX_WAITING_VERDICTS) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  checkWalk(walk.cursor);
}

/** Null keys and values pass: a tombstone says that there is no value. The first fault of a record is enough. */
function checkRecord({ check, cursor, body, firstIndex }: Walk): undefined | Promise<void> {
  const { gate, note } = check;
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
