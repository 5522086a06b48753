import type { LogicalTypes } from './logical-type.ts';
import type { LongForm } from './plan/plan.ts';

/** The form of longs in one place and another. */
export interface LongRules {
  /** `number` when absent. */
  readonly default?: LongForm;
  /**
   * By field, as `full.RecordName.field` of the reader's schema: for every long within it that no inner record's field
   * holds, and no logical type converts. A name that is no field's is an error.
   */
  readonly fields?: Readonly<Record<string, LongForm>>;
}

/** `jit` makes functions of text (fastest); `interpreter` does not, for where a policy forbids code from strings. */
export type Engine = 'jit' | 'interpreter';

export interface CodecOptions {
  /**
   * How longs show in decoded values. `number` (the default) is fastest and throws on a long that a number cannot hold
   * exactly; `bigint` and `string` (decimal digits) hold every one. Encoders take numbers and bigints whatever this
   * says, and digits with `string`.
   */
  readonly long?: LongForm | LongRules;
  /**
   * Logical types whose values show in forms of their own, such as `LOGICAL_TYPES`; none when absent: every value is its
   * base type's. The shape of a union stays what it is without them.
   */
  readonly logicalTypes?: LogicalTypes;
  /**
   * What becomes of strings that are not UTF-8: `replace` (the default) shows U+FFFD for bytes and writes `?` for a lone
   * surrogate, as Java does; `strict` refuses both, in map keys too.
   */
  readonly utf8?: 'replace' | 'strict';
  /** `jit` when absent. The engine is never changed by itself. */
  readonly engine?: Engine;
}
