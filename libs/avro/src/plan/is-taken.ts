import { isLongText, isObject } from '../wire/write.ts';
import type { Candidate } from './union-shape.ts';
import type { LogicalConversion } from '../logical-type.ts';
import type { LongForm, Plan } from './plan.ts';

/** What decides whether a candidate takes a value. */
export interface Taker extends Pick<Candidate, 'bucket' | 'isTried'> {
  readonly base: { readonly op: Plan['op']; readonly long?: LongForm; readonly symbols?: readonly string[] };
  readonly logical: { readonly conversion: Pick<LogicalConversion, 'isShown' | 'toBase'> } | undefined;
}

/** Whether a candidate of a union takes a value. */
export function isTaken(candidate: Taker, value: unknown): boolean {
  const { logical, isTried } = candidate;
  if (logical === undefined) return isOfBucket(candidate, value);
  if (!isOfBucket(candidate, value) && !logical.conversion.isShown(value)) return false;
  return !isTried || logical.conversion.toBase(value) !== undefined;
}

function isOfBucket({ bucket, base, isTried }: Taker, value: unknown): boolean {
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
      if (isTried && base.op === 'enum') return base.symbols?.some((symbol) => symbol === value) === true;
      return typeof value === 'string';
    case 'bytes':
      return value instanceof Uint8Array;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
  }
}
