import { SchemaFormatError } from '@sluice/formats';
import type { Formats, SchemaType } from '@sluice/formats';
import { resolveReferences, SerdeError } from '@sluice/serde';
import { deriveGuid } from '../guid.ts';
import { RegistryError } from '../registry-error.ts';
import type { StoredSchema } from '../store/store.ts';
import { keyOfSchema, keyOfVersion, schemaKeyOf, sortByDependency } from './content.ts';
import type { RegistryContent, TransferSchema } from './content.ts';

/** Schemas with the names of their contents, each after those it refers to. */
export interface CompletedSchemas {
  readonly schemas: readonly StoredSchema[];
  /** Schemas that this registry cannot read, and ids that it cannot keep. */
  readonly problems: readonly string[];
}

/**
 * Gives every schema the guid of its content, and brings texts of other registries into the form in which ours keeps
 * them. What has its right guid already is taken as it is.
 */
export async function completeSchemas(content: RegistryContent, formats: Formats): Promise<CompletedSchemas> {
  const byKey = new Map(content.schemas.map((schema) => [keyOfSchema(schema), schema]));
  const rows = new Map(content.versions.map((row) => [keyOfVersion(row), row]));
  const source = {
    async byVersion(subject: string, version: number | 'latest') {
      const row = rows.get(keyOfVersion({ subject, version: Number(version) }));
      const schema = row === undefined ? undefined : byKey.get(schemaKeyOf(row));
      if (row === undefined || schema === undefined) return undefined;
      return { guid: '', ...schema, ...row, schemaType: readType(schema.schemaType) };
    },
  };
  const holders = new Map<string, string>();
  for (const { subject, version, ...row } of content.versions) {
    const key = schemaKeyOf({ subject, version, ...row });
    if (!holders.has(key)) holders.set(key, `${subject} version ${version}`);
  }
  const idsByGuid = new Map<string, number>();
  const schemas: StoredSchema[] = [];
  const problems: string[] = [];

  /** The text as ours keeps it. Throws as parsing does. */
  async function readCanonical({ schemaType, schema, references, context }: TransferSchema): Promise<string> {
    const format = await formats.require(schemaType);
    return format.parse(schema, await resolveReferences(source, references, context)).canonical;
  }

  for (const schema of sortByDependency(content)) {
    const where = `schema ${schema.id} of context ${schema.context} (${holders.get(keyOfSchema(schema)) ?? 'no version'})`;
    const asItIs = nameContent(schema, schema.schema);
    let completed = asItIs;
    if (asItIs.guid !== schema.guid) {
      try {
        completed = nameContent(schema, await readCanonical(schema));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        problems.push(`${where} cannot be read: ${error.message}`);
        continue;
      }
    }
    const taken = (guid: string) => idsByGuid.get(`${guid} ${schema.context}`);
    // Two texts of one schema may have an id each elsewhere, and records out there have both: they stay two.
    if (taken(completed.guid) !== undefined) completed = asItIs;
    const other = taken(completed.guid);
    if (other !== undefined) {
      problems.push(`${where} is the same as schema ${other}, and a schema has one id in each context`);
      continue;
    }
    idsByGuid.set(`${completed.guid} ${schema.context}`, schema.id);
    schemas.push(completed);
  }
  return { schemas, problems };
}

function nameContent(schema: TransferSchema, text: string): StoredSchema {
  const { context, id, schemaType, references, metadata, ruleSet } = schema;
  return {
    context,
    id,
    guid: deriveGuid({ canonical: text, references, metadata, ruleSet }),
    schemaType: readType(schemaType),
    schema: text,
    references,
    ...(metadata !== undefined && { metadata }),
    ...(ruleSet !== undefined && { ruleSet }),
  };
}

/** An unknown type is refused where the text is parsed, which it always is: no guid of ours names it. */
function readType(name: string): SchemaType {
  return name as SchemaType;
}

function isRefusal(error: unknown): error is Error {
  return error instanceof SchemaFormatError || error instanceof SerdeError || error instanceof RegistryError;
}
