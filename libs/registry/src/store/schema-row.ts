import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { qualifySubject } from '@sluice/serde';
import type { StoredSchema } from './store.ts';

/** A schema as a row has it. */
export interface SchemaRow extends Omit<StoredSchema, 'metadata' | 'ruleSet'> {
  readonly metadata: SchemaMetadata | null;
  readonly ruleSet: SchemaRuleSet | null;
}

export function readSchemaRow({ metadata, ruleSet, ...row }: SchemaRow): StoredSchema {
  return { ...row, ...(metadata !== null && { metadata }), ...(ruleSet !== null && { ruleSet }) };
}

export function writeSchemaRow(schema: StoredSchema): SchemaRow {
  const { context, id, guid, schemaType, schema: text, references, metadata = null, ruleSet = null } = schema;
  return { context, id, guid, schemaType, schema: text, references, metadata, ruleSet };
}

/** The names of an entry's subjects as its row has them, so that one is found with the signs around it. */
export function joinSubjects(subjects: readonly string[]): string {
  return subjects.map((subject) => `\n${subject}\n`).join('');
}

/** The versions that a schema refers to, each once, with their subjects qualified. */
export function listTargets({ context, references }: StoredSchema): readonly { subject: string; version: number }[] {
  const targets = new Map<string, { subject: string; version: number }>();
  for (const reference of references) {
    const target = { subject: qualifySubject(context, reference.subject), version: reference.version };
    targets.set(JSON.stringify(target), target);
  }
  return [...targets.values()];
}
