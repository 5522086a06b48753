import type { SchemaTags } from '@sluice/formats';
import { normalizeMetadata } from '../contract/metadata.ts';
import { registryError } from '../registry-error.ts';
import type { Registration } from '../rules/registration.ts';
import { METADATA, readRuleSet, REFERENCES, RULE_SET, SCHEMA_TAGS } from './contract-shapes.ts';
import type { Shape, ShapeValue } from './request-shape.ts';

/** The body of a registration, a look-up and a compatibility check. */
export const SCHEMA_BODY = {
  schema: 'string',
  schemaType: 'string',
  references: REFERENCES,
  metadata: METADATA,
  ruleSet: RULE_SET,
  id: 'integer',
  version: 'integer',
  schemaTagsToAdd: SCHEMA_TAGS,
  schemaTagsToRemove: SCHEMA_TAGS,
  propagateSchemaTags: 'boolean',
} as const satisfies Shape;

/** What is wrong with the schema of such a body. */
export const SCHEMA_ERRORS = ['INVALID_SCHEMA', 'SCHEMA_TOO_LARGE', 'INVALID_RULE_SET'] as const;

/** Why it is not registered. */
export const REGISTRATION_ERRORS = [
  ...SCHEMA_ERRORS,
  'INCOMPATIBLE_SCHEMA',
  'OPERATION_NOT_PERMITTED',
  'ID_DOES_NOT_MATCH',
] as const;

/** What a registry answers to a request without a body where one with a schema belongs. */
export const missingSchema = () => registryError('INVALID_SCHEMA', 'Empty schema');

/** Throws INVALID_SCHEMA for a reference that does not say to what, and INVALID_RULE_SET. Ids below 0 and version 0 mean none. */
export function readSchemaBody(body: ShapeValue<typeof SCHEMA_BODY>): Registration {
  const { schema = '', schemaType = 'AVRO', references = [], metadata, ruleSet, id, version } = body;
  return {
    schema,
    schemaType,
    references: references.map(({ name, subject, version: of }) => {
      if (name !== undefined && subject !== undefined && of !== undefined) return { name, subject, version: of };
      throw registryError('INVALID_SCHEMA', 'A schema reference needs a name, a subject and a version');
    }),
    ...(metadata !== undefined && { metadata: normalizeMetadata(metadata) }),
    ...(ruleSet !== undefined && { ruleSet: readRuleSet(ruleSet) }),
    ...(id !== undefined && id >= 0 && { id }),
    ...(version !== undefined && version !== 0 && { version: Math.max(version, -1) }),
    schemaTagsToAdd: readSchemaTags(body.schemaTagsToAdd),
    schemaTagsToRemove: readSchemaTags(body.schemaTagsToRemove),
    propagateSchemaTags: body.propagateSchemaTags ?? false,
  };
}

/** Throws BAD_REQUEST for tags that do not say on what. */
export function readSchemaTags(
  tags: ShapeValue<{ tags: typeof SCHEMA_TAGS }>['tags'],
): readonly SchemaTags[] | undefined {
  return tags?.map(({ schemaEntity, tags: names = [] }) => {
    const { entityPath, entityType } = schemaEntity ?? {};
    if (entityPath !== undefined && entityType !== undefined) {
      return { schemaEntity: { entityPath: entityPath.replace(/^\./, ''), entityType }, tags: names };
    }
    throw registryError('BAD_REQUEST', 'Schema tags need a schemaEntity with an entityPath and an entityType');
  });
}
