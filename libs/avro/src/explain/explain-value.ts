import type { ValueFinding } from '../avro-error.ts';
import { isTaken } from '../plan/is-taken.ts';
import { outlinePlan } from '../plan/measure-plan.ts';
import type { LogicalPlan, Plan, UnionPlan } from '../plan/plan.ts';
import { listCandidates, listTags } from '../plan/union-shape.ts';
import { MAX_DEPTH } from '../wire/faults.ts';
import { isObject, isPlain, onlyKey, ownValue, readProperty } from '../wire/write.ts';
import { describeValue } from './describe-value.ts';
import { cut, formatPath, WELL_FORMED } from './path.ts';
import type { Step } from './path.ts';
import { expectScalar, isScalar } from './scalars.ts';

const MAX_FINDINGS = 50;

/** Says, after an encoder refused a value, what in it does not match the plan; never nothing. */
export function explainValue(plan: Plan, value: unknown): readonly [ValueFinding, ...ValueFinding[]] {
  const walk: Walk = { steps: [], findings: [], recursive: outlinePlan(plan).recursive, depth: 0 };
  try {
    check(walk, plan, value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  // This walk takes more of the stack than encoders do: what it found before its end is the reason. Where that is
  // nothing, and it was within records that hold themselves when the stack ended, they are too many.
  const nothing = walk.depth > 0 ? { path: '', expected: TOO_DEEP, found: 'more' } : UNEXPLAINED;
  const [first = nothing, ...rest] = walk.findings;
  return [first, ...rest];
}

/** The encoder had less of the stack left, or no room for the bytes; or a getter gave it something else. */
const UNEXPLAINED: ValueFinding = {
  path: '',
  expected: 'a value for which the stack and the memory suffice, the same whenever it is read',
  found: 'another',
};

interface Walk {
  readonly steps: Step[];
  readonly findings: ValueFinding[];
  /** Plans whose depth counts, as it does for encoders. */
  readonly recursive: ReadonlySet<Plan>;
  depth: number;
}

function report(walk: Walk, expected: string, value: unknown): void {
  if (walk.findings.length >= MAX_FINDINGS) return;
  walk.findings.push({ path: formatPath(walk.steps), expected, found: describeValue(value) });
}

function check(walk: Walk, plan: Plan, value: unknown): void {
  if (walk.findings.length >= MAX_FINDINGS) return;
  if (!walk.recursive.has(plan)) return checkInside(walk, plan, value);
  if (walk.depth >= MAX_DEPTH) return report(walk, TOO_DEEP, value);
  walk.depth++;
  checkInside(walk, plan, value);
  walk.depth--;
}

const TOO_DEEP = `records nested at most ${MAX_DEPTH} deep`;

function checkInside(walk: Walk, plan: Plan, value: unknown): void {
  switch (plan.op) {
    case 'record':
      if (!isObject(value)) return report(walk, `record ${plan.name}`, value);
      for (const field of plan.fields) {
        const item = readProperty(value, field.name);
        if (item === undefined && field.fallback !== undefined) continue;
        checkAt(walk, { field: field.name }, field.plan, item);
      }
      return;
    case 'array':
      if (!Array.isArray(value)) return report(walk, 'array', value);
      for (const [index, item] of value.entries()) {
        // An array with holes may be longer than anyone can wait for.
        if (walk.findings.length >= MAX_FINDINGS) return;
        checkAt(walk, { index }, plan.items, item);
      }
      return;
    case 'map':
      if (!isObject(value) || (Object.keys(value).length === 0 && !isPlain(value))) return report(walk, 'map', value);
      for (const [key, item] of Object.entries(value)) {
        if (plan.isStrict && !key.isWellFormed()) report(walk, `map key ${WELL_FORMED}`, key);
        checkAt(walk, { key }, plan.values, item);
      }
      return;
    case 'union':
      return checkUnion(walk, plan, value);
    case 'enum':
      if (typeof value === 'string' && plan.symbols.includes(value)) return;
      return report(walk, `one of ${cut(plan.symbols.join(', '))}`, value);
    case 'fixed':
      if (value instanceof Uint8Array && value.length === plan.size) return;
      return report(walk, `fixed of ${plan.size} bytes (Uint8Array)`, value);
    case 'logical':
      return checkLogical(walk, plan, value);
    case 'tag':
    case 'error':
      return report(walk, 'a plan with one schema', value);
    default:
      if (isScalar(plan, value)) return;
      report(walk, expectScalar(plan, value), value);
  }
}

function checkLogical(walk: Walk, plan: LogicalPlan, value: unknown): void {
  const base = plan.conversion.toBase(value);
  if (base === undefined) return report(walk, plan.conversion.expected, value);
  check(walk, plan.base, base);
}

function checkAt(walk: Walk, step: Step, plan: Plan, value: unknown): void {
  walk.steps.push(step);
  check(walk, plan, value);
  walk.steps.pop();
}

function checkUnion(walk: Walk, plan: UnionPlan, value: unknown): void {
  const key = onlyKey(value);
  const tag = key === undefined ? undefined : listTags(plan).find(({ name }) => name === key);
  const branch = tag === undefined ? undefined : plan.branches[tag.at];
  if (tag !== undefined && branch !== undefined) {
    const inner = ownValue(value as object, tag.name);
    if (tag.test === undefined || isTaken(tag.test, inner)) return check(walk, branch, inner);
  }
  const bare = listCandidates(plan).find((candidate) => isTaken(candidate, value));
  const part = bare === undefined ? undefined : plan.branches[bare.at];
  if (part !== undefined) return check(walk, part, value);
  const shapes = plan.names.map((name, at) => (plan.tagged[at] === true ? `{ ${JSON.stringify(name)}: ... }` : name));
  report(walk, `one of ${cut(shapes.join(', '))}`, value);
}
