import type { JsonObject } from './schema/json.ts';

/** The part of a schema that a logical type annotates: its base type, and every attribute beside it. */
export interface AnnotatedSchema {
  readonly type:
    | 'boolean'
    | 'int'
    | 'long'
    | 'float'
    | 'double'
    | 'bytes'
    | 'string'
    | 'fixed'
    | 'enum'
    | 'record'
    | 'array'
    | 'map';
  /** In bytes; of `fixed` alone. */
  readonly size?: number;
  /** `logicalType` itself and its parameters, such as `precision` and `scale`. */
  readonly props: JsonObject;
}

/**
 * How the values of an annotated type show. Base values are those of a codec without logical types, but that longs are
 * bigint. The functions are pure; where one throws, that counts as `undefined` or `false`.
 */
export interface LogicalConversion {
  /** What an encoder takes, in words, for findings: like `timestamp (ISO 8601 text)`. */
  readonly expected: string;
  /** The shown value of a base value; undefined where the base value is none of the logical type, which is refused. */
  fromBase(base: unknown): unknown;
  /** The base value of a shown one; undefined where it is none, or where a digit would be lost. Base values may be taken as they are. */
  toBase(value: unknown): unknown;
  /**
   * Whether a value could be a shown one, by its JavaScript type alone: what chooses among the branches of a union. Where
   * several branches of logical types show the same, the first is chosen whose `toBase` takes the value; a branch that
   * takes strings as such comes before all that show as text. A tagged value, `{ long: ... }`, says its branch itself.
   */
  isShown(value: unknown): boolean;
}

/** A logical type (Avro 1.12, Logical Types) as it is registered under its name. */
export interface LogicalType {
  /** The conversion for one annotated schema; undefined where base type or parameters do not suit: then it is ignored. */
  bind(schema: AnnotatedSchema): LogicalConversion | undefined;
}

/** Logical types by name. A name that is not there falls through to the base type. */
export type LogicalTypes = Readonly<Record<string, LogicalType>>;
