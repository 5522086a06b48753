import { avroFormat } from '@sluice/formats/avro';
import type { ParsedSchema } from '@sluice/formats';
import type { Schema } from '@sluice/avro';
import { AsyncApiError } from '../asyncapi-error.ts';
import { parseAvro } from '../load-model.ts';
import type { Components } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { note } from './change.ts';
import type { Change, ChangeSeverity, Comparison } from './change.ts';
import { areEqual } from './equal.ts';
import { findRefusals } from './json-schema-compatibility.ts';

/** Who reads what: `new-reads-old` where the application receives, `old-reads-new` where it sends. */
export type Direction = 'new-reads-old' | 'old-reads-new';

/** A schema and the components of its document. */
export interface UseIn {
  readonly use: SchemaUse | undefined;
  readonly components: Components;
}

/** Compares the schemas of one thing in two documents, in each direction that its values go. */
export function compareSchemas(
  at: Comparison,
  what: string,
  before: UseIn,
  after: UseIn,
  directions: readonly Direction[],
): void {
  const [old, now] = [before.use, after.use];
  const said = { before: old?.schema, after: now?.schema };
  if (old === undefined || now === undefined) {
    if (old === now) return;
    const [kind, severity] =
      now === undefined ? (['removed', 'unclassified'] as const) : (['added', 'unclassified'] as const);
    return note(at, kind, severity, `the ${what}'s schema was ${kind}`, said);
  }
  if (old.openRef !== undefined || now.openRef !== undefined) {
    if (old.openRef !== now.openRef) {
      const message = `the ${what}'s schema is another: ${old.openRef ?? 'one of its own'} became ${now.openRef ?? 'one of its own'}`;
      note(at, 'changed', 'unclassified', message, { before: old.openRef, after: now.openRef });
    }
    return;
  }
  if (languageOf(old) !== languageOf(now)) {
    return note(at, 'changed', 'breaking', `the ${what} is ${now.format} now, and was ${old.format}`, {
      before: old.schemaFormat ?? old.format,
      after: now.schemaFormat ?? now.format,
    });
  }
  if (now.format === 'avro') return compareAvro(at, what, old, now, directions);
  if (now.format === 'asyncapi' || now.format === 'json-schema') {
    return compareJson(
      at,
      what,
      { use: old, components: before.components },
      { use: now, components: after.components },
      directions,
    );
  }
  if (!areEqual(old.schema, now.schema)) note(at, 'changed', 'unclassified', `the ${what}'s schema was changed`);
}

/** AsyncAPI's schemas are JSON Schemas. */
function languageOf({ format }: SchemaUse): string {
  return format === 'asyncapi' ? 'json-schema' : format;
}

const REASONS: Readonly<Record<Direction, string>> = {
  'new-reads-old': 'what old senders write is not read any more',
  'old-reads-new': 'old receivers cannot read what is sent now',
};

function compareAvro(
  at: Comparison,
  what: string,
  before: SchemaUse,
  after: SchemaUse,
  directions: readonly Direction[],
): void {
  if (areEqual(before.schema, after.schema)) return;
  const [old, now] = [toParsed(before), toParsed(after)];
  const said = { before: before.schema, after: after.schema };
  if (old === undefined || now === undefined) {
    return note(at, 'changed', 'unclassified', `the ${what}'s schema was changed, and is not valid Avro`, said);
  }
  let count = 0;
  for (const direction of directions) {
    const isReader = direction === 'new-reads-old';
    for (const { message, details } of avroFormat.checkCompatibility(isReader ? now : old, isReader ? old : now)) {
      count++;
      const fix = details?.fix[isReader ? 'reader' : 'writer'];
      const place = details === undefined || details.valuePath === '' ? '' : ` at ${details.valuePath}`;
      const text = `${REASONS[direction]}${place}: ${message}${fix === undefined ? '' : ` (${fix})`}`;
      note(at, 'changed', 'breaking', text, said);
    }
  }
  if (count > 0) return;
  note(at, 'changed', 'non-breaking', `the ${what}'s schema was changed, and is compatible`, said);
  for (const { message, valuePath, fix } of avroFormat.findWarnings?.(old, now) ?? []) {
    note(at, 'changed', 'unclassified', `${valuePath === '' ? '' : `${valuePath}: `}${message} (${fix})`);
  }
}

function toParsed(use: SchemaUse): ParsedSchema<Schema> | undefined {
  try {
    const model = parseAvro(use);
    return { type: 'AVRO', model, canonical: '', recordName: 'name' in model ? model.name : undefined };
  } catch (error) {
    if (error instanceof AsyncApiError) return undefined;
    throw error;
  }
}

interface Known {
  readonly use: SchemaUse;
  readonly components: Components;
}

function compareJson(
  at: Comparison,
  what: string,
  before: Known,
  after: Known,
  directions: readonly Direction[],
): void {
  const old = { schema: before.use.schema, components: before.components };
  const now = { schema: after.use.schema, components: after.components };
  const said = { before: old.schema, after: now.schema };
  const found: { readonly severity: ChangeSeverity; readonly message: string }[] = [];
  for (const direction of directions) {
    const isReader = direction === 'new-reads-old';
    for (const { severity, path, message } of findRefusals(isReader ? now : old, isReader ? old : now)) {
      const where = path === '' ? '' : ` at ${path}`;
      found.push({
        severity,
        message: `${severity === 'breaking' ? REASONS[direction] : 'it cannot be told'}${where}: ${message}`,
      });
    }
  }
  for (const { severity, message } of found) note(at, 'changed', severity, message, said);
  if (found.length === 0 && !areEqual(old.schema, now.schema)) {
    note(at, 'changed', 'non-breaking', `the ${what}'s schema was changed, and is compatible`, said);
  }
}

/** Each change once: what breaks in both directions in the same words is one. */
export function distinct(changes: readonly Change[]): readonly Change[] {
  const seen = new Set<string>();
  return changes.filter(({ path, message, kind }) => {
    const key = `${kind} ${path} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
