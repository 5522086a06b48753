import type { ByteFinding } from '../avro-error.ts';
import { measureCharge, measureExtent, measureItem, measureMinimum, outlinePlan } from '../plan/measure-plan.ts';
import type { Extent } from '../plan/measure-plan.ts';
import type { LogicalPlan, Plan, ScalarPlan } from '../plan/plan.ts';
import { interpretProduct } from '../interpret/interpret.ts';
import type { Products } from '../products.ts';
import { isDataFault, MAX_DEPTH, MAX_EMPTY_ITEMS, VALUES_PER_BYTE } from '../wire/faults.ts';
import { readCount, readLength, readLong, readVar32, skipVar64, takeValues } from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { readString } from '../wire/read-string.ts';
import { isUtf8 } from '../wire/strict-string.ts';
import { describeValue } from './describe-value.ts';
import { cut, formatPath, WELL_FORMED } from './path.ts';
import type { Step } from './path.ts';

/**
 * Says, after compiled code refused bytes, what in `bytes[start, end)` does not match the plan and where. It reads as
 * that code does, within the same bounds, and keeps the path. Undefined where the bytes are right.
 * `isDecoding` holds for readers that make values, which refuse a long that their form cannot hold.
 */
export function explainBytes(
  plan: Plan,
  bytes: Uint8Array,
  start: number,
  end: number,
  isDecoding: boolean,
): ByteFinding | undefined {
  const refusal: Walk['refusal'] = { finding: undefined };
  const walk: Walk = {
    // Reading stops where the value's bytes stop, whatever stands behind them.
    bytes: bytes.subarray(0, end),
    start,
    end,
    cursor: { at: start, emptyItems: MAX_EMPTY_ITEMS, paidTo: start },
    steps: [],
    minimums: new Map(),
    charges: new Map(),
    extents: new Map(),
    recursive: outlinePlan(plan).recursive,
    isDecoding,
    bases: new Map(),
    refusal,
  };
  try {
    const at = visit(walk, plan, start, 0);
    if (at === end || at === REFUSED) return refusal.finding;
    return stopAt(walk, at, 'the end of the value', countBytes(end - at, 'more '), 'left-over');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return stopAt(walk, walk.cursor.at, TOO_DEEP, 'more');
  }
}

const TOO_DEEP = `records nested at most ${MAX_DEPTH} deep`;

interface Walk {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly cursor: Cursor;
  readonly steps: Step[];
  readonly minimums: Map<Plan, number>;
  readonly charges: Map<Plan, number>;
  readonly extents: Map<Plan, Extent | 'endless' | undefined>;
  /** Plans whose depth counts. */
  readonly recursive: ReadonlySet<Plan>;
  readonly isDecoding: boolean;
  /** What reads the base values of logical types. */
  readonly bases: Map<LogicalPlan, Products['decode']>;
  readonly refusal: { finding: ByteFinding | undefined };
}

/**
 * In place of a position: what is wrong stands in the walk. Nothing is thrown through the levels, for engines compile
 * only functions that return, and take longest to leave many that were never compiled.
 */
const REFUSED = -1;

function stopAt(
  walk: Walk,
  at: number,
  expected: string,
  found: string,
  kind: ByteFinding['kind'] = 'malformed',
): ByteFinding {
  return { path: formatPath(walk.steps), expected, found, offset: at - walk.start, kind };
}

function refuse(walk: Walk, at: number, expected: string, found: string): typeof REFUSED {
  walk.refusal.finding = stopAt(walk, at, expected, found);
  return REFUSED;
}

/** Runs a reading function, and reports its refusal as this; undefined is what it then gives. */
function attempt(
  walk: Walk,
  at: number,
  expected: string,
  found: () => string,
  action: () => number,
): number | undefined {
  try {
    return action();
  } catch (error) {
    if (!isDataFault(error)) throw error;
    refuse(walk, at, expected, at >= walk.end ? 'the end of the bytes' : found());
    return undefined;
  }
}

