import type { Rejection, RejectionReason } from './verdict.ts';

/** Longest message (issue of record: a response carries one a bad record), and longest text in any field of a rejection. */
const MAX_TEXT_LENGTH = 300;

export interface RejectionFacts {
  readonly reason: RejectionReason;
  readonly field: 'key' | 'value';
  /** Empty where it cannot be known, e.g. a record name before the id is. */
  readonly subject: string;
  readonly schemaId?: number;
  readonly version?: number;
  readonly path?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly offset?: number;
  /** What is wrong where expected and found do not say it. */
  readonly detail?: string;
}

/** Makes a rejection whose texts are short and free of control characters, whatever bytes they quote. */
export function reject({ detail, ...facts }: RejectionFacts): Rejection {
  return {
    ...facts,
    ...(facts.path === undefined ? {} : { path: clean(facts.path) }),
    ...(facts.expected === undefined ? {} : { expected: clean(facts.expected) }),
    ...(facts.found === undefined ? {} : { found: clean(facts.found) }),
    message: clean(`${describePlace(facts)}: ${describeFault(facts, detail)}`),
  };
}

function describePlace({ subject, field, schemaId, version }: RejectionFacts): string {
  const place = subject === '' ? field : subject;
  if (version === undefined) return place;
  return `${place} version ${version} (id ${schemaId})`;
}

function describeFault({ path, expected, found, offset }: RejectionFacts, detail: string | undefined): string {
  const parts: string[] = [];
  if (path !== undefined && path !== '') parts.push(`field ${clean(path, MAX_TEXT_LENGTH / 3)}:`);
  if (detail !== undefined) parts.push(detail);
  else parts.push(`expected ${expected}, found ${found}`);
  const text = parts.join(' ');
  return offset === undefined ? text : `${text}, at byte ${offset}`;
}

function clean(text: string, maxLength = MAX_TEXT_LENGTH): string {
  return cutText(text.slice(0, maxLength + 1).replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\uFFFD'), maxLength);
}

/** At most `maxLength` UTF-16 units of `text`, ended by … when something is missing; never half a code point. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const lastKept = text.codePointAt(maxLength - 2) ?? 0;
  return `${text.slice(0, maxLength - (lastKept > 0xff_ff ? 2 : 1))}…`;
}
