import { GLOBAL_CONTEXT, joinSubject, splitSubject } from '@sluice/serde';
import { registryError } from './registry-error.ts';

/** Longer names fit in no Kafka topic name and no URL that clients send. */
const MAX_SUBJECT_LENGTH = 1024;

/** Names that Confluent's registry keeps for itself, in every context. */
const RESERVED = new Set(['__GLOBAL', '__EMPTY']);

/** What a list's prefix begins with that is of every context. */
export const EVERY_CONTEXT = ':*:';

/** The scope of settings for all contexts. */
export const GLOBAL_SCOPE = joinSubject(GLOBAL_CONTEXT, '');

/** Throws INVALID_SUBJECT when nothing may be registered under this name. */
export function checkSubjectName(subject: string): void {
  const { context, name } = splitSubject(subject);
  if (name === '' || context === GLOBAL_CONTEXT) throw registryError('INVALID_SUBJECT', subject);
  checkScopeName(subject);
}

/** Throws INVALID_SUBJECT when nothing may be set under this name: a subject's, or a context's. */
export function checkScopeName(scope: string): void {
  const { name } = splitSubject(scope);
  const valid = scope.length <= MAX_SUBJECT_LENGTH && !RESERVED.has(name) && !scope.startsWith(EVERY_CONTEXT);
  if (!valid || CONTROL_CHARACTER.test(scope)) throw registryError('INVALID_SUBJECT', scope);
}

const CONTROL_CHARACTER = /\p{Cc}/u;

/** A context as Confluent's messages name it: the default one by nothing at all. */
export function describeContext(subject: string): string {
  return joinSubject(splitSubject(subject).context, '');
}
