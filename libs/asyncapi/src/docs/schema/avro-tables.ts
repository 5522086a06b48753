import type { EnumSchema, FixedSchema, NamedSchema, RecordField, RecordSchema } from '@sluice/avro';
import { formatLine } from '../content/format-json.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { code, joinInlines, mark, muted, paragraph } from '../page/page.ts';
import type { Block, Cell, Inlines, Section } from '../page/page.ts';
import { listUnions, LOGICAL_PROPS, sayAvro, sayProps, sayUnionJson } from './avro-words.ts';
import type { TypeEntry, TypeIndex } from './type-index.ts';

/** One named type: what it is, its fields or symbols, and what else is written at it. */
export function describeNamed(types: TypeIndex, { schema, anchor }: TypeEntry & { schema: NamedSchema }): Section {
  return { kind: 'section', id: anchor, title: [code(schema.name)], blocks: listNamedBlocks(types, schema) };
}

function listNamedBlocks(types: TypeIndex, schema: NamedSchema): readonly Block[] {
  const prose: Block[] = schema.doc === undefined ? [] : [{ kind: 'prose', blocks: parseMarkdown(schema.doc) }];
  const aliases: Inlines =
    schema.aliases.length === 0
      ? []
      : [muted('Also known as '), ...joinInlines(schema.aliases.map((name) => [code(name)]))];
  const props = sayProps(schema.props, LOGICAL_PROPS);
  const notes = joinInlines(
    [aliases, props].filter((part) => part.length > 0),
    ' ',
  );
  return [...prose, ...describeBody(types, schema), ...(notes.length === 0 ? [] : [paragraph(...notes)])];
}

function describeBody(types: TypeIndex, schema: NamedSchema): readonly Block[] {
  switch (schema.type) {
    case 'record':
      return describeRecord(types, schema);
    case 'enum':
      return describeEnum(schema);
    case 'fixed':
      return describeFixed(types, schema);
  }
}

function describeRecord(types: TypeIndex, schema: RecordSchema): readonly Block[] {
  const kind = schema.isError ? 'Avro error' : 'Avro record';
  if (schema.fields.length === 0) return [paragraph(muted(`${kind} without fields`))];
  return [
    paragraph(muted(`${kind}, ${schema.fields.length} ${schema.fields.length === 1 ? 'field' : 'fields'}`)),
    {
      kind: 'table',
      label: `Fields of ${schema.name}`,
      hasRowHeads: true,
      head: [['Field'], ['Type'], ['Default'], ['Description']],
      rows: schema.fields.map((field) => describeField(types, field)),
    },
  ];
}

function describeField(types: TypeIndex, field: RecordField): readonly Cell[] {
  const unions = listUnions(field.schema).map(sayUnionJson);
  const type: readonly Block[] = [sayAvro(types, field.schema), ...unions].map((line) => paragraph(...line));
  const value: Inlines = field.default === undefined ? [muted('none')] : [code(formatLine(field.default))];
  const notes: Inlines[] = [
    field.aliases.length === 0
      ? []
      : [muted('Also known as '), ...joinInlines(field.aliases.map((name) => [code(name)]))],
    field.order === 'ascending' ? [] : [muted(`Sort order: ${field.order}`)],
    sayProps(field.props),
    'props' in field.schema ? sayProps(namelessProps(field.schema), LOGICAL_PROPS) : [],
  ];
  const blocks = [
    ...(field.doc === undefined ? [] : parseMarkdown(field.doc)),
    ...notes.filter((note) => note.length > 0).map((note) => paragraph(...note)),
  ];
  return [[code(field.name)], type, value, blocks];
}

/** Named types tell theirs where they are described. */
function namelessProps(schema: Exclude<RecordField['schema'], { type: 'union' }>): RecordField['props'] {
  return 'name' in schema ? {} : schema.props;
}

function describeEnum(schema: EnumSchema): readonly Block[] {
  const symbols = schema.symbols.map((symbol): Inlines =>
    symbol === schema.default ? [code(symbol), ' ', mark('ok', 'default')] : [code(symbol)],
  );
  const blocks: Block[] = [paragraph(muted(`Avro enum, ${schema.symbols.length} symbols: `), ...joinInlines(symbols))];
  if (schema.default !== undefined) {
    blocks.push(
      paragraph(muted('Readers take '), code(schema.default), muted(' in place of a symbol that they do not know.')),
    );
  }
  return blocks;
}

function describeFixed(types: TypeIndex, schema: FixedSchema): readonly Block[] {
  const [, ...logical] = sayAvro(types, schema);
  const bytes = `Avro fixed, ${schema.size} ${schema.size === 1 ? 'byte' : 'bytes'}`;
  return [paragraph(muted(logical.length === 0 ? bytes : `${bytes}:`), ...logical)];
}
