import { outlinePlan, partsOf, startMeasures } from './measure-plan.ts';
import type { Measures } from './measure-plan.ts';
import type { BoundLogical, LogicalPlan, Plan, ScalarPlan } from './plan.ts';
import { listCandidates, listTags } from './union-shape.ts';
import type { Candidate } from './union-shape.ts';

/**
 * A plan as data, for code that stands where no parser and no planner comes along: as much of it as says what is wrong
 * with a value or with bytes. Parts are rows by their index; the first row is the whole.
 */
export type PlanRow =
  | {
      readonly op: ScalarPlan['op'];
      /** What the scalar is promoted to; itself when absent. */
      readonly as?: ScalarPlan['op'];
      /** `number` when absent. */
      readonly long?: ScalarPlan['long'];
      readonly isStrict?: boolean;
    }
  | {
      readonly op: 'record';
      readonly name: string;
      readonly fields: readonly FieldRow[];
      /** Whether its depth counts. */
      readonly isRecursive?: boolean;
    }
  | { readonly op: 'array'; readonly items: number; readonly minimum: number; readonly charge?: number }
  | {
      readonly op: 'map';
      readonly values: number;
      readonly minimum: number;
      readonly charge?: number;
      readonly isStrict?: boolean;
    }
  | {
      readonly op: 'union';
      readonly branches: readonly number[];
      /** Its branches as values show them. */
      readonly shapes: readonly string[];
      readonly tags: readonly { readonly name: string; readonly at: number; readonly test?: CandidateRow }[];
      readonly candidates: readonly CandidateRow[];
      readonly charges?: readonly number[];
    }
  | {
      readonly op: 'enum';
      readonly symbols: readonly string[];
      /** The indexes of those that the reader has not. */
      readonly missing?: readonly number[];
    }
  | { readonly op: 'fixed'; readonly size: number }
  | { readonly op: 'logical'; readonly base: number; readonly conversion: number }
  | { readonly op: 'tag'; readonly plan: number }
  | { readonly op: 'error'; readonly expected: string; readonly found: string };

export interface FieldRow {
  readonly name: string;
  readonly plan: number;
  /** Whether the reader skips it. */
  readonly isSkipped?: boolean;
  /** Whether an encoder fills it in. */
  readonly isFilled?: boolean;
}

export interface CandidateRow extends Pick<Candidate, 'at' | 'bucket'> {
  readonly base: { readonly op: Plan['op']; readonly long?: ScalarPlan['long']; readonly symbols?: readonly string[] };
  readonly logical?: number;
  readonly isTried?: boolean;
}

/** The rows of a plan, and the logical types whose conversions they name by index. */
export function tabulatePlan(root: Plan): {
  readonly rows: readonly PlanRow[];
  readonly logicalPlans: readonly BoundLogical[];
} {
  const plans: Plan[] = [root];
  const indexes = new Map<Plan, number>([[root, 0]]);
  for (const plan of plans) {
    for (const part of partsOf(plan)) {
      if (!indexes.has(part)) indexes.set(part, plans.push(part) - 1);
    }
  }
  const logicalPlans = plans.filter((plan) => plan.op === 'logical');
  const table: Table = {
    of: (plan) => indexes.get(plan) ?? 0,
    conversionOf: (plan) => logicalPlans.indexOf(plan),
    recursive: outlinePlan(root).recursive,
    measures: startMeasures(),
  };
  return { rows: plans.map((plan) => makeRow(table, plan)), logicalPlans };
}

interface Table {
  of(plan: Plan): number;
  conversionOf(plan: LogicalPlan): number;
  readonly recursive: ReadonlySet<Plan>;
  readonly measures: Measures;
}

function makeRow(table: Table, plan: Plan): PlanRow {
  const { measures } = table;
  switch (plan.op) {
    case 'record': {
      const fields = plan.fields.map(({ name, plan: part, isRead, fallback }) => ({
        name,
        plan: table.of(part),
        ...(isRead ? {} : { isSkipped: true }),
        ...(fallback === undefined ? {} : { isFilled: true }),
      }));
      return { op: 'record', name: plan.name, fields, ...(table.recursive.has(plan) ? { isRecursive: true } : {}) };
    }
    case 'array': {
      const minimum = measures.item(plan.items);
      return { op: 'array', items: table.of(plan.items), minimum, ...chargeOf(measures, plan.items, minimum) };
    }
    case 'map': {
      const minimum = 1 + measures.minimum(plan.values);
      const strict = plan.isStrict ? { isStrict: true } : {};
      return {
        op: 'map',
        values: table.of(plan.values),
        minimum,
        ...chargeOf(measures, plan.values, minimum),
        ...strict,
      };
    }
    case 'union': {
      const charges = plan.branches.map((branch) => measures.charge(branch, 1 + measures.minimum(branch)));
      return {
        op: 'union',
        branches: plan.branches.map(table.of),
        shapes: plan.names.map((name, at) => (plan.tagged[at] === true ? `{ ${JSON.stringify(name)}: ... }` : name)),
        tags: listTags(plan).map(({ name, at, test }) => ({
          name,
          at,
          ...(test === undefined ? {} : { test: rowOf(table, test) }),
        })),
        candidates: listCandidates(plan).map((candidate) => rowOf(table, candidate)),
        ...(charges.some((charge) => charge > 0) ? { charges } : {}),
      };
    }
    case 'enum': {
      const missing = plan.symbols.flatMap((_, index) => (plan.results[index] === undefined ? [index] : []));
      return { op: 'enum', symbols: plan.symbols, ...(missing.length === 0 ? {} : { missing }) };
    }
    case 'fixed':
      return { op: 'fixed', size: plan.size };
    case 'logical':
      return { op: 'logical', base: table.of(plan.base), conversion: table.conversionOf(plan) };
    case 'tag':
      return { op: 'tag', plan: table.of(plan.plan) };
    case 'error':
      return { op: 'error', expected: plan.expected, found: plan.found };
    default:
      return {
        op: plan.op,
        ...(plan.as === plan.op ? {} : { as: plan.as }),
        ...(plan.as === 'long' && plan.long !== 'number' ? { long: plan.long } : {}),
        ...(plan.as === 'string' && plan.isStrict ? { isStrict: true } : {}),
      };
  }
}

function chargeOf(measures: Measures, part: Plan, minimum: number): { readonly charge?: number } {
  const charge = measures.charge(part, minimum);
  return charge === 0 ? {} : { charge };
}

function rowOf(table: Table, { at, bucket, base, logical, isTried }: Candidate): CandidateRow {
  return {
    at,
    bucket,
    base: {
      op: base.op,
      ...('long' in base && base.op === 'long' && base.long !== 'number' ? { long: base.long } : {}),
      ...(base.op === 'enum' && isTried ? { symbols: base.symbols } : {}),
    },
    ...(logical === undefined ? {} : { logical: table.conversionOf(logical) }),
    ...(isTried ? { isTried } : {}),
  };
}
