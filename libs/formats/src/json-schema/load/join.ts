import { createCombined } from './shape.ts';
import type { ArrayShape, CombinedShape, Criterion, NumberShape, ObjectShape, Shape, StringShape } from './shape.ts';

/**
 * Puts what two keywords of one schema say into one shape, as Confluent's translator of the later drafts does: keywords
 * of one class are merged, others stand beside each other in a generated `allOf`.
 */
export function join(previous: Shape, current: Shape): Shape {
  const merged = merge(previous, current);
  if (merged !== undefined) return merged;
  const choice = joinChoice(previous, current) ?? joinChoice(current, previous);
  return choice ?? createCombined('allOf', accumulate([...unwrap(previous), ...unwrap(current)]), true);
}

/** Adds a member to an `allOf`, `anyOf` or `oneOf`; of a generated `allOf` the members, not itself. */
export function joinMember(combined: CombinedShape, member: Shape): CombinedShape {
  return createCombined(combined.criterion, [...combined.members, ...unwrap(member)]);
}

/** What is joined first: says nothing. */
export function createNothing(): CombinedShape {
  return createCombined('allOf', [], true);
}

/** The shape without a generated `allOf` around it that holds one member or none. */
export function simplify(shape: Shape): Shape {
  if (!isGenerated(shape, 'allOf')) return shape;
  const [first] = shape.members;
  if (first === undefined) return { kind: 'empty' };
  return shape.members.length === 1 ? { ...first } : shape;
}

function joinChoice(choice: Shape, other: Shape): Shape | undefined {
  if (!isGenerated(choice, 'anyOf') || !choice.members.some(({ kind }) => kind === other.kind)) return undefined;
  return createCombined('anyOf', addMember(choice.members, other), true);
}

function isGenerated(shape: Shape, criterion: Criterion): shape is CombinedShape {
  return shape.kind === 'combined' && shape.isGenerated && shape.criterion === criterion;
}

function unwrap(shape: Shape): readonly Shape[] {
  return isGenerated(shape, 'allOf') ? shape.members : [shape];
}

function accumulate(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.reduce<readonly Shape[]>(addMember, []);
}

/** Merges a shape into the first of its class, or puts it behind the others. */
function addMember(members: readonly Shape[], shape: Shape): readonly Shape[] {
  const index = members.findIndex((member) => member.kind === shape.kind && MERGED.has(shape.kind));
  const merged = index === -1 ? undefined : merge(members[index] ?? shape, shape);
  return merged === undefined ? [...members, shape] : members.with(index, merged);
}

const MERGED: ReadonlySet<Shape['kind']> = new Set(['array', 'number', 'object', 'string']);

function merge(a: Shape, b: Shape): Shape | undefined {
  if (a.kind === 'object' && b.kind === 'object') return mergeObjects(a, b);
  if (a.kind === 'array' && b.kind === 'array') return mergeArrays(a, b);
  if (a.kind === 'number' && b.kind === 'number') return mergeNumbers(a, b);
  return a.kind === 'string' && b.kind === 'string' ? mergeStrings(a, b) : undefined;
}

function mergeObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  // The first is always one made here, which nothing else holds.
  for (const [key, shape] of b.properties) a.properties.set(key, shape);
  for (const key of b.required) a.required.add(key);
  for (const [key, shape] of b.patterns) a.patterns.set(key, shape);
  for (const [key, names] of b.demands) a.demands.set(key, names);
  for (const [key, shape] of b.conditions) a.conditions.set(key, shape);
  const { properties, required, patterns, demands, conditions } = a;
  return {
    ...a,
    ...b,
    properties,
    required,
    patterns,
    demands,
    conditions,
    isTyped: a.isTyped || b.isTyped,
    permitsAdditional: a.permitsAdditional && b.permitsAdditional,
  };
}

function mergeArrays(a: ArrayShape, b: ArrayShape): ArrayShape {
  const first =
    a.first === undefined && b.first === undefined ? {} : { first: [...(a.first ?? []), ...(b.first ?? [])] };
  const merged: ArrayShape = {
    ...a,
    ...b,
    ...first,
    isTyped: a.isTyped || b.isTyped,
    isUnique: a.isUnique || b.isUnique,
    permitsAdditional: a.permitsAdditional && b.permitsAdditional,
  };
  return merged;
}

function mergeNumbers(a: NumberShape, b: NumberShape): NumberShape {
  return { ...a, ...b, isTyped: a.isTyped || b.isTyped, isInteger: a.isInteger || b.isInteger };
}

function mergeStrings(a: StringShape, b: StringShape): StringShape {
  return { ...a, ...b, isTyped: a.isTyped || b.isTyped };
}
