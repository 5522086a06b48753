import type { SchemaLanguage, SchemaUse } from '../../model/schema-use.ts';
import { formatJson } from '../content/format-json.ts';
import { code, codeBlock, link, mark, muted, paragraph } from '../page/page.ts';
import type { Block, Section } from '../page/page.ts';
import { describeNamed } from './avro-tables.ts';
import { sayAvro } from './avro-words.ts';
import { describeJsonSchema } from './json-tables.ts';
import { describeProtobuf } from './protobuf-tables.ts';
import type { TypeEntry, TypeIndex } from './type-index.ts';

/**
 * A schema where it is used: what it is, tables of the types that are described here first, links to those that are
 * described elsewhere, and its text.
 */
export function describeSchema(types: TypeIndex, use: SchemaUse, what: string): readonly Block[] {
  const text = formatUse(use);
  const raw: Block = {
    kind: 'fold',
    title: [`${LANGUAGES[use.format]} of ${what}`],
    blocks: [codeBlock(`Source of ${what}`, use.format === 'protobuf' ? 'protobuf' : 'json', text)],
    isOpen: use.format === 'unknown',
  };
  return [...describeFormat(use), ...describeBody(types, use, what), raw];
}

/** The schema's own text; an extract of the document where that is JSON. */
export function formatUse({ schema }: SchemaUse): string {
  return typeof schema === 'string' && /\s/u.test(schema.trim()) ? schema : formatJson(schema);
}

const LANGUAGES: Readonly<Record<SchemaLanguage, string>> = {
  asyncapi: 'JSON Schema',
  'json-schema': 'JSON Schema',
  avro: 'Avro schema (.avsc)',
  protobuf: 'Protobuf source',
  unknown: 'Schema',
};

function describeFormat({ schemaFormat, openRef }: SchemaUse): readonly Block[] {
  const blocks: Block[] = [];
  if (schemaFormat !== undefined) blocks.push(paragraph(muted('Format '), code(schemaFormat)));
  if (openRef !== undefined) {
    blocks.push(paragraph(mark('warn', 'not in this document'), ' ', link(openRef, openRef)));
  }
  return blocks;
}

function describeBody(types: TypeIndex, use: SchemaUse, what: string): readonly Block[] {
  if (use.openRef !== undefined) return listComponents(types, use);
  switch (use.format) {
    case 'avro':
      return describeAvro(types, use);
    case 'asyncapi':
    case 'json-schema':
      return describeJson(types, use, what);
    case 'protobuf':
      return [...listComponents(types, use), ...(typeof use.schema === 'string' ? describeProtobuf(use.schema) : [])];
    case 'unknown':
      return listComponents(types, use);
  }
}

function describeAvro(types: TypeIndex, use: SchemaUse): readonly Block[] {
  const schema = types.parse(use);
  const components = listComponents(types, use);
  if (typeof schema === 'string')
    return [...components, paragraph(mark('bad', 'not a valid Avro schema'), ' ', schema)];
  const owned = types.ownedBy(use).filter(hasSchema);
  return [
    ...components,
    paragraph(muted('Type: '), ...sayAvro(types, schema)),
    ...owned.map((entry) => describeNamed(types, entry)),
  ];
}

function describeJson(types: TypeIndex, use: SchemaUse, what: string): readonly Block[] {
  const owned = types.ownedBy(use);
  const anchor = use.component === undefined ? undefined : types.anchorOfComponent(use.component);
  if (use.component !== undefined && anchor !== undefined && owned.length === 0) {
    return [paragraph(muted('Type: '), link(`#${anchor}`, use.component))];
  }
  const [entry] = owned;
  const blocks = describeJsonSchema(types, use.schema, `Properties of ${entry?.name ?? what}`);
  return entry === undefined ? blocks : [toSection(entry, blocks)];
}

/** The component that is described here, where its body tells nothing by itself. */
function listComponents(types: TypeIndex, use: SchemaUse): readonly Section[] {
  return types.ownedBy(use).flatMap((entry) => (hasSchema(entry) ? [] : [toSection(entry, [])]));
}

function toSection({ anchor, name }: TypeEntry, blocks: readonly Block[]): Section {
  return { kind: 'section', id: anchor, title: [code(name)], blocks };
}

function hasSchema(entry: TypeEntry): entry is TypeEntry & { schema: NonNullable<TypeEntry['schema']> } {
  return entry.schema !== undefined;
}
