import { checkSchema } from './check-schema.ts';
import type { JsonObject } from './json.ts';
import { isNamed, namespaceOf, PRIMITIVE_TYPES, simpleName } from './schema.ts';
import type { NamedSchema, RecordField, Schema } from './schema.ts';
import { visitSchemas } from './visit.ts';
import { joinMembers, writeMember, writeMembers } from './write-json.ts';
import type { JsonWriting } from './write-json.ts';

export interface FormatOptions {
  /** Schemas whose named types the text may name without defining them: what `parseSchema` was given. */
  readonly references?: readonly Schema[];
  /** Attributes and aliases in alphabetical order: then schemas whose order alone differs have one text. */
  readonly isSorted?: boolean;
  /**
   * In the normal form of Confluent's registry: as Java writes it, but attributes that the specification does not name,
   * aliases and the keys of values in alphabetical order, logical types first, and empty docs left out.
   */
  readonly isNormal?: boolean;
}

/**
 * The whole schema as one line of JSON, docs, defaults and unknown attributes included: what Java's `Schema.toString`
 * gives for the same text, in the order it writes.
 */
export function formatSchema(schema: Schema, options: FormatOptions = {}): string {
  checkSchema(schema, 'the schema');
  const known = new Set<string>();
  visitSchemas(options.references ?? [], (part) => {
    if (isNamed(part)) known.add(part.name);
  });
  const { isSorted = false, isNormal = false } = options;
  return write({ known, isSorted, isNormal, hasNotes: true }, schema, '');
}

/** The schema without docs and aliases, attributes in order: equal texts are equal schemas, as Java's `Schema.equals` has it. */
export function formatContent(schema: Schema): string {
  return write({ known: new Set(), isSorted: true, isNormal: false, hasNotes: false }, schema, '');
}

/** A named type in full, and every type in it by name: what two definitions of a name must share. */
export function formatDefinition(schema: NamedSchema): string {
  return writeNamed({ known: EVERY_NAME, isSorted: false, isNormal: false, hasNotes: true }, schema, '');
}

interface Format extends JsonWriting {
  /** Names of types that need no definition any more. */
  readonly known: { has(name: string): boolean; add(name: string): void };
  readonly isSorted: boolean;
  readonly isNormal: boolean;
  /** Whether docs and aliases are written. */
  readonly hasNotes: boolean;
}

const EVERY_NAME: Format['known'] = { has: () => true, add: () => {} };

function write(format: Format, schema: Schema, namespace: string): string {
  if (isNamed(schema)) {
    if (format.known.has(schema.name)) return quote(qualified(schema.name, namespace));
    format.known.add(schema.name);
    return writeNamed(format, schema, namespace);
  }
  if (schema.type === 'union')
    return `[${schema.branches.map((branch) => write(format, branch, namespace)).join(',')}]`;
  const members = [`"type":"${schema.type}"`];
  if (schema.type === 'array') members.push(`"items":${write(format, schema.items, namespace)}`);
  if (schema.type === 'map') members.push(`"values":${write(format, schema.values, namespace)}`);
  members.push(...writeProps(schema.props, format));
  return members.length === 1 ? quote(schema.type) : joinMembers(members, format);
}

function writeNamed(format: Format, schema: NamedSchema, namespace: string): string {
  const own = namespaceOf(schema.name);
  const type = schema.type === 'record' && schema.isError && !format.isNormal ? 'error' : schema.type;
  const members = [`"type":"${type}"`, `"name":${quote(simpleName(schema.name))}`];
  if (own !== namespace) members.push(`"namespace":${quote(own)}`);
  if (format.hasNotes && schema.doc !== undefined && !(format.isNormal && schema.doc === ''))
    members.push(`"doc":${quote(schema.doc)}`);
  switch (schema.type) {
    case 'record':
      members.push(`"fields":[${schema.fields.map((field) => writeField(format, field, own)).join(',')}]`);
      break;
    case 'enum':
      members.push(`"symbols":[${schema.symbols.map(quote).join(',')}]`);
      if (schema.default !== undefined) members.push(`"default":${quote(schema.default)}`);
      break;
    case 'fixed':
      members.push(`"size":${schema.size}`);
  }
  members.push(...writeProps(schema.props, format));
  const aliases = schema.aliases.map((alias) => qualified(alias, own));
  if (format.hasNotes && aliases.length > 0) members.push(writeAliases(format, aliases));
  return joinMembers(members, format);
}

function writeField(format: Format, field: RecordField, namespace: string): string {
  const members = [`"name":${quote(field.name)}`, `"type":${write(format, field.schema, namespace)}`];
  if (format.hasNotes && field.doc !== undefined) members.push(`"doc":${quote(field.doc)}`);
  if (field.default !== undefined) members.push(`"default":${writeMember(field, 'default', writingOf(format))}`);
  if (field.order !== 'ascending') members.push(`"order":"${field.order}"`);
  if (format.hasNotes && field.aliases.length > 0) members.push(writeAliases(format, field.aliases));
  members.push(...writeProps(field.props, format));
  return joinMembers(members, format);
}

/** Attributes that the specification does not name. */
function writeProps(props: JsonObject, format: Format): string[] {
  const members = writeMembers(props, writingOf(format));
  if (!format.isNormal) return members;
  const first = LOGICAL_MEMBERS.flatMap((start) => members.filter((member) => member.startsWith(start)));
  return [...first, ...members.filter((member) => !first.includes(member)).toSorted()];
}

/** How the attributes of a logical type begin, in the order of the normal form. */
const LOGICAL_MEMBERS = ['"logicalType":', '"precision":', '"scale":'];

function writingOf({ isSorted, isNormal }: Format): JsonWriting {
  return { isSorted: isSorted || isNormal };
}

function writeAliases({ isSorted, isNormal }: Format, aliases: readonly string[]): string {
  return `"aliases":[${(isSorted || isNormal ? aliases.toSorted() : aliases).map(quote).join(',')}]`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** The shortest way to write a name that reads back as the same one. */
function qualified(name: string, namespace: string): string {
  if (namespaceOf(name) !== namespace) return name;
  const simple = simpleName(name);
  return PRIMITIVE_TYPES.has(simple) ? name : simple;
}
