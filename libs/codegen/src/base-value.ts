import type { JsonValue } from '@sluice/avro';
import { bytesOfText } from './named-types.ts';
import type { Leaf } from './sample-leaf.ts';

/** A value of a type without parts: ints are numbers, longs bigint. */
export type Base = null | boolean | number | bigint | string | Uint8Array;

/** The value of a default; undefined where the JSON is none of this type. */
export function readBase(schema: Leaf, value: JsonValue): Base | undefined {
  switch (schema.type) {
    case 'null':
      return value === null ? null : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
      return Number.isInteger(value) ? (value as number) : undefined;
    case 'long':
      if (typeof value === 'bigint') return value;
      return Number.isInteger(value) ? BigInt(value as number) : undefined;
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
    case 'bytes':
      return typeof value === 'string' ? bytesOfText(value) : undefined;
    case 'fixed':
      return typeof value === 'string' && value.length === schema.size ? bytesOfText(value) : undefined;
    case 'enum':
      return typeof value === 'string' && schema.symbols.includes(value) ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
  }
}
