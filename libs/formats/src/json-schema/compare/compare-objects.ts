import { isPatternMatch } from '../pattern/run-pattern.ts';
import type { ObjectShape, Shape } from '../load/shape.ts';
import { branch, isAllCompatible, note, within } from './context.ts';
import type { Context } from './context.ts';
import type { Compare } from './compare-schemas.ts';
import { compareCounts, isWithin } from './compare-shapes.ts';
import { inJavaOrder } from '../text/java-order.ts';
import { compareUnevaluated, isAny } from './unevaluated.ts';

export function compareObjects(context: Context, writer: ObjectShape, reader: ObjectShape, compare: Compare): void {
  within(context, 'required', undefined, () => compareRequired(context, writer, reader));
  within(context, 'properties', undefined, () => compareProperties(context, writer, reader, compare));
  within(context, 'dependencies', undefined, () => compareDependencies(context, writer, reader, compare));
  within(context, 'additionalProperties', '*', () => {
    if (writer.permitsAdditional !== reader.permitsAdditional) {
      note(context, reader.permitsAdditional ? 'ADDITIONAL_PROPERTIES_ADDED' : 'ADDITIONAL_PROPERTIES_REMOVED');
    } else if (writer.additional === undefined && reader.additional !== undefined) {
      note(context, 'ADDITIONAL_PROPERTIES_NARROWED');
    } else if (reader.additional === undefined && writer.additional !== undefined) {
      note(context, 'ADDITIONAL_PROPERTIES_EXTENDED');
    } else compare(context, writer.additional, reader.additional);
  });
  compareUnevaluated(context, 'unevaluatedProperties', writer.unevaluated, reader.unevaluated, compare);
  compareCounts(context, 'maxProperties', 'MAX_PROPERTIES', writer.maxProperties, reader.maxProperties);
  compareCounts(context, 'minProperties', 'MIN_PROPERTIES', writer.minProperties, reader.minProperties);
}

function compareRequired(context: Context, writer: ObjectShape, reader: ObjectShape): void {
  for (const key of inJavaOrder([...writer.properties.keys()])) {
    const shape = reader.properties.get(key);
    const before = writer.required.has(key);
    const now = reader.required.has(key);
    if (shape === undefined || before === now) continue;
    within(context, key, key, () => {
      if (before) note(context, 'REQUIRED_ATTRIBUTE_REMOVED');
      else note(context, hasDefault(shape) ? 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED' : 'REQUIRED_ATTRIBUTE_ADDED');
    });
  }
}

function compareProperties(context: Context, writer: ObjectShape, reader: ObjectShape, compare: Compare): void {
  const before = [...writer.properties.keys()];
  const keys = new Set([...before, ...reader.properties.keys()]);
  for (const key of inJavaOrder([...keys], before.length)) {
    const old = writer.properties.get(key);
    const now = reader.properties.get(key);
    within(context, key, key, () => {
      if (old !== undefined && now !== undefined) compare(context, old, now);
      else if (old !== undefined) compareRemoved(context, key, old, reader, compare);
      else if (now !== undefined) compareAdded(context, key, now, { writer, reader }, compare);
    });
  }
}

function compareRemoved(context: Context, key: string, old: Shape, reader: ObjectShape, compare: Compare): void {
  if (isOpen(reader)) return note(context, 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL');
  const covering = coveringSchema(reader, key);
  if (covering !== undefined) {
    const isCovered = compareCovered(context, old, covering, compare);
    const verdict = isCovered ? 'IS_COVERED' : 'NOT_COVERED';
    return note(context, `PROPERTY_REMOVED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  }
  const isNever = old.kind === 'false';
  note(
    context,
    isNever ? 'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL' : 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
  );
}

function compareAdded(
  context: Context,
  key: string,
  now: Shape,
  { writer, reader }: { readonly writer: ObjectShape; readonly reader: ObjectShape },
  compare: Compare,
): void {
  const isRequired = reader.required.has(key);
  if (isOpen(writer)) {
    if (isAny(now)) return note(context, 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL');
    return note(context, `${describeAdded(isRequired, now)}_TO_OPEN_CONTENT_MODEL`);
  }
  const covering = coveringSchema(writer, key);
  if (covering !== undefined) {
    const isCovered = compareCovered(context, covering, now, compare);
    const verdict = isCovered ? 'IS_COVERED' : 'NOT_COVERED';
    note(context, `PROPERTY_ADDED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  }
  note(context, `${describeAdded(isRequired, now)}_TO_UNOPEN_CONTENT_MODEL`);
}

function describeAdded(isRequired: boolean, shape: Shape): string {
  if (!isRequired) return 'OPTIONAL_PROPERTY_ADDED';
  return hasDefault(shape) ? 'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED' : 'REQUIRED_PROPERTY_ADDED';
}

function compareCovered(context: Context, writer: Shape, reader: Shape, compare: Compare): boolean {
  const own = branch(context);
  compare(own, writer, reader);
  context.differences.push(...own.differences);
  return isAllCompatible(own);
}

function hasDefault(shape: Shape): boolean {
  return shape.default !== undefined;
}

/** Whether any property may stand in the object, with any value. */
function isOpen({ permitsAdditional, additional, patterns, unevaluated }: ObjectShape): boolean {
  if (!permitsAdditional || additional !== undefined || patterns.size > 0) return false;
  return unevaluated === undefined || isAny(unevaluated);
}

/** The schema that a property without one of its own must fit, where others than those named may stand there. */
function coveringSchema(shape: ObjectShape, key: string): Shape | undefined {
  for (const [pattern, covering] of shape.patterns) if (isPatternMatch(pattern, key)) return covering;
  if (shape.additional !== undefined) return shape.additional;
  const { permitsAdditional, unevaluated } = shape;
  if (!permitsAdditional || unevaluated === undefined || unevaluated.kind === 'false') return undefined;
  return isAny(unevaluated) ? undefined : unevaluated;
}

function compareDependencies(context: Context, writer: ObjectShape, reader: ObjectShape, compare: Compare): void {
  for (const key of keysOf(writer.demands, reader.demands)) {
    within(context, key, key, () => compareDemands(context, writer.demands.get(key), reader.demands.get(key)));
  }
  for (const key of keysOf(writer.conditions, reader.conditions)) {
    const before = writer.conditions.get(key);
    const now = reader.conditions.get(key);
    within(context, key, undefined, () => {
      if (now === undefined) note(context, 'DEPENDENCY_SCHEMA_REMOVED');
      else if (before === undefined) note(context, 'DEPENDENCY_SCHEMA_ADDED');
      else compare(context, before, now);
    });
  }
}

function compareDemands(
  context: Context,
  before: ReadonlySet<string> | undefined,
  now: ReadonlySet<string> | undefined,
): void {
  if (now === undefined) return note(context, 'DEPENDENCY_ARRAY_REMOVED');
  if (before === undefined) return note(context, 'DEPENDENCY_ARRAY_ADDED');
  const isExtended = isWithin(before, now);
  const isNarrowed = isWithin(now, before);
  if (isExtended && isNarrowed) return;
  note(
    context,
    isExtended ? 'DEPENDENCY_ARRAY_EXTENDED' : isNarrowed ? 'DEPENDENCY_ARRAY_NARROWED' : 'DEPENDENCY_ARRAY_CHANGED',
  );
}

function keysOf(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): readonly string[] {
  return inJavaOrder([...new Set([...before.keys(), ...now.keys()])], before.size);
}
