import { SendRefusal } from '../../serde-error.ts';

/** Kafka's error code of a batch with a record that the broker does not take. */
const INVALID_RECORD = 87;
/** librdkafka's code of a record that is well, in a batch with one that is not. */
const INVALID_DIFFERENT_RECORD = -138;

/** Neither client hands the broker's reasons out: kafkajs reads answers that have none, librdkafka's bindings drop them. */
const REASON = 'the broker found it invalid (INVALID_RECORD); this client library hands out no reasons';

/**
 * Reads a refusal out of what a client threw when it sent `count` records at once; `undefined` when it failed for
 * another cause. The client says that some record is at fault, and not which.
 */
export function readRefusal(error: unknown, count: number): SendRefusal | undefined {
  if (findCode(error) !== INVALID_RECORD) return undefined;
  const records = count === 1 ? [{ index: 0, reason: REASON }] : [];
  const message = count === 1 ? REASON : `of ${count} records, at least one: ${REASON}`;
  return new SendRefusal(message, records, { cause: error });
}

/** Reads a refusal out of the fates of records that were sent each by itself. */
export function readRefusals(fates: readonly PromiseSettledResult<unknown>[]): SendRefusal | undefined {
  const codes = fates.map((fate) => (fate.status === 'rejected' ? findCode(fate.reason) : undefined));
  const isRefused = (code: unknown): boolean => code === INVALID_RECORD || code === INVALID_DIFFERENT_RECORD;
  const failed = fates.find((fate, index) => fate.status === 'rejected' && !isRefused(codes[index]));
  const first = codes.indexOf(INVALID_RECORD);
  const refused = fates[first];
  if (failed !== undefined || refused?.status !== 'rejected') return undefined;
  // librdkafka gives all records of a batch the code of the one at fault, unless there are several.
  const isTold = codes.length === 1 || codes.includes(INVALID_DIFFERENT_RECORD);
  // Where a part was taken, whoever sends the good ones again must not be told that these are all the others.
  const isWhole = codes.every(isRefused);
  const records = codes.flatMap((code, index) =>
    isTold && code === INVALID_RECORD ? [{ index: isWhole ? index : undefined, reason: REASON }] : [],
  );
  return new SendRefusal(REASON, records, { cause: refused.reason });
}

const MAX_DEPTH = 8;

/** The code of the error, or of one that caused it. */
function findCode(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return undefined;
  if ('code' in error && typeof error.code === 'number') return error.code;
  return findCode(error.cause, depth + 1);
}
