import type { SchemaType } from '@sluice/formats';
import { AsyncApiError } from '../asyncapi-error.ts';
import type { RegistrySchema } from '../model/registry-schema.ts';
import { isJsonObject } from './json.ts';

/** Asks a registry, or a lock file. `undefined` where there is no such schema; throws where it cannot be asked. */
export type ResolveRegistry = (ref: string) => Promise<RegistrySchema | undefined>;

/** References and what they led to when they were last asked for: documents are checked by it without a registry. */
export type LockFile = ReadonlyMap<string, RegistrySchema>;

/** The text of a lock file: an object of references in order, the same text for the same content. */
export function writeLockFile(lock: LockFile): string {
  const entries = [...lock].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const plain = entries.map(([ref, { subject, version, id, schemaType, schema, references }]) => [
    ref,
    {
      ...{ subject, version, id, schemaType, schema },
      references: references.map((reference) => ({
        name: reference.name,
        subject: reference.subject,
        version: reference.version,
        schema: reference.schema,
      })),
    },
  ]);
  return `${JSON.stringify(Object.fromEntries(plain), null, 2)}\n`;
}

/** @throws AsyncApiError where the text is no lock file */
export function readLockFile(text: string): LockFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AsyncApiError(`the lock file is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (!isJsonObject(value)) throw new AsyncApiError('a lock file is an object of references');
  return new Map(Object.entries(value).map(([ref, entry]) => [ref, readEntry(ref, entry)]));
}

/** Answers from a lock file alone. */
export function resolveFromLock(lock: LockFile): ResolveRegistry {
  return (ref) => Promise.resolve(lock.get(ref));
}

const TYPES: readonly string[] = ['AVRO', 'JSON', 'PROTOBUF'] satisfies readonly SchemaType[];

function readEntry(ref: string, entry: unknown): RegistrySchema {
  const fail = (what: string): never => {
    throw new AsyncApiError(`the lock file's ${JSON.stringify(ref)} ${what}`);
  };
  if (!isJsonObject(entry)) return fail('is not an object');
  const { subject, version, id, schemaType, schema, references } = entry;
  if (typeof subject !== 'string' || typeof schema !== 'string') return fail('needs the texts "subject" and "schema"');
  if (!isCount(version) || !isCount(id)) return fail('needs the whole numbers "version" and "id"');
  if (!isType(schemaType)) return fail(`has a "schemaType" other than ${TYPES.join(', ')}`);
  if (!Array.isArray(references)) return fail('needs the list "references"');
  return {
    ...{ subject, version, id, schemaType, schema },
    references: references.map((reference) => {
      if (!isJsonObject(reference)) return fail('has a reference that is not an object');
      const { name, subject: from, version: number, schema: text } = reference;
      if (typeof name !== 'string' || typeof from !== 'string' || typeof text !== 'string' || !isCount(number)) {
        return fail('has a reference without "name", "subject", "version" or "schema"');
      }
      return { name, subject: from, version: number, schema: text };
    }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isType(value: unknown): value is SchemaType {
  return typeof value === 'string' && TYPES.includes(value);
}
