import { AvroError } from '../avro-error.ts';
import { describeDefaultFault, isExactDefault } from '../schema/default-value.ts';
import { isJsonObject, setKey } from '../schema/json.ts';
import type { JsonValue } from '../schema/json.ts';
import type { Schema } from '../schema/schema.ts';
import type { LongForm } from './plan.ts';
import { shapeUnion } from './union-shape.ts';

/**
 * The value that a decoder gives for a default, in the shapes of decoded values.
 * @throws AvroError where the default is one that Java's parser lets through and no decoder can give
 */
export function defaultToValue(schema: Schema, json: JsonValue, long: LongForm): unknown {
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return json;
    case 'int':
    case 'double':
      return Number(json);
    case 'float':
      return Math.fround(Number(json));
    case 'long':
      return longToValue(BigInt(json as number | bigint), long);
    case 'bytes':
    case 'fixed':
    case 'enum':
      if (!isExactDefault(schema, json)) throw new AvroError(`${JSON.stringify(json)} is no value of ${schema.type}`);
      return schema.type === 'enum' ? json : Uint8Array.from(json as string, (char) => char.charCodeAt(0));
    case 'array':
      return (json as readonly JsonValue[]).map((item) => defaultToValue(schema.items, item, long));
    case 'map': {
      const result = {};
      for (const [key, item] of Object.entries(json ?? {})) {
        setKey(result, key, defaultToValue(schema.values, item as JsonValue, long));
      }
      return result;
    }
    case 'record': {
      const result = {};
      const given = isJsonObject(json) ? json : {};
      for (const field of schema.fields) {
        const item = (Object.hasOwn(given, field.name) ? given[field.name] : field.default) ?? null;
        setKey(result, field.name, defaultToValue(field.schema, item, long));
      }
      return result;
    }
    case 'union': {
      const shape = shapeUnion(schema);
      const index = branchOfDefault(schema.branches, json);
      const branch = schema.branches[index];
      if (branch === undefined) throw new AvroError(`${JSON.stringify(json)} is no value of the union`);
      const value = defaultToValue(branch, json, long);
      if (shape.tagged[index] !== true) return value;
      const result = {};
      setKey(result, shape.names[index] ?? '', value);
      return result;
    }
  }
}

function branchOfDefault(branches: readonly Schema[], json: JsonValue): number {
  const exact = branches.findIndex((branch) => isExactDefault(branch, json));
  return exact >= 0 ? exact : branches.findIndex((branch) => describeDefaultFault(branch, json) === undefined);
}

function longToValue(value: bigint, long: LongForm): number | bigint | string {
  if (long === 'bigint') return value;
  if (long === 'string') return value.toString();
  const number = Number(value);
  // 2^53 is exact as a double, yet a decoder in this form refuses it on the wire too: its neighbour looks the same.
  if (!Number.isSafeInteger(number))
    throw new AvroError(`the default ${value} does not fit a number: choose bigint or string`);
  return number;
}
