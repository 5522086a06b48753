import type { Shape } from '../load/shape.ts';
import { textOf } from './compare-shapes.ts';

const keys = new WeakMap<Shape, string>();

/** One text for shapes that say the same in the same words: references are compared by where they lead. */
export function keyOf(shape: Shape): string {
  const known = keys.get(shape);
  if (known !== undefined) return known;
  const key = write(shape);
  keys.set(shape, key);
  return key;
}

function write(shape: Shape): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== 'target') parts.push(`${name}:${writeMember(name, value)}`);
  }
  return `{${parts.join()}}`;
}

/** Members whose values are JSON, not shapes. */
const JSON_MEMBERS: ReadonlySet<string> = new Set(['default', 'value', 'values']);

function writeMember(name: string, value: unknown): string {
  if (JSON_MEMBERS.has(name)) return textOf(value as Parameters<typeof textOf>[0]);
  if (value instanceof Map) {
    const entries = [...(value as Map<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${writeMember('', member)}`).join()}}`;
  }
  if (value instanceof Set) return JSON.stringify([...(value as Set<string>)].sort((a, b) => (a < b ? -1 : 1)));
  if (Array.isArray(value)) return `[${value.map((item) => writeMember('', item)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  return 'digits' in value ? String(value.digits) : keyOf(value as Shape);
}
