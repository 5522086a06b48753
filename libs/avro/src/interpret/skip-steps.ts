import type { Measures } from '../plan/measure-plan.ts';
import type { EnumPlan, Plan, RecordPlan, ScalarPlan, UnionPlan } from '../plan/plan.ts';
import { MALFORMED, MAX_DEPTH } from '../wire/faults.ts';
import { readCount, readLength, readVar32, skipVar64, takeValues } from '../wire/read.ts';
import { skipStrictString } from '../wire/strict-string.ts';
import type { Cursor } from '../wire/read.ts';
import { startSteps } from './steps.ts';
import type { Skip, Steps } from './steps.ts';

/** The closures that walk over what printed code walks over, within the same bounds, and refuse what that refuses. */
export function startSkips(root: Plan, measures: Measures): Steps<Skip> {
  const run: Run = {
    measures,
    skips: startSteps<Skip>(
      root,
      (plan) => makeSkip(run, plan),
      (cell) => (bytes, at, end, cursor, depth) => {
        if (depth >= MAX_DEPTH) throw MALFORMED;
        return cell.step(bytes, at, end, cursor, depth + 1);
      },
    ),
  };
  return run.skips;
}

interface Run {
  readonly measures: Measures;
  readonly skips: Steps<Skip>;
}

const refuse: Skip = () => {
  throw MALFORMED;
};

function makeSkip(run: Run, plan: Plan): Skip {
  const extent = run.measures.extent(plan);
  if (extent === 'endless') return refuse;
  if (extent !== undefined) {
    const { bytes: size } = extent;
    return (_bytes, at) => at + size;
  }
  switch (plan.op) {
    case 'record':
      return skipRecord(run, plan);
    case 'array':
      return skipBlocks(run, plan.items, run.skips.of(plan.items), run.measures.item(plan.items));
    case 'map': {
      const skip = run.skips.of(plan.values);
      const skipKey = plan.isStrict ? skipStrictString : skipText;
      return skipBlocks(
        run,
        plan.values,
        (bytes, at, end, cursor, depth) => skip(bytes, skipKey(bytes, at, end, cursor), end, cursor, depth),
        1 + run.measures.minimum(plan.values),
      );
    }
    case 'union':
      return skipUnion(run, plan);
    case 'tag':
      return run.skips.of(plan.plan);
    case 'logical':
      return run.skips.of(plan.base);
    case 'enum':
      return skipEnum(plan);
    case 'fixed':
    case 'error':
      return refuse;
    case 'bytes':
    case 'string':
      return plan.as === 'string' && plan.isStrict ? skipStrictString : skipText;
    default:
      return SKIP_SCALAR[plan.op];
  }
}

function skipText(bytes: Uint8Array, at: number, end: number, cursor: Cursor): number {
  const length = readLength(bytes, at, end, cursor);
  return cursor.at + length;
}

const SKIP_SCALAR = {
  null: (_bytes, at) => at,
  boolean(bytes, at) {
    const byte = bytes[at];
    if (byte !== 0 && byte !== 1) throw MALFORMED;
    return at + 1;
  },
  int(bytes, at, _end, cursor) {
    readVar32(bytes, at, cursor);
    return cursor.at;
  },
  long: skipVar64,
  float: (_bytes, at) => at + 4,
  double: (_bytes, at) => at + 8,
} as const satisfies Record<Exclude<ScalarPlan['op'], 'bytes' | 'string'>, Skip>;

function skipEnum({ symbols }: EnumPlan): Skip {
  const bound = 2 * symbols.length;
  return (bytes, at, _end, cursor) => {
    const index = readVar32(bytes, at, cursor);
    if ((index & 1) !== 0 || index >= bound) throw MALFORMED;
    return cursor.at;
  };
}

function skipBlocks(run: Run, item: Plan, skip: Skip, minimum: number): Skip {
  const charge = run.measures.charge(item, minimum);
  return (bytes, start, end, cursor, depth) => {
    for (let at = start; ;) {
      let count = readCount(bytes, at, end, minimum, cursor);
      at = cursor.at;
      if (count === 0) return at;
      for (; count > 0; count--) {
        if (charge > 0) takeValues(at, charge, cursor);
        at = skip(bytes, at, end, cursor, depth);
      }
    }
  };
}

function skipRecord(run: Run, plan: RecordPlan): Skip {
  const skips = plan.fields.map((field) => run.skips.of(field.plan));
  return (bytes, start, end, cursor, depth) => {
    let at = start;
    for (const skip of skips) at = skip(bytes, at, end, cursor, depth);
    return at;
  };
}

function skipUnion(run: Run, plan: UnionPlan): Skip {
  const skips = plan.branches.map((branch) => {
    const skip = run.skips.of(branch);
    const charge = run.measures.charge(branch, 1 + run.measures.minimum(branch));
    return charge === 0 ? skip : charged(charge, skip);
  });
  return (bytes, at, end, cursor, depth) => {
    const index = readVar32(bytes, at, cursor);
    const skip = (index & 1) === 0 ? skips[index >>> 1] : undefined;
    if (skip === undefined) throw MALFORMED;
    return skip(bytes, cursor.at, end, cursor, depth);
  };
}

function charged(charge: number, skip: Skip): Skip {
  return (bytes, at, end, cursor, depth) => {
    takeValues(at, charge, cursor);
    return skip(bytes, at, end, cursor, depth);
  };
}
