import type { Json, JsonNumber } from '../text/json.ts';

/**
 * A schema as Confluent's compatibility checker sees it: one class for each kind of keyword, and a schema whose keywords
 * are of several classes is an `allOf` of them (org.everit.json.schema, which the checker was written for).
 */
export type Shape =
  | AnyShape
  | PlainShape
  | ConditionalShape
  | StringShape
  | NumberShape
  | ConstShape
  | EnumShape
  | CombinedShape
  | NotShape
  | ObjectShape
  | ArrayShape
  | ReferenceShape;

/** What every shape may carry. */
export interface Notes {
  id?: string;
  title?: string;
  description?: string;
  default?: Json;
  /** `connect.type` is `bytes`: numbers and texts of this kind may change places. */
  isConnectBytes?: true;
}

/** `true`, and the schema without keywords. */
export interface AnyShape extends Notes {
  readonly kind: 'true' | 'empty';
}

export interface PlainShape extends Notes {
  readonly kind: 'false' | 'boolean' | 'null';
}

export interface ConditionalShape extends Notes {
  readonly kind: 'conditional';
  readonly parts: readonly (Shape | undefined)[];
}

export interface StringShape extends Notes {
  readonly kind: 'string';
  /** Whether `type` says so; otherwise its keywords hold of strings only. So for the others. */
  isTyped: boolean;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

export interface NumberShape extends Notes {
  readonly kind: 'number';
  isTyped: boolean;
  isInteger: boolean;
  minimum?: JsonNumber;
  maximum?: JsonNumber;
  exclusiveMinimum?: JsonNumber;
  exclusiveMaximum?: JsonNumber;
  multipleOf?: JsonNumber;
}

export interface ConstShape extends Notes {
  readonly kind: 'const';
  readonly value: Json;
}

export interface EnumShape extends Notes {
  readonly kind: 'enum';
  readonly values: readonly Json[];
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf';

export interface CombinedShape extends Notes {
  readonly kind: 'combined';
  readonly criterion: Criterion;
  readonly members: readonly Shape[];
  /** Made here, of keywords of several classes or of several types: no keyword of that name stands in the text. */
  readonly isGenerated: boolean;
}

export interface NotShape extends Notes {
  readonly kind: 'not';
  readonly refused: Shape;
}

export interface ObjectShape extends Notes {
  readonly kind: 'object';
  isTyped: boolean;
  readonly properties: Map<string, Shape>;
  readonly required: Set<string>;
  readonly patterns: Map<string, Shape>;
  permitsAdditional: boolean;
  additional?: Shape;
  unevaluated?: Shape;
  minProperties?: number;
  maxProperties?: number;
  /** Properties that demand others. */
  readonly demands: Map<string, Set<string>>;
  /** Properties that demand a schema of the whole object. */
  readonly conditions: Map<string, Shape>;
  propertyNames?: Shape;
}

export interface ArrayShape extends Notes {
  readonly kind: 'array';
  isTyped: boolean;
  /** Of all items; with `first` there is none. */
  every?: Shape;
  /** Of the first items, one each. */
  first?: Shape[];
  permitsAdditional: boolean;
  additional?: Shape;
  unevaluated?: Shape;
  minItems?: number;
  maxItems?: number;
  isUnique: boolean;
  contains?: Shape;
  minContains?: JsonNumber;
  maxContains?: JsonNumber;
}

export interface ReferenceShape extends Notes {
  readonly kind: 'reference';
  readonly uri: string;
  /** Undefined until what it leads to is read. */
  target: Shape | undefined;
}

export function createObject(isTyped: boolean): ObjectShape {
  return {
    kind: 'object',
    isTyped,
    properties: new Map(),
    required: new Set(),
    patterns: new Map(),
    permitsAdditional: true,
    demands: new Map(),
    conditions: new Map(),
  };
}

export function createArray(isTyped: boolean): ArrayShape {
  return { kind: 'array', isTyped, permitsAdditional: true, isUnique: false };
}

export function createCombined(criterion: Criterion, members: readonly Shape[], isGenerated = false): CombinedShape {
  return { kind: 'combined', criterion, members, isGenerated };
}

/** What a chain of references leads to in the end; undefined where it leads back to itself. */
export function follow(shape: Shape): Shape | undefined {
  let next: Shape | undefined = shape;
  for (let steps = 0; next?.kind === 'reference'; steps++) {
    if (steps > LONGEST_CHAIN) return undefined;
    next = next.target;
  }
  return next;
}

const LONGEST_CHAIN = 1000;
