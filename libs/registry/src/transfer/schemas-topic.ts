import { joinSubject, normalizeSubject, splitSubject } from '@sluice/serde';
import { findMode } from '../mode.ts';
import { RegistryError } from '../registry-error.ts';
import type { Settings } from '../settings.ts';
import { EMPTY_CONTENT, keyOfSchema, keyOfVersion } from './content.ts';
import type { RegistryContent, TransferSchema, TransferVersion } from './content.ts';
import { readConfig, readSchemaParts, readShape, SCHEMA_RECORD } from './read-record.ts';

/** A record of the topic in which Confluent's registry, and Karapace, keep everything. */
export interface TopicRecord {
  readonly offset: bigint | number;
  readonly timestampMs: number;
  readonly key: Uint8Array | undefined;
  /** Undefined is a tombstone. */
  readonly value: Uint8Array | undefined;
}

/** Reads the records of `_schemas`, in the order of their offsets, to what they say in the end. */
export interface SchemasTopic {
  add(record: TopicRecord): void;
  readonly recordCount: number;
  /** What could not be read, and was left out, with its offset. */
  readonly warnings: readonly string[];
  finish(): RegistryContent;
}

/** More are counted, and not kept. */
const MAX_WARNINGS = 100;

interface Row {
  readonly version: TransferVersion;
  readonly schema: TransferSchema;
}

const KEY = { keytype: 'string', subject: 'string', version: 'integer', magic: 'integer', context: 'string' } as const;
const SUBJECT_VALUE = { subject: 'string', version: 'integer' } as const;
const SCHEMA_VALUE = { ...SCHEMA_RECORD, subject: 'string', version: 'integer', deleted: 'boolean' } as const;

