import type { ScalarPlan } from '../plan/plan.ts';
import { MISMATCH } from '../wire/faults.ts';
import { MAX_LENGTH, writeFloat, writeLong, writeLongText } from '../wire/write.ts';
import { WELL_FORMED } from './path.ts';

/** What a scalar's values are, for one that is none. */
export function expectScalar({ op, long }: ScalarPlan, value: unknown): string {
  if (op === 'long' && long === 'string')
    return 'long (whole number of 64 bits, exact: beyond 2^53 as digits or bigint)';
  if (op === 'string' && typeof value === 'string') return `string ${WELL_FORMED}`;
  return op === 'bytes' && value instanceof Uint8Array ? `bytes, at most ${MAX_LENGTH}` : EXPECTED[op];
}

const EXPECTED = {
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
      return isWritten(() => (plan.long === 'string' ? writeLongText : writeLong)(value, SCRATCH, 0));
    case 'float':
      return isWritten(() => writeFloat(value, SCRATCH, 0));
    case 'double':
      return typeof value === 'number';
    case 'bytes':
      return value instanceof Uint8Array && value.length <= MAX_LENGTH;
    case 'string':
      return typeof value === 'string' && (!plan.isStrict || value.isWellFormed());
  }
}

function isWritten(write: () => number): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error === MISMATCH) return false;
    throw error;
  }
}
