import type { LogicalConversion } from '../logical-type.ts';
import { isTaken } from '../plan/is-taken.ts';
import type { CandidateRow, PlanRow } from '../plan/plan-table.ts';
import type { ScalarPlan } from '../plan/plan.ts';
import { MAX_DEPTH, MAX_EMPTY_ITEMS } from '../wire/faults.ts';
import { readCount, readLength, readLong, readVar32, skipVar64, takeValues } from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { readString } from '../wire/read-string.ts';
import { isUtf8 } from '../wire/strict-string.ts';
import { isObject, isPlain, onlyKey, ownValue, readProperty } from '../wire/write.ts';
import { describeValue } from './describe-value.ts';
import { cut, WELL_FORMED } from './path.ts';
import type { Step } from './path.ts';
import { EXPECTED, isFloat, isLong, LONG_TEXT } from './scalars.ts';

/**
 * A part of a plan that says itself what is wrong with a value or with bytes of it. Emitted modules make the parts of
 * their plans with the functions below and import no others, so that a run-time has the code of those it needs.
 */
export interface PlanPart {
  check(walk: ValueWalk, value: unknown): void;
  visit(walk: ByteWalk): void;
}

/** What both walks keep. Parts name each other by their places. */
interface Walk {
  readonly parts: readonly PlanPart[];
  readonly conversions: readonly BoundConversion[];
  readonly steps: Step[];
  depth: number;
}

export interface ValueWalk extends Walk {
  readonly report: (expected: string, value: unknown) => void;
  readonly isFull: () => boolean;
}

export interface ByteWalk extends Walk {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly cursor: Cursor;
  at: number;
  isDecoding: boolean;
  /** What the bytes at `at` are to be: whoever catches what reading functions throw says so. */
  expected: string;
  found: string | undefined;
}

export interface BoundConversion extends LogicalConversion {
  /** The base value in these bytes, which hold one. */
  readBase(bytes: Uint8Array, at: number, end: number): unknown;
}

type Row<Op extends PlanRow['op']> = Omit<Extract<PlanRow, { op: Op }>, 'op'>;

export const TOO_DEEP: string = `records nested at most ${MAX_DEPTH} deep`;

export function planRecord({ name, fields, isRecursive }: Row<'record'>): PlanPart {
  return {
    check(walk, value) {
      if (!isObject(value)) return walk.report(`record ${name}`, value);
      if (walk.depth >= MAX_DEPTH) return walk.report(TOO_DEEP, value);
      if (isRecursive) walk.depth++;
      for (const field of fields) {
        const item = readProperty(value, field.name);
        if (item !== undefined || !field.isFilled) checkAt(walk, { field: field.name }, field.plan, item);
      }
      if (isRecursive) walk.depth--;
    },
    visit(walk) {
      if (isRecursive && ++walk.depth > MAX_DEPTH) refuse(walk, TOO_DEEP, 'more');
      const { isDecoding } = walk;
      for (const field of fields) {
        // Of a field that the reader does not have, no value is made.
        walk.isDecoding = isDecoding && !field.isSkipped;
        visitAt(walk, { field: field.name }, field.plan);
      }
      walk.isDecoding = isDecoding;
      if (isRecursive) walk.depth--;
    },
  };
}

export function planArray({ items, minimum, charge }: Row<'array'>): PlanPart {
  return {
    check(walk, value) {
      if (!Array.isArray(value)) return walk.report('array', value);
      for (let index = 0; index < value.length && !walk.isFull(); index++)
        checkAt(walk, { index }, items, value[index]);
    },
    visit: (walk) => visitBlocks(walk, 'items', { minimum, charge }, (index) => visitAt(walk, { index }, items)),
  };
}

export function planMap({ values, minimum, charge, isStrict }: Row<'map'>): PlanPart {
  return {
    check(walk, value) {
      if (!isObject(value) || (Object.keys(value).length === 0 && !isPlain(value))) return walk.report('map', value);
      for (const [key, item] of Object.entries(value)) {
        if (isStrict && !key.isWellFormed()) walk.report(`map key ${WELL_FORMED}`, key);
        checkAt(walk, { key }, values, item);
      }
    },
    visit: (walk) =>
      visitBlocks(walk, 'entries', { minimum, charge }, () => {
        const key = readText(walk, 'map key');
        if (isStrict) requireUtf8(walk, 'map key');
        walk.at = walk.cursor.at;
        visitAt(walk, { key }, values);
      }),
  };
}

