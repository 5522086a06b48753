import type { JsonObject, JsonValue } from '@sluice/avro';
import { formatName, propertyKey } from '../../names.ts';
import { render } from '../text/doc.ts';
import { docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import type { Module } from '../text/module.ts';
import { simpleType, typeDoc, unionOf } from '../text/type-text.ts';
import type { TypeText } from '../text/type-text.ts';
import { describeSchema } from './describe-schema.ts';
import { entriesOf, followPointer, isJsonObject, listOf, plainObject, textOf } from './json-schema.ts';
import { printOthers, printSchemaType } from './print-schema.ts';
import type { SchemaContext } from './print-schema.ts';

/** What a module of one schema's types is made of. */
export interface SchemaModule extends Pick<SchemaContext, 'nameOf' | 'isCircular' | 'discriminatorOf' | 'component'> {
  readonly module: Module;
  readonly root: JsonValue;
  /** The root's type. */
  readonly name: string;
}

export interface Declaration {
  readonly name: string;
  readonly text: string;
}

/** The type of the root, and behind it those of its parts as they are met. */
export function declareSchema(to: SchemaModule): readonly Declaration[] {
  const declarations: { name: string; text: string }[] = [];
  const locals = new Map([['#', to.name]]);
  const declare = (name: string, schema: JsonValue): void => {
    // Its place is before those of its parts.
    const declaration = { name, text: '' };
    declarations.push(declaration);
    declaration.text = docComment(describeSchema(schema)) + printDeclaration(context, name, schema);
  };
  const take = (hint: string): string => to.module.names.take(formatName(hint, 'pascal'));
  const context: SchemaContext = {
    nameOf: to.nameOf,
    isCircular: to.isCircular,
    discriminatorOf: to.discriminatorOf,
    component: to.component,
    declarePart(schema, hint) {
      const name = take(titleOf(schema) ?? hint);
      declare(name, schema);
      return name;
    },
    declareLocal(ref) {
      const known = locals.get(ref);
      const found = known === undefined ? followPointer(to.root, ref) : undefined;
      if (found === undefined) return known;
      const name = take(found.name);
      locals.set(ref, name);
      declare(name, found.schema);
      return name;
    },
  };
  declare(to.name, to.root);
  return declarations;
}

/** A title that reads like a name, which is better than one made up. */
function titleOf(schema: JsonValue): string | undefined {
  const title = isJsonObject(schema) ? textOf(schema['title']) : undefined;
  return title !== undefined && title.length <= 40 && /^[\p{L}\p{Nd} _-]+$/u.test(title) ? title : undefined;
}

/** An interface where the schema is of objects alone, else an alias. */
function printDeclaration(to: SchemaContext, name: string, schema: JsonValue): string {
  const object = plainObject(schema);
  if (object !== undefined) return printInterface(to, name, object);
  return `${render([`export type ${name} = `, typeDoc(printSchemaType(to, schema, name, true)), ';'])}\n`;
}

function printInterface(to: SchemaContext, name: string, schema: JsonObject): string {
  const required = new Set(listOf(schema['required']).filter((key) => typeof key === 'string'));
  const properties = new Map<string, JsonValue>(entriesOf(schema, 'properties'));
  for (const key of required) if (!properties.has(key)) properties.set(key, true);
  const types: TypeText[] = [];
  const lines = [...properties].map(([key, item]) => {
    const type = printSchemaType(to, item, `${name} ${key}`);
    types.push(type);
    return printProperty(propertyKey(key), required.has(key), type, describeProperty(item));
  });
  const others = printOthers(to, name, schema);
  if (others !== undefined) {
    // What an index signature says holds for the properties too.
    const optional = types.length > required.size ? [simpleType('undefined')] : [];
    lines.push(printProperty('[key: string]', true, unionOf([others, ...types, ...optional]), []));
  }
  return `export interface ${name} {\n${lines.join('')}}\n`;
}

function printProperty(key: string, isRequired: boolean, type: TypeText, doc: readonly Paragraph[]): string {
  return `${docComment(doc, 1)}  ${render([key, isRequired ? ': ' : '?: ', typeDoc(type), ';'], 1)}\n`;
}

/** A part with a declaration of its own is described there. */
function describeProperty(schema: JsonValue): readonly Paragraph[] {
  return plainObject(schema) === undefined ? describeSchema(schema) : [];
}
