import type { ErrorName } from './error-codes.ts';

/** Where a KafkaError was found, and which protocol error answers it. */
export interface KafkaErrorPlace {
  /** Field path in the message, such as `topicData[0].partitionData[2].records`; empty for the message as a whole. */
  readonly path?: string;
  /** Byte offset in the bytes that were being read, when there is one. */
  readonly offset?: number;
  /** The protocol's error for it; INVALID_REQUEST unless told otherwise. */
  readonly error?: ErrorName;
}

/** The one error this package throws: bytes or values that are not what the Kafka protocol says they must be. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  /** What is wrong, without the place. */
  readonly reason: string;
  readonly path: string;
  readonly offset: number | undefined;
  readonly error: ErrorName;

  constructor(reason: string, place: KafkaErrorPlace = {}, options?: ErrorOptions) {
    const path = place.path ?? '';
    const at = place.offset === undefined ? '' : ` (at byte ${place.offset})`;
    super(`${path === '' ? '' : `${path}: `}${reason}${at}`, options);
    this.reason = reason;
    this.path = path;
    this.offset = place.offset;
    this.error = place.error ?? 'INVALID_REQUEST';
  }
}

/** The same error, seen from one level further out: `segment` is a field name or `[index]`. */
export function locateError(error: unknown, segment: string): KafkaError {
  if (!(error instanceof KafkaError)) {
    return new KafkaError(error instanceof Error ? error.message : String(error), { path: segment }, { cause: error });
  }
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.';
  const offset = error.offset === undefined ? {} : { offset: error.offset };
  return new KafkaError(error.reason, { path: `${segment}${joint}${error.path}`, error: error.error, ...offset });
}
