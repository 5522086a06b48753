import { registryError } from '../registry-error.ts';

/** What answers may be, the preferred one first. */
const ANSWER_TYPES = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;

/** What bodies may be. The last is what JAX-RS takes a body without a type for. */
const BODY_TYPES: ReadonlySet<string> = new Set([...ANSWER_TYPES, 'application/octet-stream']);

/** The type of errors, and of answers to those who do not say what they take. */
export const DEFAULT_ANSWER_TYPE = ANSWER_TYPES[0];

/** Throws UNSUPPORTED_MEDIA_TYPE for a body of another type. */
export function checkBodyType(contentType: string | undefined): void {
  if (contentType === undefined || contentType === '') return;
  if (!BODY_TYPES.has(readType(contentType))) throw registryError('UNSUPPORTED_MEDIA_TYPE');
}

/** The answer's type that an Accept header leads to. Throws NOT_ACCEPTABLE. */
export function pickAnswerType(accept: string | undefined): string {
  if (accept === undefined || accept === '') return DEFAULT_ANSWER_TYPE;
  const ranges = accept.split(',').filter((range) => !/;\s*q=0(\.0*)?\s*(;|$)/.test(range));
  const types = new Set(ranges.map(readType));
  if (types.has('*/*') || types.has('application/*')) return DEFAULT_ANSWER_TYPE;
  const found = ANSWER_TYPES.find((type) => types.has(type));
  if (found === undefined) throw registryError('NOT_ACCEPTABLE');
  return found;
}

function readType(header: string): string {
  return (header.split(';', 1)[0] ?? '').trim().toLowerCase();
}
