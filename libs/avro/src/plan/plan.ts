import type { AnnotatedSchema, LogicalConversion } from '../logical-type.ts';

/** How a long shows in values. */
export type LongForm = 'number' | 'bigint' | 'string';

/**
 * What to do with the bytes one schema wrote to get the values another describes: all decisions, no code. Every product
 * (encode, decode, validate, resolve, and the walks that explain a failure) is derived from it. `op` is the type on the
 * wire. A plan without a second schema describes both directions; a recursive type is the same plan object again.
 */
export type Plan =
  | ScalarPlan
  | EnumPlan
  | FixedPlan
  | ArrayPlan
  | MapPlan
  | RecordPlan
  | UnionPlan
  | TagPlan
  | LogicalPlan
  | ErrorPlan;

/** A scalar on the wire, and the scalar it is promoted to. */
export interface ScalarPlan {
  readonly op: 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';
  readonly as: ScalarPlan['op'];
  /** How the value shows where `as` is long, and what a codec takes besides a number and a bigint. */
  readonly long: LongForm;
  /** Whether a string that is not UTF-8 is refused. */
  readonly isStrict: boolean;
}

export interface EnumPlan {
  readonly op: 'enum';
  /** The writer's, by index on the wire. */
  readonly symbols: readonly string[];
  /** What the reader makes of each; undefined where it has neither the symbol nor a default. */
  readonly results: readonly (string | undefined)[];
}

export interface FixedPlan {
  readonly op: 'fixed';
  readonly size: number;
}

export interface ArrayPlan {
  readonly op: 'array';
  readonly items: Plan;
}

export interface MapPlan {
  readonly op: 'map';
  /** Whether a key that is not UTF-8 is refused. */
  readonly isStrict: boolean;
  readonly values: Plan;
}

export interface RecordPlan {
  readonly op: 'record';
  readonly name: string;
  /** In the writer's order. */
  readonly fields: readonly FieldPlan[];
  /** In the reader's order. */
  readonly results: readonly ResultField[];
}

export interface FieldPlan {
  /** The writer's. */
  readonly name: string;
  readonly plan: Plan;
  /** False where the reader skips the field. */
  readonly isRead: boolean;
  /** What the encoder writes when the value lacks the field. */
  readonly fallback: Constant | undefined;
}

export interface ResultField {
  readonly name: string;
  /** An index into `fields`, or the default of a field that the writer does not have. */
  readonly from: number | Constant;
}

/** A default, in the shapes of decoded values; a `ShownDefault` stands where one must be converted for each value. */
export interface Constant {
  readonly value: unknown;
}

export interface UnionPlan {
  readonly op: 'union';
  /** By index on the wire. */
  readonly branches: readonly Plan[];
  /** Names of the branches, which tag values where the shape says so. */
  readonly names: readonly string[];
  /** For each branch, whether its values are `{ name: value }`. All false where a reader decides the shape instead. */
  readonly tagged: readonly boolean[];
  /** Whether an encoder may take `{ name: value }` for branches that are not tagged: nothing else can look like it. */
  readonly takesTags: boolean;
}

/** A value that was not a union to the writer, and is the tagged branch of one to the reader. */
export interface TagPlan {
  readonly op: 'tag';
  readonly name: string;
  readonly plan: Plan;
}

/** A logical type bound to a schema. `name` and `schema` are enough to bind it again elsewhere; one `conversion` for each schema. */
export interface BoundLogical {
  readonly name: string;
  readonly schema: AnnotatedSchema;
  /** Never throws. */
  readonly conversion: LogicalConversion;
}

/** A value of a logical type, shown in a form of its own. Longs of its base are bigint. */
export interface LogicalPlan extends BoundLogical {
  readonly op: 'logical';
  /** What is on the wire. */
  readonly base: Plan;
}

/** The reader cannot take this value. Only a value that comes here fails: resolution is lazy, as in Java. */
export interface ErrorPlan {
  readonly op: 'error';
  readonly found: string;
  readonly expected: string;
}
