import { MAX_INLINE_PARTS } from '../plan/measure-plan.ts';
import type { FieldPlan } from '../plan/plan.ts';
import { printFunction } from './program.ts';
import type { FunctionKind, Lines, Program } from './program.ts';

/** The fields of a record, as many together as one function shall hold. */
export function splitFields(program: Program, fields: readonly FieldPlan[]): readonly (readonly FieldPlan[])[] {
  const { functions, sizes } = program.outline;
  return splitList(fields, ({ plan }) => (functions.has(plan) ? 1 : (sizes.get(plan) ?? 1)));
}

export function splitList<Item>(list: readonly Item[], weigh: (item: Item) => number): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let weight = 0;
  for (const item of list) {
    if (weight >= MAX_INLINE_PARTS) {
      parts.push(part);
      [part, weight] = [[], 0];
    }
    part.push(item);
    weight += weigh(item);
  }
  return [...parts, part];
}

/** Prints a function for a part of a record, and gives its name. */
export function printPart(program: Program, kind: FunctionKind, body: Lines): string {
  const name = program.unique(kind);
  program.hoisted.push(printFunction(program, name, kind, body));
  return name;
}
