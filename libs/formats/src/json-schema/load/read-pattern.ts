import { refuseAt } from './documents.ts';
import type { Place } from './documents.ts';

/** What Java's expressions have and ECMAScript's have not: flags within, possessive quantifiers, atomic groups. */
const JAVA_ONLY = /\(\?[idmsuxU-]+\)|\(\?[idmsuxU-]*(?=:)|(?<=[*+?}])\+|(?<=\()\?>/g;

/**
 * Checks that a text is a regular expression. One that only Java reads is let pass, as Confluent's registry takes it:
 * a validator refuses it.
 * @throws SchemaFormatError
 */
export function readPattern(pattern: string, place: Place): void {
  if (isPattern(pattern) || isPattern(pattern.replaceAll(JAVA_ONLY, (found) => (found.endsWith(')') ? '' : ''))))
    return;
  const shown = JSON.stringify(pattern.length > 60 ? `${pattern.slice(0, 57)}...` : pattern);
  throw refuseAt(place, 'pattern', `${shown} is no regular expression`);
}

function isPattern(source: string): boolean {
  try {
    void new RegExp(source, /\\[pP]\{|\\u\{/.test(source) ? 'u' : '');
    return true;
  } catch {
    return false;
  }
}
