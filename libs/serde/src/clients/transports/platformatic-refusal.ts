import { SendRefusal } from '../../serde-error.ts';
import type { OutgoingRecord } from '../transport.ts';

/** Kafka's error code of a batch with a record that the broker does not take. */
const INVALID_RECORD = 87;

/** Reads a refusal out of what `send` of `records` threw; `undefined` when it failed for another cause. */
export function readRefusal(error: unknown, records: readonly OutgoingRecord[]): SendRefusal | undefined {
  for (const response of listResponses(error)) {
    for (const { partitionResponses } of response.responses) {
      const refused = partitionResponses.find(({ errorCode }) => errorCode === INVALID_RECORD);
      if (refused === undefined) continue;
      const reason = refused.errorMessage ?? 'a record is not valid';
      const isOnePartition = goToOnePartition(records);
      const found = refused.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => ({
        index: isOnePartition ? batchIndex : undefined,
        reason: batchIndexErrorMessage ?? reason,
      }));
      return new SendRefusal(found[0]?.reason ?? reason, found, { cause: error });
    }
  }
  return undefined;
}

/** Whether it is certain: the client does not say where it put records. */
function goToOnePartition([first, ...rest]: readonly OutgoingRecord[]): boolean {
  return rest.every(({ key, partition }) => {
    if (partition !== undefined || first?.partition !== undefined) return partition === first?.partition;
    return key !== null && first !== undefined && first.key !== null && isSame(key, first.key);
  });
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

const MAX_DEPTH = 8;

/** The client puts the broker's answers into errors of its own, one in another. */
function* listResponses(error: unknown, depth = 0): Generator<ProduceResponse> {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return;
  if ('response' in error && isProduceResponse(error.response)) yield error.response;
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  for (const item of inner) yield* listResponses(item, depth + 1);
}

interface ProduceResponse {
  readonly responses: readonly {
    readonly partitionResponses: readonly {
      readonly errorCode: number;
      readonly errorMessage: string | null;
      readonly recordErrors: readonly { readonly batchIndex: number; readonly batchIndexErrorMessage: string | null }[];
    }[];
  }[];
}

function isProduceResponse(value: unknown): value is ProduceResponse {
  if (typeof value !== 'object' || value === null || !('responses' in value)) return false;
  const { responses } = value;
  return Array.isArray(responses) && responses.every((topic) => Array.isArray(topic?.partitionResponses));
}
