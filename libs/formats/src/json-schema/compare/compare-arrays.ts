import type { ArrayShape, Shape } from '../load/shape.ts';
import { branch, isAllCompatible, note, within } from './context.ts';
import type { Context } from './context.ts';
import type { Compare } from './compare-schemas.ts';
import { compareBounds, compareCounts } from './compare-shapes.ts';
import { compareUnevaluated, isAny } from './unevaluated.ts';

export function compareArrays(context: Context, writer: ArrayShape, reader: ArrayShape, compare: Compare): void {
  within(context, 'items', '[]', () => compare(context, writer.every, reader.every));
  compareFirst(context, writer, reader, compare);
  within(context, 'additionalItems', '[]', () => {
    if (writer.permitsAdditional !== reader.permitsAdditional) {
      note(context, writer.permitsAdditional ? 'ADDITIONAL_ITEMS_REMOVED' : 'ADDITIONAL_ITEMS_ADDED');
    } else if (writer.additional === undefined && reader.additional !== undefined) {
      note(context, 'ADDITIONAL_ITEMS_NARROWED');
    } else if (reader.additional === undefined && writer.additional !== undefined) {
      note(context, 'ADDITIONAL_ITEMS_EXTENDED');
    } else compare(context, writer.additional, reader.additional);
  });
  compareUnevaluated(context, 'unevaluatedItems', writer.unevaluated, reader.unevaluated, compare);
  compareCounts(context, 'maxItems', 'MAX_ITEMS', writer.maxItems, reader.maxItems);
  compareCounts(context, 'minItems', 'MIN_ITEMS', writer.minItems, reader.minItems);
  if (writer.isUnique !== reader.isUnique) {
    note(context, writer.isUnique ? 'UNIQUE_ITEMS_REMOVED' : 'UNIQUE_ITEMS_ADDED', 'uniqueItems');
  }
  compareBounds(context, 'maxContains', 'MAX_CONTAINS', writer.maxContains, reader.maxContains);
  compareBounds(context, 'minContains', 'MIN_CONTAINS', writer.minContains, reader.minContains);
}

/** The schemas of the first items, one each. */
function compareFirst(context: Context, writer: ArrayShape, reader: ArrayShape, compare: Compare): void {
  const before = writer.first ?? [];
  const now = reader.first ?? [];
  for (let index = 0; index < Math.max(before.length, now.length); index++) {
    const old = before[index];
    const added = now[index];
    within(context, `items/${index}`, `[${index}]`, () => {
      if (old !== undefined && added !== undefined) compare(context, old, added);
      else if (old !== undefined) note(context, nameRemoved(context, old, reader, compare));
      else if (added !== undefined) note(context, nameAdded(context, added, writer, compare));
    });
  }
}

function nameRemoved(context: Context, old: Shape, reader: ArrayShape, compare: Compare): string {
  if (isOpen(reader)) return 'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL';
  const covering = coveringSchema(reader);
  if (covering !== undefined) {
    const isCovered = compareCovered(context, old, covering, compare);
    return `ITEM_REMOVED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`;
  }
  return old.kind === 'false'
    ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL';
}

function nameAdded(context: Context, added: Shape, writer: ArrayShape, compare: Compare): string {
  if (isOpen(writer)) {
    return isAny(added) ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL' : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL';
  }
  const covering = coveringSchema(writer);
  if (covering === undefined) return 'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL';
  const isCovered = compareCovered(context, covering, added, compare);
  return `ITEM_ADDED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`;
}

function compareCovered(context: Context, writer: Shape, reader: Shape, compare: Compare): boolean {
  const own = branch(context);
  compare(own, writer, reader);
  context.differences.push(...own.differences);
  return isAllCompatible(own);
}

/** Whether any item may follow the first ones. */
function isOpen({ permitsAdditional, additional, unevaluated }: ArrayShape): boolean {
  if (!permitsAdditional || additional !== undefined) return false;
  return unevaluated === undefined || isAny(unevaluated);
}

function coveringSchema({ permitsAdditional, additional, unevaluated }: ArrayShape): Shape | undefined {
  if (additional !== undefined) return additional;
  if (!permitsAdditional || unevaluated === undefined || unevaluated.kind === 'false') return undefined;
  return isAny(unevaluated) ? undefined : unevaluated;
}
