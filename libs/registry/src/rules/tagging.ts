import { SchemaFormatError } from '@sluice/formats';
import type { SchemaTags } from '@sluice/formats';
import { splitSubject } from '@sluice/serde';
import { setVersionProperty } from '../contract/metadata.ts';
import { mergeRuleSets, removeRules } from '../contract/rule-set.ts';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoredSchema, StoredVersion } from '../store/store.ts';
import { isBlank, toDraft } from './content.ts';
import type { SchemaDraft } from './content.ts';

/** Tags in a schema's text that a registration adds and removes. */
export interface TagChanges {
  readonly schemaTagsToAdd?: readonly SchemaTags[] | undefined;
  readonly schemaTagsToRemove?: readonly SchemaTags[] | undefined;
  /** Those of the latest version are added too. */
  readonly propagateSchemaTags?: boolean | undefined;
}

/** A change to a version's tags, metadata and rules, which becomes a new version. */
export interface TagRequest {
  readonly newVersion?: number | undefined;
  readonly tagsToAdd?: readonly SchemaTags[] | undefined;
  readonly tagsToRemove?: readonly SchemaTags[] | undefined;
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: SchemaRuleSet | undefined;
  readonly rulesToMerge?: SchemaRuleSet | undefined;
  readonly rulesToRemove?: readonly string[] | undefined;
}

export function changesTags(changes: TagChanges): boolean {
  return listsTags(changes) || changes.propagateSchemaTags === true;
}

/** Whether the request itself names tags; such a version is told its number, as one whose number was asked for. */
export function listsTags({ schemaTagsToAdd, schemaTagsToRemove }: TagChanges): boolean {
  return (schemaTagsToAdd ?? []).length > 0 || (schemaTagsToRemove ?? []).length > 0;
}

/** The draft with the tags that its request adds and removes, and those of `latest` where they are propagated. */
export async function applyTags<Draft extends SchemaDraft & TagChanges>(
  context: RegistryContext,
  subject: string,
  draft: Draft,
  latest: StoredVersion | undefined,
): Promise<Draft> {
  if (!changesTags(draft) || isBlank(draft)) return draft;
  const { schemaTagsToAdd = [], schemaTagsToRemove = [], propagateSchemaTags = false } = draft;
  const inherited =
    propagateSchemaTags && latest !== undefined ? await listTags(context, await context.schemas.require(latest)) : [];
  const own = await changeTags(context, subject, draft, schemaTagsToAdd, schemaTagsToRemove);
  return inherited.length === 0 ? own : changeTags(context, subject, own, inherited, []);
}

/** The tags in a registered schema's text. */
export async function listTags(context: RegistryContext, schema: StoredSchema): Promise<readonly SchemaTags[]> {
  const format = await context.formats.require(schema.schemaType);
  if (format.listTags === undefined) return [];
  return format.listTags(await context.schemas.parseStored(schema));
}

async function changeTags<Draft extends SchemaDraft>(
  context: RegistryContext,
  subject: string,
  draft: Draft,
  added: readonly SchemaTags[],
  removed: readonly SchemaTags[],
): Promise<Draft> {
  const { parsed } = await context.schemas.readText(draft, { context: splitSubject(subject).context });
  const format = await context.formats.require(parsed.type);
  if (format.changeTags === undefined) {
    throw registryError('INVALID_SCHEMA', `Tags in schemas of type ${parsed.type} cannot be changed by this registry`);
  }
  try {
    return { ...draft, schema: format.changeTags(parsed, added, removed) };
  } catch (error) {
    if (error instanceof SchemaFormatError) throw registryError('INVALID_SCHEMA', error.message);
    throw error;
  }
}

/** What `schema` becomes by a tag request; `previous` is the version whose rules are merged with. */
export async function tagSchema(
  context: RegistryContext,
  subject: string,
  schema: StoredSchema,
  previous: StoredSchema | undefined,
  request: TagRequest,
): Promise<SchemaDraft> {
  const { tagsToAdd = [], tagsToRemove = [], rulesToMerge, rulesToRemove, newVersion = 0 } = request;
  const draft = toDraft(schema);
  const hasTags = tagsToAdd.length > 0 || tagsToRemove.length > 0;
  const tagged = hasTags ? await changeTags(context, subject, draft, tagsToAdd, tagsToRemove) : draft;
  let { ruleSet } = request;
  if (rulesToMerge !== undefined || rulesToRemove !== undefined) {
    const merged = mergeRuleSets(previous?.ruleSet, rulesToMerge);
    ruleSet = merged === undefined ? undefined : removeRules(merged, rulesToRemove ?? []);
  }
  return { ...tagged, metadata: setVersionProperty(request.metadata ?? schema.metadata, newVersion), ruleSet };
}
