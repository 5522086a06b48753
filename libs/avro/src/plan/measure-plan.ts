import { MAX_EMPTY_ITEMS, VALUES_PER_BYTE } from '../wire/faults.ts';
import type { Plan } from './plan.ts';
import { ShownDefault } from './shown-default.ts';

/** The plans one step below. */
export function partsOf(plan: Plan): readonly Plan[] {
  switch (plan.op) {
    case 'array':
      return [plan.items];
    case 'map':
      return [plan.values];
    case 'record':
      return plan.fields.map((field) => field.plan);
    case 'union':
      return plan.branches;
    case 'tag':
      return [plan.plan];
    case 'logical':
      return [plan.base];
    default:
      return NO_PARTS;
  }
}

const NO_PARTS: readonly Plan[] = [];

/**
 * Bytes that each plan's value takes at least, 0 only where it may take none: what bounds the count of an array before
 * any item is read.
 */
export function measureMinimum(plan: Plan, known: Map<Plan, number>): number {
  const found = known.get(plan);
  if (found !== undefined) return found;
  // A type that must hold itself has no finite value; 0 keeps the sum finite, and the depth limit refuses its data.
  // Unions are not looked into: a part measured while what holds it is being measured would keep that 0.
  known.set(plan, 0);
  const minimum = minimumOf(plan, (part) => measureMinimum(part, known));
  known.set(plan, minimum);
  return minimum;
}

function minimumOf(plan: Plan, measure: (part: Plan) => number): number {
  switch (plan.op) {
    case 'null':
    case 'error':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return plan.size;
    case 'record':
      return plan.fields.reduce((sum, field) => sum + measure(field.plan), 0);
    case 'tag':
      return measure(plan.plan);
    case 'logical':
      return measure(plan.base);
    default:
      return 1;
  }
}

/** What every value of a plan takes, where it is always the same. */
export interface Extent {
  readonly bytes: number;
  readonly parts: number;
  /** What a decoder makes of them, the reader's defaults included. */
  readonly values: number;
  /** Whether a decoder must look inside all the same, for a logical type may refuse what is there. */
  readonly isConverted: boolean;
}

/**
 * The bytes that every value of the plan takes, so that nobody need look inside; undefined where values differ.
 * `endless` is a record of no bytes and more than `MAX_EMPTY_ITEMS` parts: records that hold others twice, level by
 * level, make exponentially many of a short schema.
 */
export function measureExtent(
  plan: Plan,
  known: Map<Plan, Extent | 'endless' | undefined>,
): Extent | 'endless' | undefined {
  if (plan.op !== 'record') return extentOf(plan, known);
  if (known.has(plan)) return known.get(plan);
  // A type that must hold itself has no finite value.
  known.set(plan, undefined);
  const extent = extentOf(plan, known);
  known.set(plan, extent);
  return extent;
}

function extentOf(plan: Plan, known: Map<Plan, Extent | 'endless' | undefined>): Extent | 'endless' | undefined {
  switch (plan.op) {
    case 'null':
      return { bytes: 0, parts: 1, values: 1, isConverted: false };
    case 'float':
      return { bytes: 4, parts: 1, values: 1, isConverted: false };
    case 'double':
      return { bytes: 8, parts: 1, values: 1, isConverted: false };
    case 'fixed':
      return { bytes: plan.size, parts: 1, values: 1, isConverted: false };
    case 'tag':
      return measureExtent(plan.plan, known);
    case 'logical': {
      const extent = measureExtent(plan.base, known);
      return typeof extent === 'object' ? { ...extent, isConverted: true } : extent;
    }
    case 'record': {
      let [bytes, parts, values, isConverted] = [0, 1, 1, false];
      for (const field of plan.fields) {
        const extent = measureExtent(field.plan, known);
        if (extent === undefined || extent === 'endless') return undefined;
        bytes += extent.bytes;
        parts += extent.parts;
        values += extent.values;
        isConverted ||= extent.isConverted;
      }
      for (const { from } of plan.results) if (typeof from === 'object') values += countValues(from.value);
      return bytes === 0 && parts > MAX_EMPTY_ITEMS ? 'endless' : { bytes, parts, values, isConverted };
    }
    default:
      return undefined;
  }
}

/** Values in a default. Parts that it shares with others are made again for each, and counted once. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return 1 + (value.length >> 3);
  if (value instanceof ShownDefault) return 1 + countValues(value.base);
  let count = counts.get(value);
  if (count === undefined) {
    count = Object.values(value).reduce((sum: number, item: unknown) => sum + countValues(item), 1);
    counts.set(value, count);
  }
  return count;
}

const counts = new WeakMap<object, number>();

/** What `readCount` takes for an array's items: their least bytes or, of items without bytes, minus their values. */
export function measureItem(
  plan: Plan,
  minimums: Map<Plan, number>,
  extents: Map<Plan, Extent | 'endless' | undefined>,
): number {
  const minimum = measureMinimum(plan, minimums);
  if (minimum > 0) return minimum;
  const extent = measureExtent(plan, extents);
  return typeof extent === 'object' ? -extent.values : -1;
}

