import type { Explainer } from '../assemble-codec.ts';
import type { ByteFinding, ValueFinding } from '../avro-error.ts';
import type { LogicalConversion } from '../logical-type.ts';
import { isTaken } from '../plan/is-taken.ts';
import type { CandidateRow, PlanRow } from '../plan/plan-table.ts';
import type { ScalarPlan } from '../plan/plan.ts';
import { isDataFault, MAX_DEPTH, MAX_EMPTY_ITEMS } from '../wire/faults.ts';
import { readCount, readLength, readLong, readVar32, skipVar64, takeValues } from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { readString } from '../wire/read-string.ts';
import { isUtf8 } from '../wire/strict-string.ts';
import { isObject, isPlain, onlyKey, ownValue, readProperty } from '../wire/write.ts';
import { describeValue } from './describe-value.ts';
import { cut, formatPath, WELL_FORMED } from './path.ts';
import type { Step } from './path.ts';
import { expectScalar, isScalar } from './scalars.ts';

/** A plan as emitted modules carry it where no planner comes along. */
export interface PlanTable {
  readonly rows: readonly PlanRow[];
  readonly conversions?: readonly BoundConversion[];
  /** Of a resolver. */
  readonly unresolvable?: readonly string[];
}

export interface BoundConversion extends LogicalConversion {
  /** The base value in these bytes, which hold one. */
  readBase(bytes: Uint8Array, at: number, end: number): unknown;
}

/**
 * Says by a plan's table what the other explainers say by the plan, in a tenth of their code. Paths, what is expected and
 * offsets are theirs; what was found in bytes is said with less detail.
 */
export const BRIEF_EXPLAINER: Explainer<PlanTable> = {
  value: explainValue,
  bytes: explainBytes,
  unresolvable: ({ unresolvable = [] }) => unresolvable,
};

const MAX_FINDINGS = 50;
const TOO_DEEP = `records nested at most ${MAX_DEPTH} deep`;

