import { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import type { AnnotatedSchema, LogicalConversion, LogicalTypes } from '../logical-type.ts';
import type { RecordField, RecordSchema, Schema, UnionSchema } from '../schema/schema.ts';
import { visitSchemas } from '../schema/visit.ts';
import { findNearest } from './find-nearest.ts';
import type { BoundLogical, LongForm } from './plan.ts';
import { shapeUnion, tagAll } from './union-shape.ts';
import type { UnionShape } from './union-shape.ts';

/** What of a codec's options decides about plans, and what only this package asks for. */
export type PlanOptions = Omit<CodecOptions, 'engine'> & {
  /** Whether every value of a union is tagged, whatever else could be told apart. */
  readonly tagsAll?: boolean;
};

/** How values show, place by place: what a codec's options say, made ready to be asked. */
export interface ValueForms {
  /** Of longs that no rule speaks of. */
  readonly long: LongForm;
  readonly isStrict: boolean;
  /** Of the longs in a field of the reader's, but for those that fields of records within it hold. */
  longOf(record: RecordSchema, field: RecordField): LongForm;
  /** Undefined where a value is its base type's. */
  logicalOf(schema: Schema): BoundLogical | undefined;
  shapeOf(union: UnionSchema): UnionShape;
  /** How the base values of logical types look: longs are bigint, and nothing within them is converted. */
  readonly base: ValueForms;
}

/** @throws AvroError where a rule names no field of the schema */
export function readForms(options: PlanOptions, schema: Schema): ValueForms {
  const { logicalTypes = {}, utf8, tagsAll = false } = options;
  const shapeOf = tagsAll ? tagAll : shapeUnion;
  const { default: long = 'number', fields = {} } =
    typeof options.long === 'object' ? options.long : { default: options.long };
  const rules = new Map(Object.entries(fields));
  for (const form of [long, ...rules.values()]) checkForm(form);
  if (rules.size > 0) checkRules(rules, schema);
  const bound = new Map<Schema, BoundLogical | undefined>();
  const bindsAny = Object.getOwnPropertyNames(logicalTypes).length > 0;
  const isStrict = utf8 === 'strict';
  return {
    long,
    isStrict,
    longOf: (record, field) => rules.get(`${record.name}.${field.name}`) ?? long,
    logicalOf(part) {
      if (!bindsAny) return undefined;
      if (!bound.has(part)) bound.set(part, bindLogical(logicalTypes, part));
      return bound.get(part);
    },
    shapeOf,
    get base() {
      return baseForms(isStrict, shapeOf);
    },
  };
}

function baseForms(isStrict: boolean, shapeOf: ValueForms['shapeOf']): ValueForms {
  const forms: ValueForms = {
    long: 'bigint',
    isStrict,
    longOf: () => 'bigint',
    logicalOf: () => undefined,
    shapeOf,
    get base() {
      return forms;
    },
  };
  return forms;
}

const FORMS: ReadonlySet<unknown> = new Set<LongForm>(['number', 'bigint', 'string']);

function checkForm(form: unknown): void {
  if (FORMS.has(form)) return;
  throw new AvroError(`longs show as number, bigint or string, not as ${JSON.stringify(form)}`);
}

function checkRules(rules: ReadonlyMap<string, LongForm>, schema: Schema): void {
  const known = new Set<string>();
  visitSchemas([schema], (part) => {
    if (part.type === 'record') for (const field of part.fields) known.add(`${part.name}.${field.name}`);
  });
  for (const name of rules.keys()) {
    if (known.has(name)) continue;
    const nearest = findNearest(name, known);
    const advice = nearest.length === 0 ? 'it has no fields' : `the nearest are ${nearest.join(', ')}`;
    throw new AvroError(`the rule for longs names ${JSON.stringify(name)}, which is no field of the schema: ${advice}`);
  }
}

function bindLogical(types: LogicalTypes, schema: Schema): BoundLogical | undefined {
  if (schema.type === 'union' || schema.type === 'null') return undefined;
  const name = Object.hasOwn(schema.props, 'logicalType') ? schema.props['logicalType'] : undefined;
  if (typeof name !== 'string') return undefined;
  const { type, props } = schema;
  return bindLogicalType(types, name, schema.type === 'fixed' ? { type, props, size: schema.size } : { type, props });
}

/**
 * Binds the logical type of this name to a schema; undefined where the type is not registered or does not suit, which is
 * no mistake (Avro 1.12, Logical Types). What the conversion throws later counts as `undefined`: a refusal.
 */
export function bindLogicalType(types: LogicalTypes, name: string, schema: AnnotatedSchema): BoundLogical | undefined {
  const conversion = Object.hasOwn(types, name) ? types[name]?.bind(schema) : undefined;
  return conversion === undefined ? undefined : { name, schema, conversion: guardConversion(conversion) };
}

function guardConversion(conversion: LogicalConversion): LogicalConversion {
  return {
    expected: conversion.expected,
    fromBase(base) {
      try {
        return conversion.fromBase(base);
      } catch {
        return undefined;
      }
    },
    toBase(value) {
      try {
        return conversion.toBase(value);
      } catch {
        return undefined;
      }
    },
    isShown(value) {
      try {
        return conversion.isShown(value);
      } catch {
        return false;
      }
    },
  };
}
