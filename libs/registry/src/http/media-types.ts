import { registryError } from '../registry-error.ts';

/** What answers may be, the preferred one first. */
export const ANSWER_TYPES = [
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
  if (accept === undefined || accept === '' || accept === '*/*') return DEFAULT_ANSWER_TYPE;
  const qualities = new Map(accept.split(',').map((range) => [readRange(range), readQuality(range)]));
  let best = { type: '', quality: 0 };
  for (const type of ANSWER_TYPES) {
    const quality = qualities.get(type) ?? qualities.get('application/*') ?? qualities.get('*/*') ?? 0;
    if (quality > best.quality) best = { type, quality };
  }
  if (best.quality === 0) throw registryError('NOT_ACCEPTABLE');
  return best.type;
}

/** The weight of a media range (RFC 9110 §12.4.2); what cannot be read counts as none given. */
function readQuality(range: string): number {
  const quality = Number(/;\s*q=([\d.]+)\s*(;|$)/i.exec(range)?.[1] ?? 1);
  return Number.isNaN(quality) ? 1 : quality;
}

/** JAX-RS takes any range that begins with a star for all types, as old Java clients send it. */
function readRange(range: string): string {
  const type = readType(range);
  return type.startsWith('*') ? '*/*' : type;
}

function readType(header: string): string {
  return (header.split(';', 1)[0] ?? '').trim().toLowerCase();
}
