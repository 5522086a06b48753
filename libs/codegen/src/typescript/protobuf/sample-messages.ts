import type {
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
  ScalarType,
  ValueType,
} from '@sluice/formats/protobuf';
import { membersOf } from './protobuf-layout.ts';
import type { ProtobufLayout } from './protobuf-layout.ts';

/** Values that together have every field, every case of a oneof, every name of an enum, and the extremes of scalars. */
const SCALAR_SAMPLES: Readonly<Record<ScalarType, readonly unknown[]>> = {
  double: [1.5, -0, 1e300, Infinity],
  float: [0.5, -0, 1024, -Infinity],
  int32: [150, -1, 2147483647, -2147483648],
  uint32: [150, 4294967295],
  sint32: [-75, 2147483647, -2147483648],
  fixed32: [150, 4294967295],
  sfixed32: [-150, 2147483647, -2147483648],
  int64: [9007199254740993n, -1n, 9223372036854775807n, -9223372036854775808n],
  uint64: [300n, 18446744073709551615n],
  sint64: [-300n, 9223372036854775807n, -9223372036854775808n],
  fixed64: [300n, 18446744073709551615n],
  sfixed64: [-300n, 9223372036854775807n, -9223372036854775808n],
  bool: [true],
  string: ['text', 'Grüße, 世界', 'a text that is too long to be read letter by letter'],
  bytes: [Uint8Array.of(0, 127, 255), Uint8Array.of(1)],
};

/** Messages within messages end here; but in the first sample, already one level before. */
const MAX_DEPTH = 2;

/** More samples say nothing new. */
const MAX_SAMPLES = 12;

/** The last is the one of which nothing was written. Empty where a message must hold itself. */
export function sampleMessages(message: MessageDescriptor, layout: ProtobufLayout): readonly object[] {
  const count = Math.min(MAX_SAMPLES, Math.max(1, ...membersOf(message).map(countSamples)));
  const samples = Array.from({ length: count }, (_, index) => sampleMessage(message, layout, index, 0));
  const nothing = sampleMessage(message, layout, 0, Infinity);
  return [...samples, nothing].filter((sample) => sample !== undefined);
}

function countSamples(item: FieldDescriptor | OneofDescriptor): number {
  if ('fields' in item) return item.fields.length;
  const type = item.type.kind === 'map' ? item.type.value : item.type;
  if (type.kind === 'scalar') return SCALAR_SAMPLES[type.scalar].length;
  return type.kind === 'enum' ? type.enum.values.length : 2;
}

/** A message of a depth has no others but those that it must; of an infinite one only what is always there. */
function sampleMessage(
  message: MessageDescriptor,
  layout: ProtobufLayout,
  index: number,
  depth: number,
): object | undefined {
  // A message that must hold itself has no values.
  if (depth > 20 && depth < Infinity) return undefined;
  const isBare = depth === Infinity;
  const entries: [string, unknown][] = [];
  for (const item of membersOf(message)) {
    const key = layout.keyOf(item);
    if ('fields' in item) {
      const field = item.fields[index % item.fields.length];
      const value =
        field === undefined || isBare || !isShown(field, depth, index)
          ? undefined
          : sampleValue(field.type as ValueType, layout, index, depth);
      if (value !== undefined && field !== undefined) entries.push([key, { case: layout.keyOf(field), value }]);
      continue;
    }
    const value = sampleField(item, layout, index, depth);
    if (value === undefined && item.label === 'required') return undefined;
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/** Whether there is room for a message at this depth. */
function isShown({ type }: FieldDescriptor, depth: number, index: number): boolean {
  const value = type.kind === 'map' ? type.value : type;
  return value.kind !== 'message' || depth < (index === 0 ? MAX_DEPTH : MAX_DEPTH - 1);
}

function sampleField(field: FieldDescriptor, layout: ProtobufLayout, index: number, depth: number): unknown {
  const { type, label } = field;
  const isBare = depth === Infinity;
  if (type.kind === 'map') {
    const isRecord = type.key === 'string';
    const value = isBare || !isShown(field, depth, index) ? undefined : sampleValue(type.value, layout, index, depth);
    const entries =
      value === undefined ? [] : [[sampleValue(scalarOf(type.key), layout, index, depth), value] as const];
    return isRecord ? Object.fromEntries(entries) : new Map(entries);
  }
  if (label === 'repeated') {
    if (isBare || !isShown(field, depth, index)) return [];
    const indexes = type.kind === 'message' && index > 0 ? [index] : [index, index + 1];
    const items = indexes.map((at) => sampleValue(type, layout, at, depth));
    return items.filter((item) => item !== undefined);
  }
  if (label === 'required') return sampleValue(type, layout, index, isBare ? MAX_DEPTH : depth);
  if (isBare) return label === 'implicit' ? emptyValue(type) : undefined;
  return isShown(field, depth, index) ? sampleValue(type, layout, index, depth) : undefined;
}

function scalarOf(scalar: ScalarType): ValueType {
  return { kind: 'scalar', scalar };
}

function sampleValue(type: ValueType, layout: ProtobufLayout, index: number, depth: number): unknown {
  switch (type.kind) {
    case 'scalar':
      return pick(SCALAR_SAMPLES[type.scalar], index);
    case 'enum': {
      // Of names for the same number a reader gives the first.
      const names = type.enum.values.filter(
        ({ number }, at, all) => all.findIndex((other) => other.number === number) === at,
      );
      return pick(names, index + 1)?.name;
    }
    case 'message': {
      const shown = layout.shownOf(type.message)?.type;
      if (shown === 'Date') return new Date(Date.UTC(2026, 0, 31, 12, index, 0, 500));
      if (shown !== undefined) return `2026-01-31T12:0${index % 10}:00.000000${index % 9}01Z`;
      return sampleMessage(type.message, layout, index, depth + 1);
    }
  }
}

function emptyValue(type: ValueType): unknown {
  if (type.kind === 'enum') return type.enum.values[0]?.name;
  if (type.kind === 'message') return undefined;
  const [sample] = SCALAR_SAMPLES[type.scalar];
  switch (typeof sample) {
    case 'number':
      return 0;
    case 'bigint':
      return 0n;
    case 'boolean':
      return false;
    default:
      return typeof sample === 'string' ? '' : new Uint8Array();
  }
}

function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % items.length];
}
