import type { JsonObject, JsonValue } from '@sluice/avro';
import { formatLine } from '../content/format-json.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { code, muted, paragraph } from '../page/page.ts';
import type { Block, Cell, Inlines } from '../page/page.ts';
import { COMBINATIONS, isList, isObject, isSimple, sayConstraints, sayJsonType } from './json-words.ts';
import type { TypeIndex } from './type-index.ts';

/** Schemas within each other, and rows of one table; what is beyond stands in the schema's text. */
const MAX_DEPTH = 16;
const MAX_ROWS = 2000;

/** A JSON Schema as what it is, and one row for each schema within that a path leads to. */
export function describeJsonSchema(types: TypeIndex, schema: JsonValue, label: string): readonly Block[] {
  const rows = listRows(types, schema);
  const blocks: Block[] = [paragraph(muted('JSON Schema: '), ...sayJsonType(types, schema))];
  if (isObject(schema)) {
    blocks.push(...describeSelf(schema));
    if (schema['default'] !== undefined) blocks.push(paragraph(muted('Default '), code(formatLine(schema['default']))));
  }
  if (rows.length === 0) return blocks;
  return [
    ...blocks,
    {
      kind: 'table',
      label,
      hasRowHeads: true,
      head: [['Property'], ['Type'], ['Default'], ['Description']],
      rows: rows.map(describeRow),
    },
    ...(rows.length < MAX_ROWS ? [] : [paragraph(muted('There are more; see the schema below.'))]),
  ];
}

/** A place in values that a schema describes. Paths: `a.b`, `a[]` any item, `a{}` any other property. */
export interface JsonRow {
  readonly path: string;
  readonly schema: JsonValue;
  readonly type: Inlines;
  readonly isRequired: boolean;
}

export function listRows(types: TypeIndex, schema: JsonValue): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  addParts({ types, rows }, schema, '', 0);
  return rows;
}

interface Walk {
  readonly types: TypeIndex;
  readonly rows: JsonRow[];
}

function addRow(walk: Walk, schema: JsonValue, path: string, depth: number, isRequired = false): void {
  if (walk.rows.length >= MAX_ROWS) return;
  walk.rows.push({ path, schema, type: sayJsonType(walk.types, schema), isRequired });
  addParts(walk, schema, path, depth + 1);
}

function addParts(walk: Walk, schema: JsonValue, path: string, depth: number): void {
  if (!isObject(schema) || typeof schema['$ref'] === 'string' || depth > MAX_DEPTH) return;
  const required = isList(schema['required']) ? schema['required'] : [];
  const member = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const [name, part] of membersOf(schema['properties']))
    addRow(walk, part, member(name), depth, required.includes(name));
  for (const [pattern, part] of membersOf(schema['patternProperties']))
    addRow(walk, part, member(`/${pattern}/`), depth);
  addItems(walk, schema, path, depth);
  for (const { key, words } of COMBINATIONS) {
    const parts = schema[key];
    if (!isList(parts) || parts.every(isSimple)) continue;
    for (const [index, part] of parts.entries()) addRow(walk, part, `${path} (${words}, ${index + 1})`.trim(), depth);
  }
  for (const [key, words] of PARTS) {
    const part = schema[key];
    if (isObject(part)) addRow(walk, part, `${path}${words}`.trim(), depth);
  }
  for (const key of ['dependencies', 'dependentSchemas'])
    for (const [name, part] of membersOf(schema[key])) addRow(walk, part, `${path} (with ${name})`.trim(), depth);
}

/** Items of arrays: their own row only where they hold more than a word tells. */
function addItems(walk: Walk, schema: JsonObject, path: string, depth: number): void {
  const { items } = schema;
  const tuple = isList(items) ? items : schema['prefixItems'];
  if (isList(tuple)) for (const [index, part] of tuple.entries()) addRow(walk, part, `${path}[${index}]`, depth);
  if (isObject(items) && !isSimple(items)) addRow(walk, items, `${path}[]`, depth);
}

const PARTS = [
  ['additionalProperties', '{}'],
  ['additionalItems', '[…]'],
  ['contains', '[] (at least one)'],
  ['propertyNames', ' (names)'],
  ['not', ' (not)'],
  ['if', ' (if)'],
  ['then', ' (then)'],
  ['else', ' (else)'],
] as const;

function membersOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function describeRow({ path, schema, type, isRequired }: JsonRow): readonly Cell[] {
  const parts: JsonObject = isObject(schema) ? schema : {};
  const value: Inlines =
    parts['default'] === undefined ? [muted(isRequired ? 'required' : 'none')] : [code(formatLine(parts['default']))];
  return [[code(path)], type, value, describeSelf(parts)];
}

/** Title, description and what restricts the values. */
function describeSelf(schema: JsonObject): readonly Block[] {
  const { title, description } = schema;
  const notes = [...sayConstraints(schema)];
  if (schema['additionalProperties'] === false) notes.push([muted('No other properties')]);
  if (isList(schema['examples'])) {
    notes.push([muted('Such as '), ...schema['examples'].flatMap((value) => [code(formatLine(value)), ' '])]);
  }
  for (const [key, value] of Object.entries(schema)) {
    if (key.startsWith('x-')) notes.push([code(`${key}: ${formatLine(value)}`)]);
  }
  return [
    ...(typeof title === 'string' && title !== '' ? [paragraph({ kind: 'strong', content: [title] })] : []),
    ...(typeof description === 'string' ? parseMarkdown(description) : []),
    ...(notes.length === 0
      ? []
      : [paragraph(...notes.flatMap((note, index) => (index === 0 ? note : [muted('; '), ...note])))]),
  ];
}