/** KafkaStoreMessageHandler and SchemaRegistrySerializer of Confluent's registry: the same records mean the same here. */
export function readSchemasTopic(): SchemasTopic {
  const rows = new Map<string, Row>();
  /** Ids stay bound to the first schema that had them. */
  const texts = new Map<string, string>();
  const holders = new Map<string, number>();
  const nextIds = new Map<string, number>();
  const settings = new Map<string, Settings>();
  const contexts = new Set<string>();
  const warnings: string[] = [];
  let recordCount = 0;

  function warn({ offset }: TopicRecord, what: string): void {
    if (warnings.length < MAX_WARNINGS) warnings.push(`the record at offset ${offset} ${what}: it is left out`);
  }

  function apply(record: TopicRecord): void {
    if (record.key === undefined) return warn(record, 'has no key');
    const { keytype = '', subject, version = 0, magic = 0, context } = readShape(KEY, parse(record.key));
    const value = record.value === undefined ? undefined : parse(record.value);
    switch (keytype) {
      case 'SCHEMA':
        if (magic !== 0 && magic !== 1) return warn(record, `is a schema of the unknown magic ${magic}`);
        if (subject === undefined || version < 1) return warn(record, 'is a schema without subject and version');
        return value === undefined
          ? forgetRow(keyOfVersion({ subject: normalizeSubject(subject), version }))
          : putVersion(record, normalizeSubject(subject), version, value);
      case 'CONFIG':
        return putSettings(subject, { config: value === undefined ? undefined : readConfig(value) });
      case 'MODE': {
        const name = value === undefined ? undefined : readShape({ mode: 'string' } as const, value).mode;
        const mode = name === undefined ? undefined : findMode(name);
        if (name !== undefined && mode === undefined) return warn(record, `sets the unknown mode ${name}`);
        return putSettings(subject, { mode });
      }
      case 'DELETE_SUBJECT':
        return value === undefined ? undefined : deleteSubject(readShape(SUBJECT_VALUE, value), subject);
      case 'CLEAR_SUBJECT':
        return value === undefined ? undefined : clearSubject(readShape(SUBJECT_VALUE, value).subject ?? subject);
      case 'CONTEXT':
        if (context !== undefined && value !== undefined) contexts.add(context);
        return undefined;
      case 'NOOP':
        return undefined;
      case 'ASSOC':
        return warn(record, 'is an association, which is not read from a topic: use migrate for a registry that runs');
      default:
        return warn(record, `is of the unknown type '${keytype}'`);
    }
  }

  function putVersion(record: TopicRecord, subject: string, version: number, value: unknown): void {
    const { id = 0, deleted = false, ...parts } = readShape(SCHEMA_VALUE, value);
    if (id < 1) return warn(record, 'is a schema without an id');
    const { context } = splitSubject(subject);
    const schema = { context, id, ...readSchemaParts(parts) };
    const key = keyOfSchema(schema);
    const known = texts.get(key);
    if (known !== undefined && known !== schema.schema) return warn(record, `gives id ${id} to a second schema`);
    texts.set(key, schema.schema);
    nextIds.set(context, Math.max(nextIds.get(context) ?? 1, id + 1));
    forgetRow(keyOfVersion({ subject, version }), true);
    holders.set(key, (holders.get(key) ?? 0) + 1);
    const row = { subject, version, id, deleted, createdAtMs: record.timestampMs };
    rows.set(keyOfVersion(row), { version: row, schema });
  }

  function forgetRow(rowKey: string, isReplaced = false): void {
    const row = rows.get(rowKey);
    if (row === undefined) return;
    const key = keyOfSchema(row.schema);
    const left = (holders.get(key) ?? 1) - 1;
    rows.delete(rowKey);
    holders.set(key, left);
    if (left > 0 || isReplaced) return;
    holders.delete(key);
    texts.delete(key);
  }

  function deleteSubject(value: { readonly subject?: string; readonly version?: number }, named = ''): void {
    const subject = normalizeSubject(value.subject ?? named);
    for (const [key, row] of rows) {
      const { version } = row;
      const isMeant = version.subject === subject && version.version <= (value.version ?? 0);
      if (isMeant) rows.set(key, { ...row, version: { ...version, deleted: true } });
    }
  }

  /** What was soft-deleted goes for good: of a subject, of a context, or everywhere. */
  function clearSubject(scope: string | undefined): void {
    const own = scope === undefined ? undefined : splitSubject(scope);
    for (const [key, { version }] of [...rows]) {
      if (!version.deleted) continue;
      const { context, name } = splitSubject(version.subject);
      const isMeant = own === undefined || (own.context === context && (own.name === '' || own.name === name));
      if (isMeant) forgetRow(key);
    }
  }

  function putSettings(subject: string | undefined, part: { [Name in keyof Settings]: Settings[Name] | undefined }) {
    const scope = readScope(subject);
    const merged = Object.entries({ ...settings.get(scope), ...part }).filter(([, value]) => value !== undefined);
    if (merged.length === 0) settings.delete(scope);
    else settings.set(scope, Object.fromEntries(merged));
  }

  return {
    get recordCount() {
      return recordCount;
    },
    warnings,
    add(record) {
      recordCount++;
      try {
        apply(record);
      } catch (error) {
        if (!(error instanceof RegistryError || error instanceof SyntaxError || error instanceof TypeError))
          throw error;
        warn(record, `cannot be read (${error.message})`);
      }
    },
    finish() {
      const schemas = new Map([...rows.values()].map(({ schema }) => [keyOfSchema(schema), schema]));
      const names = new Set([...nextIds.keys(), ...contexts]);
      return {
        ...EMPTY_CONTENT,
        contexts: [...names].map((context) => ({ context, nextId: nextIds.get(context) ?? 1, listed: true })),
        schemas: [...schemas.values()],
        versions: [...rows.values()].map(({ version }) => version),
        settings: [...settings].map(([scope, value]) => ({ scope, settings: value })),
        associations: undefined,
      };
    },
  };
}

function readScope(subject: string | undefined): string {
  if (subject === undefined || subject === '') return '';
  const { context, name } = splitSubject(subject);
  return joinSubject(context, name);
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}