export function planUnion({ branches, shapes, tags, candidates, charges }: Row<'union'>): PlanPart {
  return {
    check(walk, value) {
      const takes = ({ logical, isTried = false, ...row }: CandidateRow, item: unknown): boolean => {
        const conversion = walk.conversions[logical ?? -1];
        return isTaken({ ...row, isTried, logical: conversion && { conversion } }, item);
      };
      const key = onlyKey(value);
      const tag = tags.find(({ name }) => name === key);
      const inner = tag && ownValue(value as object, tag.name);
      const isTagged = tag !== undefined && (tag.test === undefined || takes(tag.test, inner));
      const chosen = isTagged ? tag : candidates.find((candidate) => takes(candidate, value));
      if (chosen === undefined) return walk.report(`one of ${cut(shapes.join(', '))}`, value);
      walk.parts[branches[chosen.at] ?? -1]?.check(walk, isTagged ? inner : value);
    },
    visit(walk) {
      const branch = readIndex(walk, 'a union branch', branches.length);
      walk.at = walk.cursor.at;
      if (charges !== undefined) takeCharge(walk, charges[branch]);
      walk.parts[branches[branch] ?? -1]?.visit(walk);
    },
  };
}

export function planEnum({ symbols, missing }: Row<'enum'>): PlanPart {
  return {
    check(walk, value) {
      if (!symbols.some((symbol) => symbol === value)) walk.report(`one of ${cut(symbols.join(', '))}`, value);
    },
    visit(walk) {
      const index = readIndex(walk, 'an enum symbol', symbols.length);
      if (walk.isDecoding && missing?.includes(index)) {
        refuse(walk, 'a symbol that the reader has, or a default for it', cut(symbols[index] ?? ''));
      }
      walk.at = walk.cursor.at;
    },
  };
}

export function planFixed({ size }: Row<'fixed'>): PlanPart {
  return {
    check(walk, value) {
      if (value instanceof Uint8Array && value.length === size) return;
      walk.report(`fixed of ${size} bytes (Uint8Array)`, value);
    },
    visit: (walk) => skip(walk, `fixed of ${size} bytes`, size),
  };
}

export function planLogical({ base, conversion: place }: Row<'logical'>): PlanPart {
  return {
    check(walk, value) {
      const conversion = walk.conversions[place];
      const inner = conversion?.toBase(value);
      if (inner === undefined) walk.report(conversion?.expected ?? '', value);
      else walk.parts[base]?.check(walk, inner);
    },
    visit(walk) {
      const { at, parts, conversions, bytes } = walk;
      parts[base]?.visit(walk);
      const conversion = conversions[place];
      if (!walk.isDecoding || conversion === undefined) return;
      const value = conversion.readBase(bytes, at, walk.at);
      if (conversion.fromBase(value) !== undefined) return;
      walk.at = at;
      refuse(walk, conversion.expected, describeValue(value));
    },
  };
}

/** A value of the writer that is a tagged branch to the reader: there is nothing to encode. */
export function planTag({ plan }: Row<'tag'>): PlanPart {
  return { check: () => {}, visit: (walk) => walk.parts[plan]?.visit(walk) };
}

export function planError({ expected, found }: Row<'error'>): PlanPart {
  return { check: () => {}, visit: (walk) => refuse(walk, expected, found) };
}

export function planNull(): PlanPart {
  return { check: expect('null', (value) => value === null), visit: () => {} };
}

export function planBoolean(): PlanPart {
  return {
    check: expect('boolean', (value) => typeof value === 'boolean'),
    visit(walk) {
      const byte = walk.bytes[walk.at];
      if (byte !== 0 && byte !== 1) refuse(walk, 'boolean (a byte 0 or 1)');
      walk.at++;
    },
  };
}

export function planInt(): PlanPart {
  return {
    check: expect('int', (value) => typeof value === 'number' && (value | 0) === value),
    visit(walk) {
      walk.expected = 'int';
      readVar32(walk.bytes, walk.at, walk.cursor);
      walk.at = walk.cursor.at;
    },
  };
}

export function planLong({ as = 'long', long = 'number' }: Scalar = {}): PlanPart {
  return {
    check(walk, value) {
      if (!isLong(value, long)) walk.report(long === 'string' ? LONG_TEXT : EXPECTED.long, value);
    },
    visit(walk) {
      walk.expected = 'long';
      const next = skipVar64(walk.bytes, walk.at);
      if (walk.isDecoding && as === 'long' && long === 'number') {
        walk.expected = 'long that a number holds exactly (read it as bigint or string)';
        readLong(walk.bytes, walk.at, walk.cursor);
      }
      walk.at = next;
    },
  };
}

