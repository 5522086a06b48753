import type { LogicalTypes } from './logical-type.ts';
import type { LongForm } from './plan/plan.ts';

/** The form of longs in one place and another. */
export interface LongRules {
  /** `number` when absent. */
  readonly default?: LongForm;
  /** By field, as `full.RecordName.field`: for every long within it that no inner record's field holds. */
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
  /** Logical types whose values show in forms of their own; none when absent: every value is its base type's. */
  readonly logicalTypes?: LogicalTypes;
  /** What becomes of strings that are not UTF-8: `replace` (the default) shows U+FFFD, as Java does; `strict` refuses them. */
  readonly utf8?: 'replace' | 'strict';
  /** `jit` when absent. The engine is never changed by itself. */
  readonly engine?: Engine;
}
