import { KafkaError } from '../error.ts';

/** A body that would be larger than its reader allows. */
export function tooLarge(codec: string, maxSizeBytes: number): KafkaError {
  return new KafkaError(`${codec} body holds more than ${maxSizeBytes} bytes`, { error: 'MESSAGE_TOO_LARGE' });
}

/** A body that is not of its codec. `cause`: what the codec said, or a sentence of ours. */
export function corrupt(codec: string, cause: unknown): KafkaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KafkaError(`${codec} body cannot be decompressed: ${reason}`, { error: 'CORRUPT_MESSAGE' }, { cause });
}
