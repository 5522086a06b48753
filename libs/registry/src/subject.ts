import { registryError } from './registry-error.ts';

/** Longer names fit in no Kafka topic name and no URL that clients send. */
const MAX_SUBJECT_LENGTH = 1024;

/** Names that Confluent's registry keeps for itself. */
const RESERVED = new Set(['__GLOBAL', '__EMPTY']);

/** What a name in the default context may begin with, which says nothing. */
const DEFAULT_CONTEXT = ':.:';

/**
 * The subject that a request names: without the default context, and as it is otherwise.
 * Throws INVALID_SUBJECT for a name in another context, which there are none of.
 */
export function readSubjectName(name: string): string {
  const subject = name.startsWith(DEFAULT_CONTEXT) ? name.slice(DEFAULT_CONTEXT.length) : name;
  if (subject.startsWith(':.')) throw registryError('INVALID_SUBJECT', name);
  return subject;
}

/** Throws INVALID_SUBJECT when nothing may be registered or set under this name. */
export function checkSubjectName(subject: string): void {
  const valid =
    subject !== '' && subject.length <= MAX_SUBJECT_LENGTH && !RESERVED.has(subject) && !subject.startsWith(':.');
  if (!valid || CONTROL_CHARACTER.test(subject)) throw registryError('INVALID_SUBJECT', subject);
}

const CONTROL_CHARACTER = /\p{Cc}/u;
