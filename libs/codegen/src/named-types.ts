import { formatSchema, LOGICAL_TYPES, visitSchemas } from '@sluice/avro';
import type { NamedSchema, RecordSchema, Schema } from '@sluice/avro';
import { CodegenError } from './codegen-error.ts';

export function isNamedSchema(schema: Schema): schema is NamedSchema {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';
}

/** Every named type that the schemas reach, once each by full name, in the order of the text. */
export function listNamedTypes(schemas: readonly Schema[]): readonly NamedSchema[] {
  const named = new Map<string, NamedSchema>();
  visitSchemas(schemas, (schema) => {
    if (isNamedSchema(schema) && !named.has(schema.name)) named.set(schema.name, schema);
  });
  return [...named.values()];
}

/**
 * The schemas without those that are said again.
 * @throws CodegenError where two of them define one name differently
 */
export function dropRepeats(schemas: readonly Schema[]): readonly Schema[] {
  const known = new Map<string, string>();
  visitSchemas(schemas, (schema) => {
    if (!isNamedSchema(schema)) return;
    const text = formatSchema(schema);
    if ((known.get(schema.name) ?? text) !== text) {
      throw new CodegenError([{ path: schema.name, message: 'two definitions of this name differ' }]);
    }
    known.set(schema.name, text);
  });
  const seen = new Set<string>();
  return schemas.filter((schema) => {
    const text = formatSchema(schema);
    return !seen.has(text) && seen.add(text);
  });
}

/** The name of the schema's logical type, where base type and parameters suit it. */
export function logicalTypeOf(schema: Schema): string | undefined {
  if (schema.type === 'union' || schema.type === 'null') return undefined;
  const name = schema.props['logicalType'];
  if (typeof name !== 'string' || !Object.hasOwn(LOGICAL_TYPES, name)) return undefined;
  const size = schema.type === 'fixed' ? { size: schema.size } : {};
  return LOGICAL_TYPES[name]?.bind({ type: schema.type, ...size, props: schema.props }) === undefined
    ? undefined
    : name;
}

/** A value of the schema's logical type as exact text, such as `2026-01-31` or `-12.50`; `base` is its base value. */
export function logicalText(schema: Schema, base: unknown): string | undefined {
  const name = logicalTypeOf(schema);
  if (name === undefined || schema.type === 'union' || schema.type === 'null') return undefined;
  const size = schema.type === 'fixed' ? { size: schema.size } : {};
  const text = LOGICAL_TYPES[name]?.bind({ type: schema.type, ...size, props: schema.props })?.fromBase(base);
  return typeof text === 'string' ? text : undefined;
}

/** The bytes that Avro's JSON has as text, a code point for each. */
export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** Whether a value of this record can only be made of another one of it: it holds itself, by fields alone. */
export function holdsItself(record: RecordSchema): boolean {
  const seen = new Set<RecordSchema>();
  const stack = [record];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const { schema } of next.fields) {
      if (schema === record) return true;
      if (schema.type !== 'record' || seen.has(schema)) continue;
      seen.add(schema);
      stack.push(schema);
    }
  }
  return false;
}
