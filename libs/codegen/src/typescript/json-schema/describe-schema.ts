import type { JsonObject, JsonValue } from '@sluice/avro';
import { codeSpan } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import { isJsonObject, ownOf, textOf } from './json-schema.ts';

/** What a schema says of itself beside its type, as paragraphs of TSDoc. */
export function describeSchema(schema: JsonValue): readonly Paragraph[] {
  if (!isJsonObject(schema)) return [];
  const [title, description] = [textOf(schema['title']), textOf(schema['description'])];
  const notes = NOTES.map((note) => note(schema)).filter((note) => note !== undefined);
  return [
    title === description ? undefined : title,
    description,
    notes.length === 0 ? undefined : { tagged: notes.join(' ') },
    schema['deprecated'] === true ? { tagged: '@deprecated' } : undefined,
    describeDefault(schema),
  ];
}

const NOTES: readonly ((schema: JsonObject) => string | undefined)[] = [
  (schema) => describe('Format', schema['format']),
  (schema) => describe('Pattern', schema['pattern']),
  (schema) => describeRange('From', schema['minimum'], 'to', schema['maximum']),
  (schema) => (schema['readOnly'] === true ? 'Read-only.' : undefined),
  (schema) => (schema['writeOnly'] === true ? 'Write-only.' : undefined),
];

function describe(what: string, value: JsonValue | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : `${what}: ${codeSpan(text)}.`;
}

function describeRange(
  first: string,
  low: JsonValue | undefined,
  second: string,
  high: JsonValue | undefined,
): string | undefined {
  const [from, to] = [low, high].map((value) => (typeof value === 'number' ? codeSpan(String(value)) : undefined));
  if (from !== undefined) return `${first} ${from}${to === undefined ? ' up' : ` ${second} ${to}`}.`;
  return to === undefined ? undefined : `Up ${second} ${to}.`;
}

function describeDefault(schema: JsonObject): Paragraph {
  const value = ownOf(schema, 'default');
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
  return text.length > 200 ? undefined : { tagged: `@defaultValue ${codeSpan(text)}` };
}
