import type { EnumSchema, FixedSchema, NamedSchema, RecordField, RecordSchema, Schema } from '@sluice/avro';
import { propertyKey, quote } from '../../names.ts';
import { enclose, render, WIDTH } from '../text/doc.ts';
import { codeSpan, docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import type { Module } from '../text/module.ts';
import { simpleType, typeDoc } from '../text/type-text.ts';
import type { TypeText } from '../text/type-text.ts';
import { logicalTypeOf } from './avro-forms.ts';
import type { AvroForms } from './avro-forms.ts';
import { isNamed } from './avro-layout.ts';
import type { AvroLayout, TypePlace } from './avro-layout.ts';
import { describeDefault, describeLogicalType } from './describe-avro.ts';
import { printBase, printType } from './print-type.ts';
import type { TypeContext } from './print-type.ts';

/** What declarations are made with: the module that they stand in, and where the types of others are. */
export interface Declarations {
  readonly module: Module;
  readonly layout: AvroLayout;
  readonly forms: AvroForms;
}

/** The declarations of one named type: its type, what else is encoded as it, and the symbols of an enum. */
export function declareNamed(to: Declarations, schema: NamedSchema): readonly string[] {
  switch (schema.type) {
    case 'record':
      return declareRecord(to, schema);
    case 'enum':
      return declareEnum(to, schema);
    case 'fixed':
      return [declareFixed(to, schema)];
  }
}

/** The declarations of a schema that is no named type. */
export function declareUnnamed(
  to: Declarations,
  schema: Exclude<Schema, NamedSchema>,
  place: TypePlace,
): readonly string[] {
  const declare = (name: string, kind: TypeKind): string => {
    const shown = to.forms.shownOf(schema);
    const context = startContext(to, kind);
    const type = shown === undefined ? printBase(context, schema, to.forms.long) : simpleType(shown);
    return alias(name, type);
  };
  const value = docComment(notesOf(schema)) + declare(place.type, 'type');
  return place.input === place.type ? [value] : [value, docComment([inputDoc(place)]) + declare(place.input, 'input')];
}

function declareRecord(to: Declarations, schema: RecordSchema): readonly string[] {
  const place = to.layout.of(schema);
  const fields = schema.fields.map((field) => printField(to, schema, field, 'type'));
  const value = docComment(notesOf(schema)) + printInterface(place.type, fields);
  if (place.input === place.type) return [value];
  return [value, docComment([inputDoc(place)]) + printInput(to, schema, place)];
}

function inputDoc(place: TypePlace): Paragraph {
  return { tagged: `${codeSpan(place.type)} to encode: fields left out take their defaults.` };
}

/** Only what differs from the decoded type; all of it where that would be no shorter, or not fit on a line. */
function printInput(to: Declarations, schema: RecordSchema, place: TypePlace): string {
  const differs = (field: RecordField): boolean => to.layout.isFilled(field) || to.layout.hasInput(field.schema);
  const keys = schema.fields.filter(differs).map((field) => quote(field.name));
  const base = ` extends Omit<${place.type}, ${keys.join(' | ')}>`;
  const isShort = `export interface ${place.input}${base} {`.length <= WIDTH && keys.length < schema.fields.length;
  const shown = isShort ? schema.fields.filter(differs) : schema.fields;
  const fields = shown.map((field) => printField(to, schema, field, 'input'));
  return printInterface(`${place.input}${isShort ? base : ''}`, fields);
}

function printInterface(head: string, fields: readonly string[]): string {
  return fields.length === 0 ? emptyRecord(head) : `export interface ${head} {\n${fields.join('')}}\n`;
}

/** An empty interface would take every value. */
function emptyRecord(name: string): string {
  return `export type ${name} = Record<string, never>;\n`;
}

type TypeKind = 'type' | 'input';

function printField(to: Declarations, record: RecordSchema, field: RecordField, kind: TypeKind): string {
  const type = printType(startContext(to, kind), field.schema, to.forms.longOf(record, field));
  const isOptional = kind === 'input' && to.layout.isFilled(field);
  const text = [propertyKey(field.name), isOptional ? '?: ' : ': ', typeDoc(type), ';'];
  const doc = docComment([field.doc, fieldNotes(field), describeDefault(field)], 1);
  return `${doc}  ${render(text, 1)}\n`;
}

function fieldNotes(field: RecordField): Paragraph {
  // A named type tells of its own.
  const logical = isNamed(field.schema) ? undefined : describeLogicalType(field.schema);
  const notes = [logical, describeAliases(field.aliases)].filter((note) => note !== undefined);
  return notes.length === 0 ? undefined : { tagged: notes.join(' ') };
}

function describeAliases(aliases: readonly string[]): string | undefined {
  return aliases.length === 0 ? undefined : `Also read from ${aliases.map(codeSpan).join(', ')}.`;
}

/** What the schema says of a type, and what it is called on the wire. */
function notesOf(schema: Schema): readonly Paragraph[] {
  if (!('name' in schema)) {
    const note = describeLogicalType(schema);
    return [note === undefined ? undefined : { tagged: note }];
  }
  const size = schema.type === 'fixed' ? ` of ${schema.size} ${schema.size === 1 ? 'byte' : 'bytes'}` : '';
  const unknown = schema.type === 'enum' && schema.default !== undefined;
  const notes = [
    `Avro ${schema.type} ${codeSpan(schema.name)}${size}.`,
    describeAliases(schema.aliases),
    logicalTypeOf(schema) === undefined ? undefined : describeLogicalType(schema),
    unknown ? `A symbol that a reader does not know is read as ${codeSpan(schema.default ?? '')}.` : undefined,
  ];
  return [schema.doc, { tagged: notes.filter((note) => note !== undefined).join(' ') }];
}

function declareEnum(to: Declarations, schema: EnumSchema): readonly string[] {
  const { type, symbols = '' } = to.layout.of(schema);
  const list = enclose('[', schema.symbols.map(quote), ']');
  const shown = to.forms.shownOf(schema);
  return [
    `${docComment([{ tagged: `The symbols of ${codeSpan(type)}, in their order on the wire.` }])}${render([`export const ${symbols} = `, list, ' as const;'])}\n`,
    `${docComment(notesOf(schema))}export type ${type} = ${shown ?? `(typeof ${symbols})[number]`};\n`,
  ];
}

function declareFixed(to: Declarations, schema: FixedSchema): string {
  return (
    docComment(notesOf(schema)) + alias(to.layout.of(schema).type, simpleType(to.forms.shownOf(schema) ?? 'Uint8Array'))
  );
}

function alias(name: string, type: TypeText): string {
  return `${render([`export type ${name} = `, typeDoc(type), ';'])}\n`;
}

function startContext({ module, layout, forms }: Declarations, kind: TypeKind): TypeContext {
  return {
    forms,
    nameOf(schema) {
      const place = layout.of(schema);
      return place.path === module.path ? place[kind] : module.importType(place[kind], `/${place.path}`);
    },
  };
}
