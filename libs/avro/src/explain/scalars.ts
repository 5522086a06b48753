import type { LongForm, ScalarPlan } from '../plan/plan.ts';
import { MISMATCH } from '../wire/faults.ts';
import { MAX_LENGTH, writeFloat, writeLong, writeLongText } from '../wire/write.ts';
import { WELL_FORMED } from './path.ts';

/** What a scalar's values are, for one that is none. */
export function expectScalar({ op, long }: ScalarPlan, value: unknown): string {
  if (op === 'long' && long === 'string') return LONG_TEXT;
  if (op === 'string' && typeof value === 'string') return `string ${WELL_FORMED}`;
  return op === 'bytes' && value instanceof Uint8Array ? `bytes, at most ${MAX_LENGTH}` : EXPECTED[op];
}

/** What a long is whose form is text. */
export const LONG_TEXT = 'long (whole number of 64 bits, exact: beyond 2^53 as digits or bigint)';

/** What values of each type are, in words. */
export const EXPECTED = {
  null: 'null',
  boolean: 'boolean',
  int: 'int (whole number of 32 bits)',
  long: 'long (whole number of 64 bits, exact: beyond 2^53 as bigint)',
  float: 'float (number of 32 bits)',
  double: 'double (number)',
  bytes: 'bytes (Uint8Array)',
  string: 'string',
} as const satisfies Record<ScalarPlan['op'], string>;

const SCRATCH = new Uint8Array(16);

export function isScalar(plan: ScalarPlan, value: unknown): boolean {
  switch (plan.op) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && (value | 0) === value;
    case 'long':
      return isLong(value, plan.long);
    case 'float':
      return isFloat(value);
    case 'double':
      return typeof value === 'number';
    case 'bytes':
      return value instanceof Uint8Array && value.length <= MAX_LENGTH;
    case 'string':
      return typeof value === 'string' && (!plan.isStrict || value.isWellFormed());
  }
}

export function isFloat(value: unknown): boolean {
  return isWritten(writeFloat, value);
}

export function isLong(value: unknown, form: LongForm): boolean {
  return isWritten(form === 'string' ? writeLongText : writeLong, value);
}

function isWritten(write: (value: unknown, bytes: Uint8Array, at: number) => number, value: unknown): boolean {
  try {
    write(value, SCRATCH, 0);
    return true;
  } catch (error) {
    if (error === MISMATCH) return false;
    throw error;
  }
}
