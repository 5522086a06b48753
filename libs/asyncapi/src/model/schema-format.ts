import type { JsonValue } from '@sluice/avro';
import type { SchemaLanguage } from './schema-use.ts';

/** What documents are given where the file alone says the language. The newest that the specification names. */
export const MEDIA_TYPES = {
  avro: 'application/vnd.apache.avro;version=1.9.0',
  protobuf: 'application/vnd.google.protobuf;version=3',
} as const;

const LANGUAGES: Readonly<Record<string, SchemaLanguage>> = {
  'application/vnd.aai.asyncapi': 'asyncapi',
  'application/schema': 'json-schema',
  'application/vnd.apache.avro': 'avro',
  'application/vnd.google.protobuf': 'protobuf',
};

/**
 * The language that a `schemaFormat` names. Case, spaces, parameters and the suffixes `+json` and `+yaml` tell nothing
 * about it: users leave the version out, or write one newer than the specification.
 */
export function findLanguage(schemaFormat: string): SchemaLanguage {
  const [type = ''] = schemaFormat.split(';');
  const name = type
    .replaceAll(/\s/gu, '')
    .toLowerCase()
    .replace(/\+(?:json|yaml)$/u, '');
  return Object.hasOwn(LANGUAGES, name) ? (LANGUAGES[name] ?? 'unknown') : 'unknown';
}

const AVRO_TYPES: ReadonlySet<unknown> = new Set([
  'record',
  'error',
  'enum',
  'fixed',
  'map',
  'int',
  'long',
  'float',
  'double',
  'bytes',
]);

/**
 * Whether a schema can only be Avro: it has a type that JSON Schema has not, or is a name or a union. `string`,
 * `boolean`, `null` and arrays of unknown items are written the same in both, and are not.
 */
export function isAvroOnly(schema: JsonValue): boolean {
  if (typeof schema !== 'object' || schema === null) return typeof schema === 'string';
  if (isArray(schema)) return true;
  const { type, items } = schema;
  if (AVRO_TYPES.has(type)) return true;
  if (type === 'array')
    return typeof items === 'string' || (items !== undefined && !isArray(items) && isAvroOnly(items));
  return typeof type === 'object' && type !== null && !isArray(type);
}

const isArray: (value: unknown) => value is readonly unknown[] = Array.isArray;
