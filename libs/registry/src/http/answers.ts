import type { SchemaReference, SchemaTags } from '@sluice/formats';
import { DEFAULT_CONTEXT, qualifySubject, splitSubject } from '@sluice/serde';
import type { RegisteredSchema } from '@sluice/serde';
import type { Association } from '../association.ts';
import type { Registry } from '../registry.ts';
import { registryError } from '../registry-error.ts';
import type { FoundVersion, RegisteredVersion } from '../rules/lookup.ts';

/** A version as the REST API shows it: what is empty is left out, as in Confluent's registry. */
export function describeVersion(version: RegisteredVersion, tags?: readonly SchemaTags[]): object {
  const { subject, version: number, id, createdAtMs, deleted } = version;
  return { subject, version: number, id, ...describeSchema(version, tags), ts: createdAtMs, deleted };
}

/** What was looked up: what is there to the letter is shown as it was sent, with where it is. */
export function describeFound(found: FoundVersion): object {
  const { subject, version, id } = found;
  return found.exact ? { subject, version, id, ...describeSchema(found) } : describeVersion(found);
}

export function describeRegistered(registered: FoundVersion): object {
  const { version, id, createdAtMs, deleted, exact } = registered;
  return { version, id, ...describeSchema(registered), ts: createdAtMs, ...(!exact && { deleted }) };
}

/** A schema as the REST API shows it, without its id. */
export function describeSchema(schema: RegisteredSchema, tags: readonly SchemaTags[] = []): object {
  const { guid, schemaType, references, metadata, ruleSet, schema: text } = schema;
  return {
    guid,
    schemaType,
    ...(references.length > 0 && { references }),
    ...(metadata !== undefined && { metadata }),
    ...(ruleSet !== undefined && { ruleSet }),
    schema: text,
    ...(tags.length > 0 && { schemaTags: tags }),
  };
}

/** An association in a list. */
export function describeAssociation({ createdAtMs, updatedAtMs, frozen, ...association }: Association): object {
  return { ...association, ...describeFrozen(association, frozen), createTs: createdAtMs, updateTs: updatedAtMs };
}

/** Said only where it is not what its lifecycle lets expect: strong ones are frozen, weak ones are not. */
export function describeFrozen({ lifecycle }: Pick<Association, 'lifecycle'>, frozen: boolean): { frozen?: boolean } {
  return frozen === (lifecycle === 'STRONG') ? {} : { frozen };
}

/** The schema with its text in the form that a query's `format` names; as it is where the language has no such form. */
export async function renderAs<Schema extends RegisteredSchema>(
  registry: Registry,
  schema: Schema,
  context: string,
  format = '',
): Promise<Schema> {
  if (format.trim() === '') return schema;
  if (format.trim().toLowerCase() === 'logical') {
    throw registryError('INVALID_SCHEMA', 'The format logical is not known to this registry');
  }
  const { id, schemaType } = schema;
  const text = await registry.renderSchema({ context, id, schemaType }, format);
  return text === undefined ? schema : { ...schema, schema: text };
}

/** The schema whose references name their contexts, when a query's `referenceFormat` is `qualified`. */
export function qualifyReferences<Schema extends RegisteredSchema>(
  schema: Schema,
  context: string,
  referenceFormat: string | undefined,
): Schema {
  if (referenceFormat !== 'qualified' || context === DEFAULT_CONTEXT) return schema;
  const qualify = (reference: SchemaReference) => ({
    ...reference,
    subject: qualifySubject(context, reference.subject),
  });
  return { ...schema, references: schema.references.map(qualify) };
}

/** The tags in the schema's text that are among `wanted`, or all for `*`. */
export async function findTags(
  registry: Registry,
  schema: RegisteredSchema,
  context: string,
  wanted: readonly string[] = [],
): Promise<readonly SchemaTags[]> {
  if (wanted.length === 0) return [];
  const found = await registry.listTags({ ...schema, context });
  return wanted.includes('*') ? found : found.filter(({ tags }) => tags.some((tag) => wanted.includes(tag)));
}

export function contextOf(subject: string): string {
  return splitSubject(subject).context;
}

/** The part of a list that `offset` and `limit` name; no limit, one below 1, or one above `max`, means `max`. */
export function pickPage<Item>(items: readonly Item[], offset = 0, limit = 0, max = Infinity): readonly Item[] {
  const start = Math.max(offset, 0);
  const size = limit > 0 && limit <= max ? limit : max;
  return items.slice(start, start + size);
}

/** What a list of schemas holds at most. */
export const MAX_LISTED_SCHEMAS = 1000;

/** The query parameters of every list. */
export const PAGE = { offset: 'integer', limit: 'integer' } as const;
