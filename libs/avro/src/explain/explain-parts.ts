import type { Explainer } from '../assemble-codec.ts';
import type { ByteFinding, ValueFinding } from '../avro-error.ts';
import { isDataFault, MAX_EMPTY_ITEMS } from '../wire/faults.ts';
import { describeValue } from './describe-value.ts';
import { formatPath } from './path.ts';
import { TOO_DEEP } from './plan-parts.ts';
import type { BoundConversion, ByteWalk, PlanPart, ValueWalk } from './plan-parts.ts';

/** A plan as emitted modules carry it where no planner comes along. The first part is the whole. */
export interface PlanOfParts {
  readonly parts: readonly PlanPart[];
  readonly conversions?: readonly BoundConversion[];
  /** Of a resolver. */
  readonly unresolvable?: readonly string[];
}

/**
 * Says by a plan's parts what `explainValue` and `explainBytes` say by the plan, in less code. Paths, what is expected and
 * offsets are theirs; what was found in bytes, and lengths that do not fit, are said with less detail.
 */
export const PARTS_EXPLAINER: Explainer<PlanOfParts> = {
  value: explainValue,
  bytes: explainBytes,
  unresolvable: ({ unresolvable = [] }) => unresolvable,
};

const MAX_FINDINGS = 50;

function explainValue(
  { parts, conversions = [] }: PlanOfParts,
  value: unknown,
): readonly [ValueFinding, ...ValueFinding[]] {
  const findings: ValueFinding[] = [];
  const walk: ValueWalk = {
    parts,
    conversions,
    steps: [],
    depth: 0,
    report(expected, item) {
      findings.push({ path: formatPath(walk.steps), expected, found: describeValue(item) });
    },
    isFull: () => findings.length >= MAX_FINDINGS,
  };
  try {
    parts[0]?.check(walk, value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const expected = walk.depth > 0 ? TOO_DEEP : 'a value that is the same whenever it is read';
  const [first = { path: '', expected, found: 'another' }, ...rest] = findings;
  return [first, ...rest];
}

function explainBytes(
  { parts, conversions = [] }: PlanOfParts,
  all: Uint8Array,
  start: number,
  end: number,
  isDecoding: boolean,
): ByteFinding | undefined {
  const walk: ByteWalk = {
    parts,
    conversions,
    steps: [],
    depth: 0,
    bytes: all.subarray(0, end),
    end,
    cursor: { at: start, emptyItems: MAX_EMPTY_ITEMS, paidTo: start },
    at: start,
    isDecoding,
    expected: 'the end of the value',
    found: undefined,
  };
  const finding = (expected: string, found: string, kind: ByteFinding['kind']): ByteFinding => ({
    path: formatPath(walk.steps),
    expected,
    found,
    offset: walk.at - start,
    kind,
  });
  try {
    parts[0]?.visit(walk);
    const left = end - walk.at;
    if (left === 0) return undefined;
    return finding('the end of the value', `${left} more ${left === 1 ? 'byte' : 'bytes'}`, 'left-over');
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const rest = end - walk.at;
    const found = rest <= 0 ? 'the end of the bytes' : `byte ${walk.bytes[walk.at]} with ${rest - 1} behind it`;
    return finding(walk.expected, walk.found ?? found, 'malformed');
  }
}
