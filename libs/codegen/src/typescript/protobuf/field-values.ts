import type { FieldDescriptor, ScalarType, ValueType } from '@sluice/formats/protobuf';
import { quote } from '../../names.ts';

/** A scalar type in TypeScript: its values, its wire type, and its default as text. */
interface ScalarForm {
  readonly type: string;
  readonly wire: 0 | 1 | 2 | 5;
  readonly empty: string;
}

const INTEGER: ScalarForm = { type: 'number', wire: 0, empty: '0' };
const LONG: ScalarForm = { type: 'bigint', wire: 0, empty: '0n' };

export const SCALAR_FORMS: Readonly<Record<ScalarType, ScalarForm>> = {
  double: { ...INTEGER, wire: 1 },
  float: { ...INTEGER, wire: 5 },
  int32: INTEGER,
  uint32: INTEGER,
  sint32: INTEGER,
  fixed32: { ...INTEGER, wire: 5 },
  sfixed32: { ...INTEGER, wire: 5 },
  int64: LONG,
  uint64: LONG,
  sint64: LONG,
  fixed64: { ...LONG, wire: 1 },
  sfixed64: { ...LONG, wire: 1 },
  bool: { type: 'boolean', wire: 0, empty: 'false' },
  string: { type: 'string', wire: 2, empty: "''" },
  bytes: { type: 'Uint8Array', wire: 2, empty: 'new Uint8Array()' },
};

/** The number before a field's value: its own, and how the value is written. */
export function tagOfValue(number: number, type: ValueType): number {
  const wire =
    type.kind === 'scalar' ? SCALAR_FORMS[type.scalar].wire : type.kind === 'enum' ? 0 : type.isGroup ? 3 : 2;
  return number * 8 + wire;
}

/** Of what is written behind its length: blocks, maps, messages, texts and bytes. */
export function tagOfLength(number: number): number {
  return number * 8 + 2;
}

/** Whether values of a repeated field may stand in one block. */
export function isPackable(type: ValueType): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && SCALAR_FORMS[type.scalar].wire !== 2);
}

/** The value that a type has where nothing was written; undefined for a message. */
export function emptyOf(type: ValueType): string | undefined {
  if (type.kind === 'scalar') return SCALAR_FORMS[type.scalar].empty;
  return type.kind === 'enum' ? quote(type.enum.values[0]?.name ?? '') : undefined;
}

/** Whether a field is there in every decoded value. */
export function isAlways({ label, oneof }: FieldDescriptor): boolean {
  return oneof === undefined && label !== 'optional';
}

/** A property of a value, as an expression. */
export function memberOf(value: string, key: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? `${value}.${key}` : `${value}[${quote(key)}]`;
}
