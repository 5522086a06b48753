import { isJsonObject, writeJson } from './json.ts';
import type { JsonValue } from './json.ts';
import { MAX_SCHEMA_DEPTH } from './schema.ts';
import type { Schema } from './schema.ts';

export interface DefaultFault {
  /** From the default itself. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * Why `value` cannot be the default of a field of this schema; undefined when it can. As lax as Java: any string stands
 * for an enum or a fixed, and any branch of a union may take it, because registries hold such schemas.
 * What cannot be decoded is refused when a reader needs it.
 */
export function describeDefaultFault(schema: Schema, value: JsonValue): DefaultFault | undefined {
  return faultOf(schema, value, '', 0);
}

/** Also what Java's parser lets through: symbols that exist, the size of a fixed, bytes as code points below 256. */
export function isExactDefault(schema: Schema, value: JsonValue): boolean {
  if (faultOf(schema, value, '', 0) !== undefined) return false;
  switch (schema.type) {
    case 'enum':
      return schema.symbols.includes(value as string);
    case 'fixed':
      return isByteText(value as string) && (value as string).length === schema.size;
    case 'bytes':
      return isByteText(value as string);
    default:
      return true;
  }
}

function isByteText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}

/** A default of a recursive record could name itself for ever: Java overflows its stack, this stops. */
const MAX_DEPTH = MAX_SCHEMA_DEPTH;

function faultOf(
  schema: Schema,
  value: JsonValue | undefined,
  pointer: string,
  depth: number,
): DefaultFault | undefined {
  if (value === undefined) return { pointer, message: `the default lacks a value here: expected ${schema.type}` };
  if (depth > MAX_DEPTH) return { pointer, message: `nested deeper than ${MAX_DEPTH} levels` };
  switch (schema.type) {
    case 'array':
      if (!Array.isArray(value)) break;
      return firstFault(value, (item: JsonValue, index) =>
        faultOf(schema.items, item, `${pointer}/${index}`, depth + 1),
      );
    case 'map':
      if (!isJsonObject(value)) break;
      return firstFault(Object.entries(value), ([key, item]) =>
        faultOf(schema.values, item, `${pointer}/${key}`, depth + 1),
      );
    case 'record':
      if (!isJsonObject(value)) break;
      return firstFault(schema.fields, (field) => {
        const item = Object.hasOwn(value, field.name) ? value[field.name] : field.default;
        return faultOf(field.schema, item, `${pointer}/${field.name}`, depth + 1);
      });
    case 'union':
      if (schema.branches.some((branch) => faultOf(branch, value, pointer, depth + 1) === undefined)) return undefined;
      break;
    default:
      if (isScalarDefault(schema.type, value)) return undefined;
  }
  const shown = writeJson(value);
  return {
    pointer,
    message: `${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown} is not a default for ${schema.type}`,
  };
}

function firstFault<T>(
  items: readonly T[],
  check: (item: T, index: number) => DefaultFault | undefined,
): DefaultFault | undefined {
  for (const [index, item] of items.entries()) {
    const fault = check(item, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isScalarDefault(
  type: Exclude<Schema['type'], 'array' | 'map' | 'record' | 'union'>,
  value: JsonValue,
): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && (value | 0) === value;
    case 'long':
      return (
        (typeof value === 'number' && Number.isInteger(value) && isInt64(BigInt(value))) ||
        (typeof value === 'bigint' && isInt64(value))
      );
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint';
    default:
      return typeof value === 'string';
  }
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
