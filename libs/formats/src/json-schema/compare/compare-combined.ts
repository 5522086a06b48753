import type { CombinedShape, Shape } from '../load/shape.ts';
import { branch, isAllCompatible, note, within } from './context.ts';
import type { Context } from './context.ts';
import type { Compare } from './compare-schemas.ts';
import type { Difference } from './differences.ts';
import { matchMost } from './matching.ts';
import { keyOf } from './shape-key.ts';

/** With more pairs than this, members that are the same in both are paired first and not compared with the others. */
const MANY_PAIRS = 2_500;

export function compareCombined(
  context: Context,
  writer: CombinedShape,
  reader: CombinedShape,
  compare: Compare,
): void {
  if (!compareCriteria(context, writer, reader)) return;
  const before = distinct(writer.members);
  const now = distinct(reader.members);
  if (before.size < now.size) {
    note(context, reader.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
  } else if (before.size > now.size) {
    note(context, writer.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
  }

  const least = Math.min(before.size, now.size);
  let paired = 0;
  if (before.size * now.size > MANY_PAIRS) {
    for (const [key, shape] of before) {
      const same = now.get(key);
      if (same === undefined) continue;
      const found = compareMembers(context, writer, paired, shape, same, compare);
      if (found === undefined) continue;
      context.differences.push(...found);
      before.delete(key);
      now.delete(key);
      paired++;
    }
  }
  if (paired + matchMembers(context, writer, [...before.values()], [...now.values()], compare) < least) {
    note(context, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED');
  }
}

/** Pairs as many members as fit, and takes over their differences. */
function matchMembers(
  context: Context,
  combined: CombinedShape,
  before: readonly Shape[],
  now: readonly Shape[],
  compare: Compare,
): number {
  const fits = before.map((shape, index) =>
    now.map((other) => compareMembers(context, combined, index, shape, other, compare)),
  );
  const edges = fits.map((row) => row.flatMap((found, right) => (found === undefined ? [] : [right])));
  let count = 0;
  for (const [right, left] of matchMost(edges, now.length).entries()) {
    if (left === -1) continue;
    count++;
    context.differences.push(...(fits[left]?.[right] ?? []));
  }
  return count;
}

/** The differences of two members where they are compatible. */
function compareMembers(
  context: Context,
  { criterion }: CombinedShape,
  index: number,
  writer: Shape,
  reader: Shape,
  compare: Compare,
): readonly Difference[] | undefined {
  const own = branch(context);
  within(own, `${criterion}/${index}`, undefined, () => compare(own, writer, reader));
  return isAllCompatible(own) ? own.differences : undefined;
}

function compareCriteria(context: Context, writer: CombinedShape, reader: CombinedShape): boolean {
  if (writer.criterion === reader.criterion) return true;
  const wasSingle = writer.members.length === 1;
  const isSingle = reader.members.length === 1;
  const isExtended =
    reader.criterion === 'anyOf' ||
    (wasSingle && isSingle) ||
    (wasSingle && reader.criterion === 'oneOf') ||
    (isSingle && writer.criterion === 'allOf');
  note(context, isExtended ? 'COMBINED_TYPE_EXTENDED' : 'COMBINED_TYPE_CHANGED');
  return isExtended;
}

function distinct(members: readonly Shape[]): Map<string, Shape> {
  const found = new Map<string, Shape>();
  for (const member of members) {
    const key = keyOf(member);
    if (!found.has(key)) found.set(key, member);
  }
  return found;
}
