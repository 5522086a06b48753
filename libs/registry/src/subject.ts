import { registryError } from './registry-error.ts';

/** Longer names fit in no Kafka topic name and no URL that clients send. */
const MAX_SUBJECT_LENGTH = 1024;

/** Names that Confluent's registry keeps for itself. */
const RESERVED = new Set(['__GLOBAL', '__EMPTY']);

/** Throws INVALID_SUBJECT when nothing may be registered or set under this name. */
export function checkSubjectName(subject: string): void {
  const valid = subject !== '' && subject.length <= MAX_SUBJECT_LENGTH && !RESERVED.has(subject);
  if (!valid || CONTROL_CHARACTER.test(subject)) throw registryError('INVALID_SUBJECT', subject);
}

const CONTROL_CHARACTER = /\p{Cc}/u;
