import type { JsonValue } from '@sluice/avro';

/** JSON text; integers that numbers cannot hold are written in full. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`);
  return `{${members.join(',')}}`;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
