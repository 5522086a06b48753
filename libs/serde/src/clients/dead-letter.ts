import { SerdeError } from '../serde-error.ts';
import { describeError, encodeText } from './text.ts';
import type { IncomingRecord, OutgoingRecord } from './transport.ts';

/** Headers of a dead letter, beside those that the record came with. Its key, value and timestamp are the record's. */
export const DEAD_LETTER_HEADERS = {
  topic: 'dead-letter.topic',
  partition: 'dead-letter.partition',
  offset: 'dead-letter.offset',
  /** A SerdeError's kind, or `handler`. */
  kind: 'dead-letter.kind',
  error: 'dead-letter.error',
  /** A SerdeError's findings as JSON: path, expected, found, offset. */
  findings: 'dead-letter.findings',
  attempts: 'dead-letter.attempts',
} as const;

const MAX_ERROR_LENGTH = 1000;
const MAX_FINDINGS = 20;

/** The record to send to the dead-letter topic in place of one that could not be handled. */
export function makeDeadLetter(record: IncomingRecord, error: unknown, attempts: number): OutgoingRecord {
  const { topic, partition, offset, key, value, headers, timestamp } = record;
  const findings = error instanceof SerdeError ? error.findings.slice(0, MAX_FINDINGS) : [];
  const reasons: Record<string, string> = {
    [DEAD_LETTER_HEADERS.topic]: topic,
    [DEAD_LETTER_HEADERS.partition]: String(partition),
    [DEAD_LETTER_HEADERS.offset]: String(offset),
    [DEAD_LETTER_HEADERS.kind]: error instanceof SerdeError ? error.kind : 'handler',
    [DEAD_LETTER_HEADERS.error]: describeError(error).slice(0, MAX_ERROR_LENGTH),
    [DEAD_LETTER_HEADERS.attempts]: String(attempts),
    ...(findings.length === 0 ? {} : { [DEAD_LETTER_HEADERS.findings]: JSON.stringify(findings) }),
  };
  // A letter that dies twice says where it died last.
  const kept = headers.filter(([name]) => !Object.hasOwn(reasons, name));
  const added = Object.entries(reasons).map(([name, text]) => [name, encodeText(text)] as const);
  return { key, value, headers: [...kept, ...added], timestamp };
}