function explainValue(
  { rows, conversions = [] }: PlanTable,
  root: unknown,
): readonly [ValueFinding, ...ValueFinding[]] {
  const steps: Step[] = [];
  const findings: ValueFinding[] = [];
  let depth = 0;

  function report(expected: string, value: unknown): void {
    findings.push({ path: formatPath(steps), expected, found: describeValue(value) });
  }

  function checkAt(step: Step, at: number, value: unknown): void {
    steps.push(step);
    check(at, value);
    steps.pop();
  }

  function takes({ logical, isTried = false, ...row }: CandidateRow, value: unknown): boolean {
    const conversion = conversions[logical ?? -1];
    return isTaken({ ...row, isTried, logical: conversion && { conversion } }, value);
  }

  function check(at: number, value: unknown): void {
    const row = rows[at];
    if (findings.length >= MAX_FINDINGS || row === undefined) return;
    switch (row.op) {
      case 'record':
        if (!isObject(value)) return report(`record ${row.name}`, value);
        if (depth >= MAX_DEPTH) return report(TOO_DEEP, value);
        if (row.isRecursive) depth++;
        for (const { name, plan, isFilled } of row.fields) {
          const item = readProperty(value, name);
          if (item !== undefined || isFilled !== true) checkAt({ field: name }, plan, item);
        }
        if (row.isRecursive) depth--;
        return;
      case 'array':
        if (!Array.isArray(value)) return report('array', value);
        for (let index = 0; index < value.length && findings.length < MAX_FINDINGS; index++) {
          checkAt({ index }, row.items, value[index]);
        }
        return;
      case 'map':
        if (!isObject(value) || (Object.keys(value).length === 0 && !isPlain(value))) return report('map', value);
        for (const [key, item] of Object.entries(value)) {
          if (row.isStrict && !key.isWellFormed()) report(`map key ${WELL_FORMED}`, key);
          checkAt({ key }, row.values, item);
        }
        return;
      case 'union': {
        const key = onlyKey(value);
        const tag = row.tags.find(({ name }) => name === key);
        const inner = tag && ownValue(value as object, tag.name);
        const isTagged = tag !== undefined && (tag.test === undefined || takes(tag.test, inner));
        const chosen = isTagged ? tag : row.candidates.find((candidate) => takes(candidate, value));
        if (chosen === undefined) return report(`one of ${cut(row.shapes.join(', '))}`, value);
        return check(row.branches[chosen.at] ?? -1, isTagged ? inner : value);
      }
      case 'enum':
        if (row.symbols.some((symbol) => symbol === value)) return;
        return report(`one of ${cut(row.symbols.join(', '))}`, value);
      case 'fixed':
        if (value instanceof Uint8Array && value.length === row.size) return;
        return report(`fixed of ${row.size} bytes (Uint8Array)`, value);
      case 'logical': {
        const conversion = conversions[row.conversion];
        const base = conversion?.toBase(value);
        return base === undefined ? report(conversion?.expected ?? '', value) : check(row.base, base);
      }
      case 'tag':
      case 'error':
        return;
      default: {
        const plan: ScalarPlan = { as: row.op, long: 'number', isStrict: false, ...row };
        if (!isScalar(plan, value)) report(expectScalar(plan, value), value);
      }
    }
  }

  try {
    check(0, root);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const expected = depth > 0 ? TOO_DEEP : 'a value that is the same whenever it is read';
  const [first = { path: '', expected, found: 'another' }, ...rest] = findings;
  return [first, ...rest];
}

function explainBytes(
  { rows, conversions = [] }: PlanTable,
  all: Uint8Array,
  start: number,
  end: number,
  isDecoding: boolean,
): ByteFinding | undefined {
  const bytes = all.subarray(0, end);
  const cursor: Cursor = { at: start, emptyItems: MAX_EMPTY_ITEMS, paidTo: start };
  const steps: Step[] = [];
  let at = start;
  let expected = '';
  let found: string | undefined;
  let depth = 0;

  /** Reads the next part with a function of compiled code, which refuses what is not as expected by throwing. */
  function read(what: string, action: () => number): number {
    expected = what;
    return action();
  }

  function size(what: string, length: number): void {
    read(what, () => (length > end - at ? refuse() : 0));
    at += length;
  }

  /** As compiled code refuses: whoever catches it knows what was expected where. */
  function refuse(why?: string): never {
    found = why;
    throw new RangeError();
  }

  function readIndex(what: string, count: number): number {
    const range = `the index of ${what}, 0 to ${count - 1}`;
    const raw = read(range, () => readVar32(bytes, at, cursor));
    const index = (raw >>> 1) ^ -(raw & 1);
    if (index < 0 || index >= count) refuse(String(index));
    return index;
  }

  function readText(type: string, isStrict: boolean | undefined): string {
    const length = read(`${type} with its length before it`, () => readLength(bytes, at, end, cursor));
    const text = readString(bytes, at, end, cursor);
    if (isStrict && !isUtf8(bytes, cursor.at - length, cursor.at)) read(`${type} ${WELL_FORMED}`, refuse);
    at = cursor.at;
    return text;
  }

  function visitAt(step: Step, plan: number): void {
    steps.push(step);
    visit(plan);
    steps.pop();
  }

  function charge(values: number | undefined): void {
    if (values) read(`at most ${MAX_EMPTY_ITEMS} values without bytes`, () => (takeValues(at, values, cursor), 0));
  }

  function visit(index: number): void {
    const row = rows[index];
    switch (row?.op) {
      case 'record':
        if (row.isRecursive && ++depth > MAX_DEPTH) read(TOO_DEEP, () => refuse('more'));
        for (const { name, plan, isSkipped } of row.fields) {
          const outer = isDecoding;
          // Of a field that the reader does not have, no value is made.
          if (isSkipped) isDecoding = false;
          visitAt({ field: name }, plan);
          isDecoding = outer;
        }
        if (row.isRecursive) depth--;
        return;
      case 'array':
      case 'map':
        for (let index = 0; ;) {
          const what = `a count of ${row.op === 'array' ? 'items' : 'entries'} that fits the bytes left`;
          let count = read(what, () => readCount(bytes, at, end, row.minimum, cursor));
          at = cursor.at;
          if (count === 0) return;
          for (; count > 0; count--, index++) {
            charge(row.charge);
            if (row.op === 'array') visitAt({ index }, row.items);
            else visitAt({ key: readText('map key', row.isStrict) }, row.values);
          }
        }
      case 'union': {
        const branch = readIndex('a union branch', row.branches.length);
        at = cursor.at;
        charge(row.charges?.[branch]);
        return visit(row.branches[branch] ?? -1);
      }
      case 'enum': {
        const symbol = readIndex('an enum symbol', row.symbols.length);
        if (isDecoding && row.missing?.includes(symbol)) {
          read('a symbol that the reader has, or a default for it', () => refuse(row.symbols[symbol]));
        }
        at = cursor.at;
        return;
      }
      case 'tag':
        return visit(row.plan);
      case 'error':
        expected = row.expected;
        return refuse(row.found);
      case 'logical': {
        const from = at;
        visit(row.base);
        const conversion = conversions[row.conversion];
        if (!isDecoding || conversion === undefined) return;
        const base = conversion.readBase(bytes, from, at);
        if (conversion.fromBase(base) !== undefined) return;
        at = from;
        expected = conversion.expected;
        return refuse(describeValue(base));
      }
      case 'fixed':
        return size(`fixed of ${row.size} bytes`, row.size);
      case 'boolean': {
        const byte = bytes[at];
        if (!(byte !== undefined && byte < 2)) read('boolean (a byte 0 or 1)', refuse);
        at++;
        return;
      }
      case 'int':
        read('int', () => readVar32(bytes, at, cursor));
        at = cursor.at;
        return;
      case 'long': {
        const next = read('long', () => skipVar64(bytes, at));
        if (isDecoding && (row.as ?? row.op) === 'long' && row.long === undefined) {
          read('long that a number holds exactly (read it as bigint or string)', () => readLong(bytes, at, cursor));
        }
        at = next;
        return;
      }
      case 'float':
        return size('float (4 bytes)', 4);
      case 'double':
        return size('double (8 bytes)', 8);
      case 'bytes':
      case 'string':
        readText(row.op, row.isStrict);
        return;
      case 'null':
      case undefined:
    }
  }

  try {
    visit(0);
    if (at === end) return undefined;
    const left = `${end - at} more ${end - at === 1 ? 'byte' : 'bytes'}`;
    return { path: '', expected: 'the end of the value', found: left, offset: at - start, kind: 'left-over' };
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const rest = end - at;
    found ??= rest <= 0 ? 'the end of the bytes' : `byte ${bytes[at]} with ${rest - 1} behind it`;
    return { path: formatPath(steps), expected, found, offset: at - start, kind: 'malformed' };
  }
}
