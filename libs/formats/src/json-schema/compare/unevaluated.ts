import type { Shape } from '../load/shape.ts';
import { note, within } from './context.ts';
import type { Context } from './context.ts';
import type { Compare } from './compare-schemas.ts';

/** Whether a schema allows every value by being `true` or having no keyword. */
export function isAny(shape: Shape): boolean {
  return shape.kind === 'true' || shape.kind === 'empty';
}

/** `unevaluatedProperties` or `unevaluatedItems`: absent, a schema, or false. */
export function compareUnevaluated(
  context: Context,
  keyword: 'unevaluatedProperties' | 'unevaluatedItems',
  writer: Shape | undefined,
  reader: Shape | undefined,
  compare: Compare,
): void {
  if (writer === undefined && reader === undefined) return;
  const stem = keyword === 'unevaluatedItems' ? 'UNEVALUATED_ITEMS' : 'UNEVALUATED_PROPERTIES';
  within(context, keyword, keyword === 'unevaluatedItems' ? '[]' : '*', () => {
    const change = nameChange(writer, reader);
    if (change !== undefined) note(context, `${stem}_${change}`);
    else compare(context, writer, reader);
  });
}

function nameChange(writer: Shape | undefined, reader: Shape | undefined): string | undefined {
  const wasNone = writer?.kind === 'false';
  const isNone = reader?.kind === 'false';
  if (writer === undefined) return isNone ? 'REMOVED' : 'NARROWED';
  if (reader === undefined) return wasNone ? 'ADDED' : 'EXTENDED';
  if (wasNone !== isNone) return wasNone ? 'ADDED' : 'REMOVED';
  if (isAny(writer) !== isAny(reader)) return isAny(writer) ? 'NARROWED' : 'EXTENDED';
  return undefined;
}