export function planFloat(): PlanPart {
  return {
    check: expect('float', isFloat),
    visit: (walk) => skip(walk, 'float (4 bytes)', 4),
  };
}

export function planDouble(): PlanPart {
  return {
    check: expect('double', (value) => typeof value === 'number'),
    visit: (walk) => skip(walk, 'double (8 bytes)', 8),
  };
}

export function planBytes(): PlanPart {
  return {
    check: expect('bytes', (value) => value instanceof Uint8Array),
    visit(walk) {
      readText(walk, 'bytes');
      walk.at = walk.cursor.at;
    },
  };
}

export function planString(): PlanPart {
  return {
    check: expect('string', (value) => typeof value === 'string'),
    visit(walk) {
      readText(walk, 'string');
      walk.at = walk.cursor.at;
    },
  };
}

/** A string that must be UTF-8. */
export function planStrictString(): PlanPart {
  return {
    check(walk, value) {
      if (typeof value !== 'string') walk.report(EXPECTED.string, value);
      else if (!value.isWellFormed()) walk.report(`string ${WELL_FORMED}`, value);
    },
    visit(walk) {
      readText(walk, 'string');
      requireUtf8(walk, 'string');
      walk.at = walk.cursor.at;
    },
  };
}

type Scalar = Row<ScalarPlan['op']>;

function expect(op: ScalarPlan['op'], isRight: (value: unknown) => boolean): PlanPart['check'] {
  return (walk, value) => {
    if (!isRight(value)) walk.report(EXPECTED[op], value);
  };
}

function checkAt(walk: ValueWalk, step: Step, plan: number, value: unknown): void {
  if (walk.isFull()) return;
  walk.steps.push(step);
  walk.parts[plan]?.check(walk, value);
  walk.steps.pop();
}

function visitAt(walk: ByteWalk, step: Step, plan: number): void {
  walk.steps.push(step);
  walk.parts[plan]?.visit(walk);
  walk.steps.pop();
}

/** Refuses as compiled code does, by throwing. */
function refuse(walk: ByteWalk, expected: string, found?: string): never {
  walk.expected = expected;
  walk.found = found;
  throw new RangeError(expected);
}

function skip(walk: ByteWalk, expected: string, size: number): void {
  if (size > walk.end - walk.at) refuse(walk, expected);
  walk.at += size;
}

function readIndex(walk: ByteWalk, what: string, count: number): number {
  walk.expected = `the index of ${what}, 0 to ${count - 1}`;
  const raw = readVar32(walk.bytes, walk.at, walk.cursor);
  const index = (raw >>> 1) ^ -(raw & 1);
  if (index < 0 || index >= count) refuse(walk, walk.expected, String(index));
  return index;
}

/** Leaves the place where it is; the one behind the text is the cursor's. */
function readText(walk: ByteWalk, type: string): string {
  walk.expected = `${type} with its length before it`;
  return readString(walk.bytes, walk.at, walk.end, walk.cursor);
}

function requireUtf8(walk: ByteWalk, type: string): void {
  const { bytes, at, end, cursor } = walk;
  const next = cursor.at;
  readLength(bytes, at, end, cursor);
  if (!isUtf8(bytes, cursor.at, next)) refuse(walk, `${type} ${WELL_FORMED}`);
  cursor.at = next;
}

function takeCharge(walk: ByteWalk, values: number | undefined): void {
  if (!values) return;
  walk.expected = `at most ${MAX_EMPTY_ITEMS} values without bytes`;
  takeValues(walk.at, values, walk.cursor);
}

function visitBlocks(
  walk: ByteWalk,
  what: string,
  { minimum, charge }: { readonly minimum: number; readonly charge: number | undefined },
  visitItem: (index: number) => void,
): void {
  for (let index = 0; ;) {
    walk.expected = `a count of ${what} that fits the bytes left`;
    let count = readCount(walk.bytes, walk.at, walk.end, minimum, walk.cursor);
    walk.at = walk.cursor.at;
    if (count === 0) return;
    for (; count > 0; count--) {
      takeCharge(walk, charge);
      visitItem(index++);
    }
  }
}
