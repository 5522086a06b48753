import { AvroError, formatSchema, SchemaParser } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { SchemaFormatError } from '@sluice/formats';
import { protobufFormat } from '@sluice/formats/protobuf';
import { AsyncApiError } from '../asyncapi-error.ts';
import { uniqueName } from '../build/names.ts';
import type { SchemaComponent } from '../model/model.ts';
import { MEDIA_TYPES } from '../model/schema-format.ts';
import type { SchemaLanguage, SchemaUse } from '../model/schema-use.ts';
import { toRef } from '../source/pointer.ts';
import type { RegistrySchema } from '../model/registry-schema.ts';

/** Nowhere: what is exported was never written in a file. */
export const NO_PLACE = Object.freeze({ file: '', line: 1, column: 1, pointer: '' });

const FORMATS = {
  AVRO: { format: 'avro', schemaFormat: MEDIA_TYPES.avro },
  JSON: { format: 'json-schema', schemaFormat: 'application/schema+json;version=draft-07' },
  PROTOBUF: { format: 'protobuf', schemaFormat: MEDIA_TYPES.protobuf },
} as const satisfies Record<
  RegistrySchema['schemaType'],
  { readonly format: SchemaLanguage; readonly schemaFormat: string }
>;

/** A subject's schema as a component, and the full name of its record where it has one. */
export interface ExportedSchema {
  readonly use: SchemaUse & { readonly component: string };
  readonly recordName: string | undefined;
}

/** Subjects as components; what a JSON Schema refers to becomes one too, and an Avro schema takes in what it refers to. */
export interface SchemaExport {
  readonly components: readonly SchemaComponent[];
  find(subject: string): ExportedSchema | undefined;
}

/** @throws AsyncApiError where a subject's schema cannot be read */
export function exportSchemas(subjects: readonly RegistrySchema[]): SchemaExport {
  const components = new Map<string, SchemaComponent>();
  const names = new Map<string, string>();
  const exported = new Map<string, ExportedSchema>();
  const nameOf = (subject: string, version: number): string => {
    const key = `${subject} ${version}`;
    const cleaned = subject.replaceAll(/[^\w.-]+/gu, '_');
    const name = names.get(key) ?? uniqueName(cleaned, (taken) => [...names.values()].includes(taken));
    names.set(key, name);
    return name;
  };
  const add = (item: Omit<RegistrySchema, 'id'>): string => {
    const name = nameOf(item.subject, item.version);
    if (components.has(name)) return name;
    const { schema, recordName } = readSchema(item, nameOf);
    const { format, schemaFormat } = FORMATS[item.schemaType];
    const component = { format, schemaFormat, schema, place: NO_PLACE };
    components.set(name, Object.freeze({ id: name, ...component }));
    exported.set(item.subject, { use: Object.freeze({ ...component, component: name }), recordName });
    return name;
  };
  // Names of what was asked for come first, so that references get what is left.
  for (const { subject, version } of subjects) nameOf(subject, version);
  for (const item of subjects) {
    add(item);
    if (item.schemaType !== 'JSON') continue;
    for (const { subject, version, schema } of item.references) {
      add({ subject, version, schema, schemaType: 'JSON', references: item.references });
    }
  }
  return { components: [...components.values()], find: (subject) => exported.get(subject) };
}

type NameOf = (subject: string, version: number) => string;

function readSchema(
  item: Omit<RegistrySchema, 'id'>,
  nameOf: NameOf,
): { readonly schema: JsonValue; readonly recordName: string | undefined } {
  const { subject, version, schemaType, schema, references } = item;
  if (schemaType === 'PROTOBUF') return { schema, recordName: readMessageName(schema, references) };
  try {
    if (schemaType === 'AVRO') {
      const parser = new SchemaParser();
      for (const reference of references) parser.parse(reference.schema, reference.name);
      const parsed = parser.parse(schema);
      const whole = references.length === 0 ? schema : formatSchema(parsed);
      return { schema: JSON.parse(whole) as JsonValue, recordName: 'name' in parsed ? parsed.name : undefined };
    }
    const plain = JSON.parse(schema) as JsonValue;
    const targets = new Map(
      references.map((reference) => [reference.name, nameOf(reference.subject, reference.version)]),
    );
    const title: unknown = isRecord(plain) ? plain['title'] : undefined;
    return {
      schema: moveRefs(plain, nameOf(subject, version), targets),
      recordName: typeof title === 'string' && /^[\w.-]+$/u.test(title) ? title : undefined,
    };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof AvroError)) throw error;
    throw new AsyncApiError(`the schema of ${subject}, version ${version}, cannot be read: ${error.message}`, [], {
      cause: error,
    });
  }
}

/** The full name of the first message; undefined where the text is none that is understood. */
function readMessageName(schema: string, references: RegistrySchema['references']): string | undefined {
  try {
    return protobufFormat.parse(schema, references).recordName;
  } catch (error) {
    if (error instanceof SchemaFormatError) return undefined;
    throw error;
  }
}

/** References within the schema, and those to other subjects, lead to components; a schema's own id would move them. */
function moveRefs(value: JsonValue, own: string, targets: ReadonlyMap<string, string>): JsonValue {
  if (isList(value)) return value.map((item) => moveRefs(item, own, targets));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    if (key === '$id' && typeof item === 'string') return [];
    if (key === '$ref' && typeof item === 'string') return [[key, moveRef(item, own, targets)]];
    return [[key, moveRefs(item, own, targets)]];
  });
  return Object.fromEntries(entries);
}

function moveRef(ref: string, own: string, targets: ReadonlyMap<string, string>): string {
  const hash = ref.indexOf('#');
  const [path, fragment] = hash === -1 ? [ref, ''] : [ref.slice(0, hash), ref.slice(hash + 1)];
  const target = path === '' ? own : targets.get(path);
  return target === undefined ? ref : `${toRef('components', 'schemas', target)}${fragment}`;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;

function isRecord(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !isList(value);
}
