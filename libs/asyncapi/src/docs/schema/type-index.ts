import { formatSchema } from '@sluice/avro';
import type { NamedSchema, Schema } from '@sluice/avro';
import { AsyncApiError } from '../../asyncapi-error.ts';
import { parseAvro } from '../../load-model.ts';
import type { Model } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import type { Anchors } from '../content/anchors.ts';
import type { MessageIndex } from '../content/message-index.ts';

/** A named Avro type, or a component that references lead to: described once, where it is first used. */
export interface TypeEntry {
  readonly name: string;
  readonly anchor: string;
  readonly kind: 'record' | 'enum' | 'fixed' | 'schema';
  readonly schema?: NamedSchema;
  readonly owner: SchemaUse;
}

export interface TypeIndex {
  readonly entries: readonly TypeEntry[];
  /** The types that are described with this use. */
  ownedBy(use: SchemaUse): readonly TypeEntry[];
  /** Where a named type is described. */
  anchorOf(schema: NamedSchema): string | undefined;
  /** Where the component of `#/components/schemas/NAME` is described. */
  anchorOfComponent(name: string): string | undefined;
  /** The parsed schema of an Avro use, or why there is none. */
  parse(use: SchemaUse): Schema | string;
}

export function indexTypes(model: Model, { entries: messages }: MessageIndex, anchors: Anchors): TypeIndex {
  const uses = [
    ...messages.flatMap(({ message }) => [message.payload, message.headers, message.kafka?.key]),
    ...model.operations.flatMap(({ kafka }) => [kafka?.groupId, kafka?.clientId]),
    ...model.components.schemas,
  ].filter((use) => use !== undefined);
  const parse = createParser();
  const components = new Map<string, TypeEntry>();
  const byName = new Map<string, Map<string, TypeEntry>>();
  const bySchema = new Map<NamedSchema, TypeEntry>();
  const entries: TypeEntry[] = [];

  const addNamed = (schema: NamedSchema, owner: SchemaUse): void => {
    const known = byName.get(schema.name) ?? new Map<string, TypeEntry>();
    byName.set(schema.name, known);
    const text = formatSchema(schema);
    let entry = known.get(text);
    if (entry === undefined) {
      const { name, type: kind } = schema;
      const anchor = anchors.find('type', name, ...(known.size === 0 ? [] : [String(known.size + 1)]));
      entry = { name, kind, anchor, schema, owner };
      known.set(text, entry);
      entries.push(entry);
    }
    bySchema.set(schema, entry);
  };

  for (const use of uses) {
    const schema = use.format === 'avro' ? parse(use) : '';
    if (typeof schema === 'object')
      for (const named of listNamed(schema)) if (!bySchema.has(named)) addNamed(named, use);
    const name = nameOf(use);
    if (name === undefined || components.has(name)) continue;
    const entry: TypeEntry = { name, kind: 'schema', anchor: anchors.find('schema', name), owner: use };
    components.set(name, entry);
    if (use.format !== 'avro') entries.push(entry);
  }
  return {
    entries,
    ownedBy: (use) => [...entries.filter(({ owner }) => owner === use), ...avroComponents(use)],
    anchorOf: (schema) => bySchema.get(schema)?.anchor,
    anchorOfComponent: (name) => components.get(name)?.anchor,
    parse,
  };

  function avroComponents(use: SchemaUse): readonly TypeEntry[] {
    const entry = use.format === 'avro' ? components.get(nameOf(use) ?? '') : undefined;
    return entry?.owner === use ? [entry] : [];
  }
}

/** Its name in `components.schemas`. */
function nameOf(use: SchemaUse & { readonly id?: string }): string | undefined {
  return use.id ?? use.component;
}

/** Schemas of one text are parsed once, so that their types are the same objects. */
function createParser(): TypeIndex['parse'] {
  const texts = new Map<string, Schema | string>();
  const uses = new Map<SchemaUse, Schema | string>();
  return (use) => {
    const known = uses.get(use);
    if (known !== undefined) return known;
    const text = JSON.stringify(use.schema, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    const parsed = texts.get(text) ?? tryParse(use);
    texts.set(text, parsed);
    uses.set(use, parsed);
    return parsed;
  };
}

function tryParse(use: SchemaUse): Schema | string {
  try {
    return parseAvro(use);
  } catch (error) {
    if (!(error instanceof AsyncApiError)) throw error;
    return error.message;
  }
}

/** Every named type of a schema once, in the order met. */
function listNamed(root: Schema): ReadonlySet<NamedSchema> {
  const named = new Set<NamedSchema>();
  const stack: Schema[] = [root];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    switch (schema.type) {
      case 'record':
        if (named.has(schema)) break;
        named.add(schema);
        stack.push(...schema.fields.map((field) => field.schema).toReversed());
        break;
      case 'enum':
      case 'fixed':
        named.add(schema);
        break;
      case 'array':
        stack.push(schema.items);
        break;
      case 'map':
        stack.push(schema.values);
        break;
      case 'union':
        stack.push(...schema.branches.toReversed());
        break;
      default:
    }
  }
  return named;
}
