import type { Schema } from '@sluice/avro';
import type { Base } from './base-value.ts';
import { logicalTypeOf } from './named-types.ts';

/** Whatever ends soonest, where a sample is deep, weighs least. */
export function weighBranch(schema: Schema): number {
  if (schema.type === 'null') return 0;
  return schema.type === 'record' ? 2 : 1;
}

export type Leaf = Exclude<Schema, { type: 'array' | 'map' | 'record' | 'union' }>;

/** A base value that is like no other: `count` says which. Ints are numbers, longs bigint. */
export function sampleLeaf(schema: Leaf, count: number): Base {
  const logical = logicalTypeOf(schema);
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return count % 2 === 0;
    case 'int':
      return (logical === 'time-millis' ? 3_723_004 : 20_000) + count;
    case 'long':
      if (logical === 'time-micros') return 3_723_004_005n + BigInt(count);
      if (logical?.endsWith('millis') === true) return 1_767_225_600_123n + BigInt(count);
      return 1_767_225_600_123_000n + BigInt(count);
    case 'float':
    case 'double':
      return 1.5 + count;
    case 'string':
      if (logical === 'uuid') return `6f1c2f7e-0b7a-4c43-9d3f-${String(count).padStart(12, '0')}`;
      return `text ${count}`;
    case 'enum':
      return schema.symbols[(count + 1) % schema.symbols.length] ?? '';
    case 'bytes':
      // A big decimal is bytes and a scale; any other bytes suit all.
      return logical === 'big-decimal' ? Uint8Array.of(4, 4, count % 256, 4) : Uint8Array.of(1, count % 256);
    case 'fixed':
      return Uint8Array.from({ length: schema.size }, (_, index) => (index === schema.size - 1 ? count % 128 : 0));
  }
}
