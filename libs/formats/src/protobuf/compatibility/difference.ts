/** The kinds of differences that Confluent's registry tells apart, and whether old data can still be read after each. */
export const DIFFERENCE_TYPES = {
  PACKAGE_CHANGED: 'incompatible',
  MESSAGE_ADDED: 'compatible',
  MESSAGE_REMOVED: 'incompatible',
  MESSAGE_MOVED: 'compatible',
  ENUM_ADDED: 'compatible',
  ENUM_REMOVED: 'compatible',
  ENUM_CONST_ADDED: 'compatible',
  ENUM_CONST_CHANGED: 'compatible',
  ENUM_CONST_REMOVED: 'compatible',
  FIELD_ADDED: 'compatible',
  FIELD_REMOVED: 'compatible',
  FIELD_NAME_CHANGED: 'compatible',
  FIELD_KIND_CHANGED: 'incompatible',
  FIELD_SCALAR_KIND_CHANGED: 'incompatible',
  FIELD_NAMED_TYPE_CHANGED: 'incompatible',
  FIELD_NUMERIC_LABEL_CHANGED: 'incompatible',
  FIELD_STRING_OR_BYTES_LABEL_CHANGED: 'compatible',
  REQUIRED_FIELD_ADDED: 'incompatible',
  REQUIRED_FIELD_REMOVED: 'incompatible',
  ONEOF_ADDED: 'compatible',
  ONEOF_REMOVED: 'compatible',
  ONEOF_FIELD_ADDED: 'compatible',
  ONEOF_FIELD_REMOVED: 'incompatible',
  ONEOF_FIELD_MOVED_TO_TOP_LEVEL: 'compatible',
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: 'incompatible',
  FIELD_MOVED_TO_EXISTING_ONEOF: 'incompatible',
} as const satisfies Record<string, 'compatible' | 'incompatible'>;

export type DifferenceType = keyof typeof DIFFERENCE_TYPES;

/** What differs in an update, at a path of names and field numbers like `#/Order/Line/2`. */
export interface Difference {
  readonly type: DifferenceType;
  readonly path: string;
  /** The path's parts with fields by name, for people: `Order.Line.total`. */
  readonly names: readonly string[];
  /** What was there and what is there now, where it is about one thing. */
  readonly original?: string;
  readonly update?: string;
}

export function isCompatible({ type }: Difference): boolean {
  return DIFFERENCE_TYPES[type] === 'compatible';
}
