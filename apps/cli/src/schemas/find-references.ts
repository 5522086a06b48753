import { posix } from 'node:path';
import type { SchemaType } from '@sluice/formats';
import type { FileReference } from './schema-file.ts';

/** A file of schemas as read. */
export interface FileText {
  readonly name: string;
  readonly path: string;
  readonly type: SchemaType;
  readonly text: string;
}

/**
 * What each file refers to in others of its language: Avro by the full names of types that another defines, Protobuf by
 * imports and JSON Schema by `$ref`, both as seen from the file or from the folder. What leads to no file is left for the
 * parser to refuse. `subjects` are those of the files.
 */
export function findReferences(
  files: readonly FileText[],
  subjects: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly FileReference[]> {
  const names = new Map(files.map((file) => [file.name, readNames(file)]));
  const definedIn = new Map<string, string>();
  for (const { name } of files) {
    for (const type of names.get(name)?.defined ?? []) if (!definedIn.has(type)) definedIn.set(type, name);
  }
  const find: Readonly<Record<SchemaType, (used: string, from: string) => string | undefined>> = {
    AVRO: (used) => definedIn.get(used),
    PROTOBUF: (used, from) => findFile(used, from),
    JSON: (used, from) => findFile(used, from),
  };
  const findFile = (used: string, from: string): string | undefined =>
    [posix.join(posix.dirname(from), used), posix.normalize(used)].find((path) => names.has(path));
  return new Map(
    files.map(({ name, type }) => {
      const { used = new Set<string>(), defined = new Set<string>() } = names.get(name) ?? {};
      const references = [...used].flatMap((each): readonly FileReference[] => {
        const file = defined.has(each) ? undefined : find[type](each, name);
        const subject = file === undefined || file === name ? undefined : subjects.get(file);
        return subject === undefined ? [] : [{ name: each, subject }];
      });
      return [name, references];
    }),
  );
}

interface Names {
  readonly defined: Set<string>;
  readonly used: Set<string>;
}

const IMPORT = /^[ \t]*import\s+(?:public\s+|weak\s+)?["']([^"'\n]+)["']\s*;/gm;

function readNames({ type, text }: FileText): Names {
  const names: Names = { defined: new Set(), used: new Set() };
  if (type === 'PROTOBUF') {
    for (const [, path = ''] of text.matchAll(IMPORT)) names.used.add(path);
    return names;
  }
  try {
    const json: unknown = JSON.parse(text);
    if (type === 'AVRO') readAvroNames(json, '', names);
    else readJsonRefs(json, names);
  } catch {
    // Not JSON, or nested beyond measure: the parser says so, and where.
  }
  return names;
}

const PRIMITIVES = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);
const NAMED = new Set<unknown>(['record', 'error', 'enum', 'fixed']);

function readAvroNames(schema: unknown, namespace: string, names: Names): void {
  if (typeof schema === 'string') {
    if (!PRIMITIVES.has(schema)) names.used.add(qualify(schema, namespace));
  } else if (Array.isArray(schema)) {
    for (const branch of schema) readAvroNames(branch, namespace, names);
  } else if (isObject(schema)) {
    const { type, items, values, fields } = schema;
    if (!NAMED.has(type)) {
      if (type === 'array') readAvroNames(items, namespace, names);
      else if (type === 'map') readAvroNames(values, namespace, names);
      else readAvroNames(type, namespace, names);
      return;
    }
    const full = fullName(schema, namespace);
    names.defined.add(full);
    if (!Array.isArray(fields)) return;
    for (const field of fields) {
      if (isObject(field)) readAvroNames(field['type'], full.split('.').slice(0, -1).join('.'), names);
    }
  }
}

function fullName({ name, namespace }: Readonly<Record<string, unknown>>, around: string): string {
  return qualify(String(name), typeof namespace === 'string' ? namespace : around);
}

function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function readJsonRefs(value: unknown, names: Names): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') {
      const [file = ''] = inner.split('#');
      if (file !== '') names.used.add(file);
    } else readJsonRefs(inner, names);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
