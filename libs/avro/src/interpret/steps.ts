import { outlinePlan } from '../plan/measure-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Cursor } from '../wire/read.ts';

/** Reads a value and leaves the position behind it in the cursor. */
export type Read = (bytes: Uint8Array, at: number, end: number, cursor: Cursor, depth: number) => unknown;
/** Walks over a value and returns the position behind it. */
export type Skip = (bytes: Uint8Array, at: number, end: number, cursor: Cursor, depth: number) => number;
/** Writes a value and returns the position behind it. */
export type Write = (value: unknown, bytes: Uint8Array, at: number, depth: number) => number;

/** The closures of a plan and its parts, each made once. What printed code is a function for, a closure is here. */
export interface Steps<Step> {
  of(plan: Plan): Step;
}

/**
 * `link` makes the closure of a plan that can lead back to itself, before that is made: it counts the depth, and calls
 * what the cell holds by then.
 */
export function startSteps<Step>(
  root: Plan,
  make: (plan: Plan) => Step,
  link: (cell: { readonly step: Step }) => Step,
): Steps<Step> {
  const { recursive } = outlinePlan(root);
  const known = new Map<Plan, Step>();
  return {
    of(plan) {
      const found = known.get(plan);
      if (found !== undefined) return found;
      if (!recursive.has(plan)) {
        const step = make(plan);
        known.set(plan, step);
        return step;
      }
      const cell: Partial<{ step: Step }> = {};
      const step = link(cell as { readonly step: Step });
      known.set(plan, step);
      cell.step = make(plan);
      return step;
    },
  };
}
