import { findFilledFields, formatSchema, schemasWithin, toCanonicalForm, visitSchemas } from '@sluice/avro';
import type { NamedSchema, RecordField, Schema } from '@sluice/avro';
import { CodegenError } from '../../codegen-error.ts';
import { createNameScope, formatName } from '../../names.ts';
import type { AvroWriter } from '../../generate-options.ts';
import type { AvroForms } from './avro-forms.ts';
import type { FilePaths } from './file-paths.ts';

/** A schema to generate from. */
export interface AvroRoot {
  readonly schema: Schema;
  /** The full name of a schema that is no named type; of others, their own. */
  readonly name?: string;
  /** Older writers' schemas, to read what they wrote: each becomes a resolver beside the codec, called by its `name`. */
  readonly writers?: readonly AvroWriter[];
}

/** Adds those of the older schemas that go by the root's name or an alias of it, and say something else than it. */
export function addWriters(root: AvroRoot, writers: readonly AvroWriter[] = []): AvroRoot {
  const { schema } = root;
  if (!isNamed(schema) || writers.length === 0) return root;
  const names = new Set([schema.name, ...schema.aliases]);
  const seen = new Set([toCanonicalForm(schema)]);
  const found = writers.filter((writer) => {
    if (!isNamed(writer.schema) || !names.has(writer.schema.name)) return false;
    const form = toCanonicalForm(writer.schema);
    return !seen.has(form) && seen.add(form);
  });
  const all = [...(root.writers ?? []), ...found];
  return all.length === 0 ? root : { ...root, writers: all };
}

/** What is generated for one named type, or for a root without a name. */
export interface TypePlace {
  /** Of the module, without an extension. */
  readonly path: string;
  /** The type of decoded values. */
  readonly type: string;
  /** The type of what is encoded: another one where a default is filled in within. */
  readonly input: string;
  /** Of an enum: the constant that lists the symbols. */
  readonly symbols: string | undefined;
}

export interface AvroLayout {
  /** Each named type once, in the order of the text. */
  readonly named: readonly NamedSchema[];
  of(schema: NamedSchema): TypePlace;
  ofRoot(root: AvroRoot): TypePlace;
  readonly fullNameOf: (root: AvroRoot) => string;
  /** Whether an encoder takes less than a decoder gives. */
  hasInput(schema: Schema): boolean;
  /** Whether an encoder fills in the field. */
  isFilled(field: RecordField): boolean;
}

/** @throws CodegenError where two types share a name, or a root has none */
export function layOutAvro(roots: readonly AvroRoot[], forms: AvroForms, files: FilePaths): AvroLayout {
  const schemas = roots.map(({ schema }) => schema);
  const named = listNamed(schemas);
  const filled = new Set(schemas.flatMap((schema) => [...findFilledFields(schema, forms.optionsFor(schema))]));
  const inputs = findInputs(schemas, filled);
  const hasInput = (schema: Schema): boolean => inputs.has(schema);
  const places = new Map<string, TypePlace>();
  for (const schema of named.values()) places.set(schema.name, placeType(schema.name, schema, hasInput(schema), files));
  for (const root of roots) {
    const name = fullNameOf(root);
    if (isNamed(root.schema)) continue;
    if (places.has(name)) throw clash(name);
    places.set(name, placeType(name, root.schema, hasInput(root.schema), files));
  }
  const find = (name: string): TypePlace => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`${name} has no place`);
    return place;
  };
  return {
    named: [...named.values()],
    of: (schema) => find(schema.name),
    ofRoot: (root) => find(fullNameOf(root)),
    fullNameOf,
    hasInput,
    isFilled: (field) => filled.has(field),
  };
}

export function isNamed(schema: Schema): schema is NamedSchema {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';
}

function fullNameOf({ schema, name }: AvroRoot): string {
  if (isNamed(schema)) return schema.name;
  if (name !== undefined) return name;
  throw new CodegenError([
    { path: '', message: `a schema that is no named type (${schema.type}) must be given a name` },
  ]);
}

/** The types by full name; several objects may be one type, as when several texts define it in the same words. */
function listNamed(schemas: readonly Schema[]): ReadonlyMap<string, NamedSchema> {
  const named = new Map<string, NamedSchema>();
  visitSchemas(schemas, (schema) => {
    if (!isNamed(schema)) return;
    const known = named.get(schema.name);
    if (known === undefined) named.set(schema.name, schema);
    else if (known !== schema && formatSchema(known) !== formatSchema(schema)) throw clash(schema.name);
  });
  return named;
}

function clash(name: string): CodegenError {
  return new CodegenError([{ path: name, message: 'two different schemas have this name' }]);
}

function placeType(fullName: string, schema: Schema, hasInput: boolean, files: FilePaths): TypePlace {
  const parts = fullName.split('.');
  const name = parts.pop() ?? '';
  // Names that the module has itself: a type may be called as another's input would be.
  const scope = createNameScope('ts');
  const type = scope.take(formatName(name, 'pascal'));
  return {
    path: files.take(parts, name),
    type,
    input: hasInput ? scope.take(`${formatName(name, 'pascal')}Input`) : type,
    symbols: schema.type === 'enum' ? scope.take(`${formatName(name, 'upper')}_SYMBOLS`) : undefined,
  };
}

/** The schemas within which a default is filled in: what holds one of them is one too. */
function findInputs(roots: readonly Schema[], filled: ReadonlySet<RecordField>): ReadonlySet<Schema> {
  const holders = new Map<Schema, Schema[]>();
  const found: Schema[] = [];
  visitSchemas(roots, (schema) => {
    if (schema.type === 'record' && schema.fields.some((field) => filled.has(field))) found.push(schema);
    for (const child of schemasWithin(schema)) {
      const list = holders.get(child);
      if (list === undefined) holders.set(child, [schema]);
      else list.push(schema);
    }
  });
  const inputs = new Set<Schema>();
  for (let next = found.pop(); next !== undefined; next = found.pop()) {
    if (inputs.has(next)) continue;
    inputs.add(next);
    found.push(...(holders.get(next) ?? []));
  }
  return inputs;
}