/**
 * The values that every value of a plan holds and no byte stands for: nulls, records, tags, a reader's defaults. What
 * is within unions, arrays and maps is not among them: each of those takes from the budget by itself.
 */
function measureFree(plan: Plan, known: Map<Plan, number>): number {
  switch (plan.op) {
    case 'null':
      return 1;
    case 'tag':
      return 1 + measureFree(plan.plan, known);
    case 'logical':
      return measureFree(plan.base, known);
    case 'record': {
      const found = known.get(plan);
      if (found !== undefined) return found;
      // A type that must hold itself has no finite value.
      known.set(plan, 0);
      let free = 1;
      for (const field of plan.fields) free += measureFree(field.plan, known);
      for (const { from } of plan.results) if (typeof from === 'object') free += countValues(from.value);
      // Records that hold others twice, level by level, would be beyond all numbers.
      free = Math.min(free, MAX_FREE);
      known.set(plan, free);
      return free;
    }
    default:
      return 0;
  }
}

const MAX_FREE = 2 ** 31;

/**
 * What an item, an entry or a branch of a union takes from the budget by `takeValues`: 0 where `minimum`, the bytes it
 * has at least, pays for all that it makes without bytes, and so for most schemas there is nothing to call. An item that
 * may have no bytes at all is in the hands of `readCount`. A record that is met once, in no array, map or union, takes
 * nothing: its schema bounds it.
 */
export function measureCharge(plan: Plan, minimum: number, known: Map<Plan, number>): number {
  const free = measureFree(plan, known);
  return minimum > 0 && free > minimum * VALUES_PER_BYTE ? free : 0;
}

/** The measures of a plan and its parts, each taken once. */
export interface Measures {
  minimum(plan: Plan): number;
  item(plan: Plan): number;
  /** See `measureCharge`. */
  charge(plan: Plan, minimum: number): number;
  extent(plan: Plan): Extent | 'endless' | undefined;
}

export function startMeasures(): Measures {
  const minimums = new Map<Plan, number>();
  const extents = new Map<Plan, Extent | 'endless' | undefined>();
  const free = new Map<Plan, number>();
  return {
    minimum: (plan) => measureMinimum(plan, minimums),
    item: (plan) => measureItem(plan, minimums, extents),
    charge: (plan, minimum) => measureCharge(plan, minimum, free),
    extent: (plan) => measureExtent(plan, extents),
  };
}

export interface Outline {
  /** Plans that become functions of their own; all others are printed where they stand. */
  readonly functions: ReadonlySet<Plan>;
  /** Those of them that can call themselves, and so must count their depth. */
  readonly recursive: ReadonlySet<Plan>;
  /** How many plans are printed where one that has parts stands, itself included. */
  readonly sizes: ReadonlyMap<Plan, number>;
}

/** How many levels are printed inside each other: more makes functions that engines compile late or never. */
const MAX_INLINE_DEPTH = 6;

/**
 * About how many plans are printed in one function. A call takes a place on the stack for every variable of its function:
 * one function for 100,000 fields would need more than the whole stack. Long before that engines do not optimise it, and
 * TypeScript does not follow its flow.
 */
export const MAX_INLINE_PARTS = 250;

/** Decides what is printed in place: a record used once is, one used twice or one that reaches itself is a function. */
export function outlinePlan(root: Plan): Outline {
  const known = outlines.get(root);
  if (known !== undefined) return known;
  const functions = new Set<Plan>();
  const recursive = new Set<Plan>();
  const seen = new Set<Plan>();
  const active = new Set<Plan>();
  const sizes = new Map<Plan, number>();
  const walk = (plan: Plan, depth: number): number => {
    const parts = partsOf(plan);
    if (parts.length === 0) return 1;
    if (seen.has(plan)) {
      functions.add(plan);
      if (active.has(plan)) recursive.add(plan);
      return 1;
    }
    const isOutlined = depth > MAX_INLINE_DEPTH;
    if (isOutlined) functions.add(plan);
    if (plan.op === 'record') seen.add(plan);
    active.add(plan);
    let size = 1;
    for (const part of parts) size += walk(part, isOutlined ? 0 : depth + 1);
    active.delete(plan);
    sizes.set(plan, size);
    if (size > MAX_INLINE_PARTS) functions.add(plan);
    return functions.has(plan) ? 1 : size;
  };
  walk(root, 0);
  const outline = { functions, recursive, sizes };
  outlines.set(root, outline);
  return outline;
}

/** Every product asks, and so does every refusal: a schema may be much longer than the bytes that are refused. */
const outlines = new WeakMap<Plan, Outline>();
