import { isLongText, isObject } from '../wire/write.ts';
import type { Candidate } from './union-shape.ts';

/** Whether a candidate of a union takes a value. */
export function isTaken(candidate: Candidate, value: unknown): boolean {
  const { logical, isTried } = candidate;
  if (logical === undefined) return isOfBucket(candidate, value);
  if (!isOfBucket(candidate, value) && !logical.conversion.isShown(value)) return false;
  return !isTried || logical.conversion.toBase(value) !== undefined;
}

function isOfBucket({ bucket, base, isTried }: Candidate, value: unknown): boolean {
  switch (bucket) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      if (typeof value === 'number') return true;
      if (base.op !== 'long') return false;
      if (typeof value === 'bigint') return true;
      return base.long === 'string' && (isTried ? isLongText(value) : typeof value === 'string');
    case 'string':
      if (isTried && base.op === 'enum') return base.symbols.some((symbol) => symbol === value);
      return typeof value === 'string';
    case 'bytes':
      return value instanceof Uint8Array;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
  }
}
