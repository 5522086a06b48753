import type { SchemaPart } from '../../schema-format.ts';
import type { Shape } from '../load/shape.ts';
import { isCompatible } from './differences.ts';
import type { Difference } from './differences.ts';
import { partOf } from './schema-part.ts';

/** Comparisons of two shapes in one check; more are not made, so that a schema of many choices cannot take hours. */
export const MOST_COMPARISONS = 300_000;

/** The schemas have too many combinations to be compared. */
export class TooMuch extends Error {}

/** What all comparisons of one check share. */
export interface Ledger {
  /** Differences of pairs compared before, relative to the pair. */
  readonly memo: Map<Shape, Map<Shape, readonly Difference[]>>;
  /** Pairs being compared now: to meet one again is a cycle. */
  readonly underWay: Map<Shape, Set<Shape>>;
  /** Pairs that an earlier pass found incompatible. */
  readonly refuted: ReadonlyMap<Shape, ReadonlyMap<Shape, readonly Difference[]>>;
  /** A cycle was taken to be compatible, which a later pass must confirm. */
  isOptimistic: boolean;
  readonly budget: { left: number };
}

/** Collects the differences of one pair, as Confluent's `Context` does. */
export interface Context {
  readonly ledger: Ledger;
  readonly differences: Difference[];
  /** Steps from the pair to where the comparison is. */
  path: readonly string[];
  valuePath: readonly string[];
  reader: SchemaPart;
  writer: SchemaPart;
}

export function createContext(ledger: Ledger, writer: Shape, reader: Shape): Context {
  return { ledger, differences: [], path: [], valuePath: [], reader: partOf(reader), writer: partOf(writer) };
}

/** One that collects for itself, at the same place. */
export function branch(context: Context): Context {
  return { ...context, differences: [] };
}

export function isAllCompatible({ differences }: Context): boolean {
  return differences.every(isCompatible);
}

/** Runs `compare` one step further in. */
export function within(context: Context, step: string, valueStep: string | undefined, compare: () => void): void {
  const { path, valuePath } = context;
  context.path = [...path, step];
  if (valueStep !== undefined) context.valuePath = [...valuePath, valueStep];
  compare();
  context.path = path;
  context.valuePath = valuePath;
}

/** Notes a difference, here or at a keyword here. */
export function note(context: Context, type: string, keyword?: string): void {
  const { differences, path, valuePath, reader, writer } = context;
  differences.push({ type, path: keyword === undefined ? path : [...path, keyword], valuePath, reader, writer });
}

/** Takes over what was found relative to a pair that stands here. */
export function noteWithin(context: Context, found: readonly Difference[]): void {
  // What schemas share is compared once, but found again wherever it stands.
  spend(context.ledger, found.length);
  for (const difference of found) {
    context.differences.push({
      ...difference,
      path: [...context.path, ...difference.path],
      valuePath: [...context.valuePath, ...difference.valuePath],
    });
  }
}

/** @throws TooMuch where nothing is left to spend */
export function spend({ budget }: Ledger, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new TooMuch(`the schemas have more than ${MOST_COMPARISONS} combinations to be compared`);
}
