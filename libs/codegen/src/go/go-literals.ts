import type { JsonValue, Schema } from '@sluice/avro';
import { readBase } from '../base-value.ts';
import type { Base } from '../base-value.ts';
import { logicalText } from '../named-types.ts';
import type { Leaf } from '../sample-leaf.ts';
import type { GoPackage } from './go-types.ts';
import { branchText, goString, isNilable, nullableBranch, shownLogicalType, typeText } from './go-types.ts';

/** A default as Go text; undefined where no branch of a union takes it. */
export function defaultText(target: GoPackage, schema: Schema, value: JsonValue): string | undefined {
  switch (schema.type) {
    case 'array': {
      if (!Array.isArray(value)) return undefined;
      const items = (value as readonly JsonValue[]).map((item) => defaultText(target, schema.items, item));
      return items.includes(undefined) ? undefined : `${typeText(target, schema)}{${items.join(', ')}}`;
    }
    case 'map': {
      if (!isObject(value)) return undefined;
      const items = Object.entries(value).map(
        ([key, item]) => [goString(key), defaultText(target, schema.values, item)] as const,
      );
      if (items.some(([, item]) => item === undefined)) return undefined;
      return `${typeText(target, schema)}{${items.map(([key, item]) => `${key}: ${item ?? ''}`).join(', ')}}`;
    }
    case 'record': {
      if (!isObject(value)) return undefined;
      const members: string[] = [];
      for (const field of schema.fields) {
        const item = Object.hasOwn(value, field.name) ? value[field.name] : field.default;
        const text = item === undefined ? undefined : defaultText(target, field.schema, item);
        if (text === undefined) return undefined;
        members.push(`${target.names.field(schema, field)}: ${text}`);
      }
      return recordText(target, schema, members);
    }
    case 'union': {
      for (const branch of schema.branches) {
        const text = defaultText(target, branch, value);
        if (text !== undefined) return inUnion(target, schema, branch, text);
      }
      return undefined;
    }
    default: {
      const base = readBase(schema, value);
      return base === undefined ? undefined : leafText(target, schema, base);
    }
  }
}

export function recordText(
  target: GoPackage,
  record: Extract<Schema, { type: 'record' }>,
  members: readonly string[],
): string {
  const isPointer = typeText(target, record).startsWith('*');
  return `${isPointer ? '&' : ''}${target.names.typeName(record)}{${members.join(', ')}}`;
}

/** A branch's value as the union has it: behind a pointer where the union is optional, of its own type in an `any`. */
export function inUnion(
  target: GoPackage,
  union: Extract<Schema, { type: 'union' }>,
  branch: Schema,
  text: string,
): string {
  if (branch.type === 'null') return 'nil';
  const other = nullableBranch(union);
  if (other === undefined) {
    const type = branchText(target, branch);
    return type === typeText(target, branch) ? text : `${type}(${text})`;
  }
  const type = typeText(target, other);
  if (isNilable(other, type)) return text;
  return other.type === 'record' ? `&${text}` : `Ptr(${text})`;
}

/** A base value as a Go expression of its very type. */
export function leafText(target: GoPackage, schema: Leaf, base: Base): string {
  const logical = logicalLiteral(target, schema, base);
  if (logical !== undefined) return logical;
  if (base === null) return 'nil';
  if (typeof base === 'boolean') return String(base);
  if (schema.type === 'enum') return target.names.constant(schema, String(base));
  if (typeof base === 'string') return goString(base);
  if (base instanceof Uint8Array) return `${typeText(target, schema)}{${Array.from(base, String).join(', ')}}`;
  return `${typeText(target, schema)}(${String(base)})`;
}

function logicalLiteral(target: GoPackage, schema: Leaf, base: Base): string | undefined {
  const key = shownLogicalType(schema);
  if (key === undefined) return undefined;
  typeText(target, schema); // its import
  const number = String(base);
  switch (key) {
    case 'int date':
      return `time.Unix(${BigInt(number) * 86_400n}, 0).UTC()`;
    case 'int time-millis':
      return `${number} * time.Millisecond`;
    case 'long time-micros':
      return `${number} * time.Microsecond`;
    case 'long timestamp-millis':
      return `time.UnixMilli(${number}).UTC()`;
    case 'long timestamp-micros':
      return `time.UnixMicro(${number}).UTC()`;
    case 'fixed duration': {
      const bytes = base as Uint8Array;
      const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
      const [months, days, milliseconds] = [0, 4, 8].map((at) => String(view.getUint32(at, true)));
      return `avro.LogicalDuration{Months: ${months ?? ''}, Days: ${days ?? ''}, Milliseconds: ${milliseconds ?? ''}}`;
    }
    case 'bytes decimal':
    case 'fixed decimal':
      return `Rat(${goString(logicalText(schema, base) ?? '0')})`;
    default: {
      // What clocks show here: hamba/avro reads and writes local times so.
      const micros = BigInt(number) * (key.endsWith('millis') ? 1000n : 1n);
      const [, ...parts] = /^(.*)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(isoText(micros)) ?? [];
      const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
      return `time.Date(${parts.map(Number).join(', ')}, ${String(rest * 1000n)}, time.Local)`;
    }
  }
}

function isoText(micros: bigint): string {
  const seconds = (micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  return new Date(Number(seconds) * 1000).toISOString();
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
