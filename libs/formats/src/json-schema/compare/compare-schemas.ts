import { follow } from '../load/shape.ts';
import type { NotShape, Shape } from '../load/shape.ts';
import { compareArrays } from './compare-arrays.ts';
import { compareCombined } from './compare-combined.ts';
import { compareObjects } from './compare-objects.ts';
import { compareConstants, compareEnums, compareNumbers, compareStrings, textOf } from './compare-shapes.ts';
import {
  branch,
  createContext,
  isAllCompatible,
  MOST_COMPARISONS,
  note,
  noteWithin,
  spend,
  TooMuch,
  within,
} from './context.ts';
import type { Context, Ledger } from './context.ts';
import { isCompatible } from './differences.ts';
import type { Difference } from './differences.ts';
import { isAny } from './unevaluated.ts';

/** Compares two schemas where a context stands; absent ones differ too. */
export type Compare = (context: Context, writer: Shape | undefined, reader: Shape | undefined) => void;

/**
 * What has changed from the schema that wrote to the one that reads, as Confluent's SchemaDiff finds it: the same names,
 * paths and order. Where schemas refer to themselves, a pair met again is taken to be compatible, and all is compared
 * anew with what was found incompatible until nothing more is.
 * @throws TooMuch where there are more combinations than are compared, or schemas are too deep
 */
export function compareSchemas(writer: Shape, reader: Shape): readonly Difference[] {
  const budget = { left: MOST_COMPARISONS };
  let refuted: Refuted = new Map();
  for (;;) {
    const ledger: Ledger = { memo: new Map(), underWay: new Map(), refuted, isOptimistic: false, budget };
    const context = createContext(ledger, writer, reader);
    try {
      compare(context, writer, reader);
    } catch (error) {
      if (error instanceof RangeError) throw new TooMuch('the schemas are nested too deep to be compared');
      throw error;
    }
    const found = collectIncompatible(ledger);
    if (!ledger.isOptimistic || sizeOf(found) === sizeOf(refuted)) return context.differences;
    refuted = found;
  }
}

type Refuted = Ledger['refuted'];

function collectIncompatible({ memo }: Ledger): Refuted {
  const found = new Map<Shape, Map<Shape, readonly Difference[]>>();
  for (const [writer, row] of memo) {
    const bad = [...row].filter(([, differences]) => !differences.every(isCompatible));
    if (bad.length > 0) found.set(writer, new Map(bad));
  }
  return found;
}

/** It only grows from pass to pass, so its size tells whether it has changed. */
function sizeOf(refuted: Refuted): number {
  return refuted.values().reduce((sum, row) => sum + row.size, 0);
}

function compare(context: Context, given: Shape | undefined, wanted: Shape | undefined): void {
  if (given === undefined && wanted === undefined) return;
  if (given === undefined) return note(context, 'SCHEMA_ADDED');
  if (wanted === undefined) return note(context, 'SCHEMA_REMOVED');
  const writer = follow(given);
  const reader = follow(wanted);
  // References that lead back to themselves say nothing.
  if (writer === undefined || reader === undefined) {
    if (writer !== reader) note(context, 'TYPE_CHANGED');
    return;
  }
  noteWithin(context, comparePair(context.ledger, writer, reader));
}

function comparePair(ledger: Ledger, writer: Shape, reader: Shape): readonly Difference[] {
  const known = ledger.memo.get(writer)?.get(reader);
  if (known !== undefined) return known;
  const busy = ledger.underWay.get(writer) ?? new Set<Shape>();
  if (busy.has(reader)) {
    const refuted = ledger.refuted.get(writer)?.get(reader);
    if (refuted !== undefined) return refuted;
    ledger.isOptimistic = true;
    return [];
  }
  spend(ledger, 1);
  busy.add(reader);
  ledger.underWay.set(writer, busy);
  const context = createContext(ledger, writer, reader);
  compareTypes(context, writer, reader);
  busy.delete(reader);
  const row = ledger.memo.get(writer) ?? new Map<Shape, readonly Difference[]>();
  row.set(reader, context.differences);
  ledger.memo.set(writer, row);
  return context.differences;
}

function compareTypes(context: Context, writer: Shape, reader: Shape): void {
  if (compareWithMembers(context, writer, reader)) return;
  if (writer.kind !== reader.kind) {
    if (writer.kind === 'false' || isAny(reader)) return;
    if (writer.isConnectBytes === true && reader.isConnectBytes === true) return;
    return note(context, 'TYPE_CHANGED');
  }
  if (writer.id !== reader.id) note(context, 'ID_CHANGED');
  if (writer.title !== reader.title) note(context, 'TITLE_CHANGED');
  if (writer.description !== reader.description) note(context, 'DESCRIPTION_CHANGED');
  if (defaultOf(writer) !== defaultOf(reader)) note(context, 'DEFAULT_CHANGED');
  if (writer.kind === 'string' && reader.kind === 'string') compareStrings(context, writer, reader);
  else if (writer.kind === 'number' && reader.kind === 'number') compareNumbers(context, writer, reader);
  else if (writer.kind === 'const' && reader.kind === 'const') compareConstants(context, writer, reader);
  else if (writer.kind === 'enum' && reader.kind === 'enum') compareEnums(context, writer, reader);
  else if (writer.kind === 'combined' && reader.kind === 'combined') compareCombined(context, writer, reader, compare);
  else if (writer.kind === 'not' && reader.kind === 'not') compareRefused(context, writer, reader);
  else if (writer.kind === 'object' && reader.kind === 'object') compareObjects(context, writer, reader, compare);
  else if (writer.kind === 'array' && reader.kind === 'array') compareArrays(context, writer, reader, compare);
}

/** A choice against what is none: it may be enough that one member fits. */
function compareWithMembers(context: Context, writer: Shape, reader: Shape): boolean {
  if (reader.kind === 'combined' && writer.kind !== 'combined') {
    const isChoice = reader.criterion !== 'allOf';
    if (reader.members.length !== 1 && !isChoice) return false;
    return findFitting(
      context,
      reader.members,
      reader.members.length === 1 ? undefined : 'SUM_TYPE_EXTENDED',
      (own, member) => compare(own, writer, member),
    );
  }
  if (writer.kind === 'combined' && reader.kind !== 'combined') {
    if (writer.members.length !== 1 && writer.criterion !== 'allOf') return false;
    return findFitting(
      context,
      writer.members,
      writer.members.length === 1 ? undefined : 'PRODUCT_TYPE_NARROWED',
      (own, member) => compare(own, member, reader),
    );
  }
  return false;
}

function findFitting(
  context: Context,
  members: readonly Shape[],
  type: string | undefined,
  compareMember: (own: Context, member: Shape) => void,
): boolean {
  for (const member of members) {
    const own = branch(context);
    compareMember(own, member);
    if (!isAllCompatible(own)) continue;
    context.differences.push(...own.differences);
    if (type !== undefined) note(context, type);
    return true;
  }
  return false;
}

function compareRefused(context: Context, writer: NotShape, reader: NotShape): void {
  within(context, 'not', undefined, () => {
    const own = branch(context);
    // What is refused is compared the other way round.
    compare(own, reader.refused, writer.refused);
    note(context, isAllCompatible(own) ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED');
  });
}

function defaultOf(shape: Shape): string | undefined {
  return shape.default === undefined ? undefined : textOf(shape.default);
}