function visit(walk: Walk, plan: Plan, at: number, depth: number): number {
  switch (plan.op) {
    case 'record': {
      const inner = walk.recursive.has(plan) ? depth + 1 : depth;
      if (inner > MAX_DEPTH) return refuse(walk, at, TOO_DEEP, 'more');
      const extent = measureExtent(plan, walk.extents);
      if (extent === 'endless') return refuse(walk, at, `at most ${MAX_EMPTY_ITEMS} values without bytes`, 'more');
      if (isOpaque(walk, extent) && at + extent.bytes <= walk.end) return at + extent.bytes;
      let next = at;
      for (const field of plan.fields) {
        // Of a field that the reader does not have, no value is made.
        const walkOn = field.isRead ? walk : { ...walk, isDecoding: false };
        walk.steps.push({ field: field.name });
        next = visit(walkOn, field.plan, next, inner);
        if (next === REFUSED) return REFUSED;
        walk.steps.pop();
      }
      return next;
    }
    case 'array':
    case 'map':
      return visitBlocks(walk, plan, at, depth);
    case 'union': {
      const index = readIndex(walk, at, 'the index of a union branch', plan.branches.length);
      if (index === undefined) return REFUSED;
      const branch = plan.branches[index];
      if (branch !== undefined) {
        const { at: inner } = walk.cursor;
        const minimum = 1 + measureMinimum(branch, walk.minimums);
        if (!canTake(walk, inner, measureCharge(branch, minimum, walk.charges))) return REFUSED;
        return visit(walk, branch, inner, depth);
      }
      return refuse(walk, at, `the index of a union branch, 0 to ${plan.branches.length - 1}`, String(index));
    }
    case 'enum':
      return visitEnum(walk, plan, at);
    case 'tag':
      return visit(walk, plan.plan, at, depth);
    case 'error':
      return refuse(walk, at, plan.expected, plan.found);
    case 'logical':
      return visitLogical(walk, plan, at, depth);
    case 'fixed':
      return visitSized(walk, at, plan.size, `fixed of ${plan.size} bytes`);
    default:
      return visitScalar(walk, plan, at);
  }
}

/** Takes from the budget of values without bytes; where it does not suffice, that is what is wrong. */
function canTake(walk: Walk, at: number, values: number): boolean {
  if (values === 0) return true;
  const expected = `at most ${MAX_EMPTY_ITEMS} values without bytes, and ${VALUES_PER_BYTE} for each byte read`;
  try {
    takeValues(at, values, walk.cursor);
    return true;
  } catch (error) {
    if (!isDataFault(error)) throw error;
    refuse(walk, at, expected, `${values} more`);
    return false;
  }
}

/** Whether there is nothing to find within, as long as all the bytes are there. */
function isOpaque(walk: Walk, extent: Extent | undefined): extent is Extent {
  return extent !== undefined && !(walk.isDecoding && extent.isConverted);
}

function visitLogical(walk: Walk, plan: LogicalPlan, at: number, depth: number): number {
  const next = visit(walk, plan.base, at, depth);
  if (!walk.isDecoding || next === REFUSED) return next;
  let decode = walk.bases.get(plan);
  // Interpreted, for code may not be made of text everywhere.
  if (decode === undefined) walk.bases.set(plan, (decode = interpretProduct(plan.base, 'decode')));
  const base = decode(walk.bytes, at, next, { at, emptyItems: MAX_EMPTY_ITEMS, paidTo: at }, 0);
  if (plan.conversion.fromBase(base) !== undefined) return next;
  return refuse(walk, at, plan.conversion.expected, describeValue(base));
}

function visitScalar(walk: Walk, plan: ScalarPlan, at: number): number {
  const { bytes, end, cursor } = walk;
  switch (plan.op) {
    case 'null':
      return at;
    case 'boolean': {
      const byte = bytes[at];
      if (byte === 0 || byte === 1) return at + 1;
      return refuse(walk, at, 'boolean (a byte 0 or 1)', byte === undefined ? 'the end of the bytes' : `byte ${byte}`);
    }
    case 'int': {
      const value = attempt(
        walk,
        at,
        'int',
        () => describeVarint(walk, at, 5),
        () => readVar32(bytes, at, cursor),
      );
      return value === undefined ? REFUSED : cursor.at;
    }
    case 'long': {
      const next = attempt(
        walk,
        at,
        'long',
        () => describeVarint(walk, at, 10),
        () => skipVar64(bytes, at),
      );
      if (next === undefined) return REFUSED;
      if (!walk.isDecoding || plan.as !== 'long' || plan.long !== 'number') return next;
      const value = attempt(
        walk,
        at,
        'long that a number holds exactly (read it as bigint or string)',
        () => 'one beyond 2^53',
        () => readLong(bytes, at, cursor),
      );
      return value === undefined ? REFUSED : next;
    }
    case 'float':
      return visitSized(walk, at, 4, 'float (4 bytes)');
    case 'double':
      return visitSized(walk, at, 8, 'double (8 bytes)');
    case 'bytes':
    case 'string':
      return visitText(walk, at, end, plan.op, plan.as === 'string' && plan.isStrict);
  }
}

function visitSized(walk: Walk, at: number, size: number, expected: string): number {
  if (size <= walk.end - at) return at + size;
  return refuse(walk, at, expected, describeRest(walk, at));
}

