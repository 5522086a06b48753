import type { JsonValue } from '@sluice/avro';

/** Longer objects and arrays take a line for each member. */
const WIDTH = 88;

/** JSON for people: two spaces, and what is short in one line. Big integers keep their digits. */
export function formatJson(value: JsonValue, indent = ''): string {
  const line = writeLine(value, WIDTH - indent.length);
  if (line !== undefined) return line;
  const inner = `${indent}  `;
  if (isArray(value)) return `[\n${value.map((item) => inner + formatJson(item, inner)).join(',\n')}\n${indent}]`;
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${formatJson(item, inner)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** JSON in one line, whatever its length. */
export function formatLine(value: JsonValue): string {
  return writeLine(value, Number.POSITIVE_INFINITY) ?? '';
}

/** `undefined` where it does not fit; how much is looked at is bounded by the room there is. */
function writeLine(value: JsonValue, room: number): string | undefined {
  if (room <= 0) return undefined;
  if (typeof value !== 'object' || value === null) {
    const text = writeScalar(value);
    return text.length <= room ? text : undefined;
  }
  const isList = isArray(value);
  const entries: readonly (readonly [string, JsonValue])[] = isList
    ? value.map((item): [string, JsonValue] => ['', item])
    : Object.entries(value);
  if (entries.length === 0) return isList ? '[]' : '{}';
  let text = '';
  for (const [key, item] of entries) {
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    const part = writeLine(item, room - text.length - name.length - 4);
    if (part === undefined) return undefined;
    text += `${text === '' ? '' : ', '}${name}${part}`;
  }
  return isList ? `[${text}]` : `{ ${text} }`;
}

function writeScalar(value: null | boolean | number | bigint | string): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

const isArray: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
