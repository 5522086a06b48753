import { ResponseError } from '@platformatic/kafka';
import { errorCode } from '@sluice/kafka';

/** Why the broker refused a batch. */
export interface Refusal {
  /** The bad records by their index in the batch, each with the gate's reason; the others may be sent again. */
  readonly records: readonly { readonly index: number; readonly reason: string }[];
  /** What the broker said of the batch as a whole. */
  readonly message: string;
}

const INVALID_RECORD = errorCode('INVALID_RECORD');

/** Reads the refusal of a one-partition batch out of what `send` threw; `undefined` when it failed for another cause. */
export function readRefusal(error: unknown): Refusal | undefined {
  for (const cause of unfold(error)) {
    if (!(cause instanceof ResponseError)) continue;
    const response: unknown = cause['response'];
    if (!isProduceResponse(response)) continue;
    for (const topic of response.responses) {
      const partition = topic.partitionResponses.find(({ errorCode: code }) => code === INVALID_RECORD);
      if (partition === undefined) continue;
      return {
        records: partition.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => ({
          index: batchIndex,
          reason: batchIndexErrorMessage ?? partition.errorMessage ?? 'invalid record',
        })),
        message: partition.errorMessage ?? 'invalid record',
      };
    }
  }
  return undefined;
}

/** The client nests the response's error in one or more AggregateErrors. */
function* unfold(error: unknown): Generator {
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors) yield* unfold(inner);
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
  return typeof value === 'object' && value !== null && 'responses' in value && Array.isArray(value.responses);
}