function visitText(walk: Walk, at: number, end: number, type: string, isStrict: boolean): number {
  const { bytes, cursor } = walk;
  try {
    const length = readLength(bytes, at, end, cursor);
    const next = cursor.at + length;
    if (!isStrict || isUtf8(bytes, cursor.at, next)) return next;
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const claimed = readClaim(walk, at);
    if (claimed !== undefined && claimed >= 0) {
      return refuse(walk, at, `${type} of ${countBytes(claimed)}`, describeRest(walk, cursor.at));
    }
    const found = claimed === undefined ? describeVarint(walk, at, 10) : `length ${claimed}`;
    return refuse(walk, at, `${type} with its length before it`, found);
  }
  return refuse(walk, at, `${type} ${WELL_FORMED}`, describeValue(readString(bytes, at, end, cursor)));
}

/** The length or count that stands at `at`, whether or not it fits; undefined where none can be read. */
function readClaim(walk: Walk, at: number): number | undefined {
  try {
    return readLong(walk.bytes, at, walk.cursor);
  } catch {
    return undefined;
  }
}

function visitEnum(walk: Walk, plan: Extract<Plan, { op: 'enum' }>, at: number): number {
  const index = readIndex(walk, at, 'the index of an enum symbol', plan.symbols.length);
  if (index === undefined) return REFUSED;
  const symbol = plan.symbols[index];
  if (symbol === undefined) {
    return refuse(walk, at, `the index of an enum symbol, 0 to ${plan.symbols.length - 1}`, String(index));
  }
  if (walk.isDecoding && plan.results[index] === undefined) {
    return refuse(walk, at, 'a symbol that the reader has, or a default for it', cut(symbol));
  }
  return walk.cursor.at;
}

function readIndex(walk: Walk, at: number, expected: string, count: number): number | undefined {
  const { bytes, cursor } = walk;
  const range = `${expected}, 0 to ${count - 1}`;
  const raw = attempt(
    walk,
    at,
    range,
    () => describeVarint(walk, at, 5),
    () => readVar32(bytes, at, cursor),
  );
  return raw === undefined ? undefined : (raw >>> 1) ^ -(raw & 1);
}

function visitBlocks(walk: Walk, plan: Extract<Plan, { op: 'array' | 'map' }>, start: number, depth: number): number {
  const { bytes, end, cursor, minimums, extents } = walk;
  const inner = plan.op === 'array' ? plan.items : plan.values;
  const minimum = plan.op === 'map' ? 1 + measureMinimum(inner, minimums) : measureItem(inner, minimums, extents);
  const charge = measureCharge(inner, minimum, walk.charges);
  const expected = `a count of ${plan.op === 'array' ? 'items' : 'entries'} that fits the bytes left`;
  const extent = plan.op === 'array' ? measureExtent(inner, extents) : undefined;
  const items = charge === 0 && extent !== 'endless' && isOpaque(walk, extent) ? extent : undefined;
  let at = start;
  for (let index = 0; ;) {
    const from = at;
    const found = (): string => describeCount(walk, from);
    let count = attempt(walk, from, expected, found, () => readCount(bytes, from, end, minimum, cursor));
    if (count === undefined) return REFUSED;
    at = cursor.at;
    if (count === 0) return at;
    if (items !== undefined && at + count * items.bytes <= end) {
      at += count * items.bytes;
      index += count;
      continue;
    }
    for (; count > 0; count--, index++) {
      if (!canTake(walk, at, charge)) return REFUSED;
      if (plan.op === 'array') walk.steps.push({ index });
      else {
        const next = visitText(walk, at, end, 'map key', plan.isStrict);
        if (next === REFUSED) return REFUSED;
        walk.steps.push({ key: readString(bytes, at, end, cursor) });
        at = next;
      }
      at = visit(walk, inner, at, depth);
      if (at === REFUSED) return REFUSED;
      walk.steps.pop();
    }
  }
}

function describeCount(walk: Walk, at: number): string {
  const claimed = readClaim(walk, at);
  if (claimed === undefined) return describeVarint(walk, at, 10);
  return `${Math.abs(claimed)} with ${describeRest(walk, walk.cursor.at)}`;
}

function describeVarint(walk: Walk, at: number, most: number): string {
  for (let index = 0; index < most; index++) {
    const byte = walk.bytes[at + index];
    if (byte === undefined) return 'the end of the bytes';
    if (byte < 0x80) return 'a number out of range';
  }
  return `a number of more than ${most} bytes`;
}

function describeRest(walk: Walk, at: number): string {
  const rest = Math.max(0, walk.end - at);
  return rest === 0 ? 'the end of the bytes' : `${countBytes(rest)} left`;
}

function countBytes(count: number, kind = ''): string {
  return `${count} ${kind}${count === 1 ? 'byte' : 'bytes'}`;
}
