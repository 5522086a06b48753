import { parseDecimal, compareDecimals, isMultiple } from '../text/decimal.ts';
import { sortJson, writeJson } from '../text/json.ts';
import type { Json, JsonNumber } from '../text/json.ts';
import type { ConstShape, EnumShape, NumberShape, StringShape } from '../load/shape.ts';
import { note } from './context.ts';
import type { Context } from './context.ts';

/** A bound that may be set on one side only, with the stem of its differences' names. */
export function compareCounts(
  context: Context,
  keyword: string,
  stem: string,
  writer: number | undefined,
  reader: number | undefined,
): void {
  if (writer === reader) return;
  if (writer === undefined) note(context, `${stem}_ADDED`, keyword);
  else if (reader === undefined) note(context, `${stem}_REMOVED`, keyword);
  else note(context, writer < reader ? `${stem}_INCREASED` : `${stem}_DECREASED`, keyword);
}

/** The same for numbers of any length. */
export function compareBounds(
  context: Context,
  keyword: string,
  stem: string,
  writer: JsonNumber | undefined,
  reader: JsonNumber | undefined,
): void {
  const order =
    writer === undefined || reader === undefined
      ? 0
      : compareDecimals(parseDecimal(writer.digits), parseDecimal(reader.digits));
  compareCounts(context, keyword, stem, writer === undefined ? undefined : order, reader === undefined ? undefined : 0);
}

export function compareStrings(context: Context, writer: StringShape, reader: StringShape): void {
  compareCounts(context, 'maxLength', 'MAX_LENGTH', writer.maxLength, reader.maxLength);
  compareCounts(context, 'minLength', 'MIN_LENGTH', writer.minLength, reader.minLength);
  if (writer.pattern === reader.pattern) return;
  if (writer.pattern === undefined) note(context, 'PATTERN_ADDED', 'pattern');
  else note(context, reader.pattern === undefined ? 'PATTERN_REMOVED' : 'PATTERN_CHANGED', 'pattern');
}

export function compareNumbers(context: Context, writer: NumberShape, reader: NumberShape): void {
  compareBounds(context, 'maximum', 'MAXIMUM', writer.maximum, reader.maximum);
  compareBounds(context, 'minimum', 'MINIMUM', writer.minimum, reader.minimum);
  compareBounds(context, 'exclusiveMaximum', 'EXCLUSIVE_MAXIMUM', writer.exclusiveMaximum, reader.exclusiveMaximum);
  compareBounds(context, 'exclusiveMinimum', 'EXCLUSIVE_MINIMUM', writer.exclusiveMinimum, reader.exclusiveMinimum);
  compareSteps(context, writer.multipleOf, reader.multipleOf);
  if (writer.isInteger !== reader.isInteger) note(context, writer.isInteger ? 'TYPE_EXTENDED' : 'TYPE_NARROWED');
}

function compareSteps(context: Context, writer: JsonNumber | undefined, reader: JsonNumber | undefined): void {
  if (writer === undefined && reader === undefined) return;
  if (writer === undefined) return note(context, 'MULTIPLE_OF_ADDED', 'multipleOf');
  if (reader === undefined) return note(context, 'MULTIPLE_OF_REMOVED', 'multipleOf');
  const from = parseDecimal(writer.digits);
  const to = parseDecimal(reader.digits);
  if (compareDecimals(from, to) === 0) return;
  if (isMultiple(to, from)) note(context, 'MULTIPLE_OF_EXPANDED', 'multipleOf');
  else note(context, isMultiple(from, to) ? 'MULTIPLE_OF_REDUCED' : 'MULTIPLE_OF_CHANGED', 'multipleOf');
}

export function compareConstants(context: Context, writer: ConstShape, reader: ConstShape): void {
  if (textOf(writer.value) !== textOf(reader.value)) note(context, 'ENUM_ARRAY_CHANGED', 'const');
}

export function compareEnums(context: Context, writer: EnumShape, reader: EnumShape): void {
  const before = new Set(writer.values.map(textOf));
  const now = new Set(reader.values.map(textOf));
  const isExtended = isWithin(before, now);
  const isNarrowed = isWithin(now, before);
  if (isExtended && isNarrowed) return;
  note(context, isExtended ? 'ENUM_ARRAY_EXTENDED' : isNarrowed ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED', 'enum');
}

/** Whether every one of `part` is one of `whole`. */
export function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return part.size <= whole.size && part.values().every((item) => whole.has(item));
}

/** One text for values that are the same, whatever the order of their keys. */
export function textOf(value: Json): string {
  return writeJson(sortJson(value));
}
