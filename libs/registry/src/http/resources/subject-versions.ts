import { normalizeMetadata } from '../../contract/metadata.ts';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import type { TagRequest } from '../../rules/tagging.ts';
import { checkSubjectName } from '../../subject.ts';
import { parseVersionId } from '../../version-id.ts';
import {
  contextOf,
  describeRegistered,
  describeVersion,
  findTags,
  MAX_LISTED_SCHEMAS,
  PAGE,
  pickPage,
  qualifyReferences,
  renderAs,
} from '../answers.ts';
import { METADATA, readRuleSet, RULE_SET, SCHEMA_ANSWER, SCHEMA_TAGS } from '../contract-shapes.ts';
import { defineEndpoint } from '../endpoint.ts';
import type { ShapeValue } from '../request-shape.ts';
import { missingSchema, readSchemaBody, readSchemaTags, REGISTRATION_ERRORS, SCHEMA_BODY } from '../schema-body.ts';

/** Of a path that names a version. */
const VERSION_ERRORS = ['SUBJECT_NOT_FOUND', 'VERSION_NOT_FOUND', 'INVALID_VERSION'] as const;

const TAG_BODY = {
  newVersion: 'integer',
  tagsToAdd: SCHEMA_TAGS,
  tagsToRemove: SCHEMA_TAGS,
  metadata: METADATA,
  ruleSet: RULE_SET,
  rulesToMerge: RULE_SET,
  rulesToRemove: 'strings',
} as const;

/** `/subjects/{subject}/versions`: register, list, read and delete versions. */
export const subjectVersionsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions',
    summary: 'List the versions of a subject',
    query: { deleted: 'boolean', deletedOnly: 'boolean', deletedAsNegative: 'boolean', ...PAGE },
    answer: { every: 'integer' },
    errors: ['SUBJECT_NOT_FOUND'],
    async handle(registry, { path, query }) {
      const { deleted = false, deletedOnly = false, deletedAsNegative = false, offset, limit } = query;
      const filter = { deleted: deleted || deletedAsNegative, deletedOnly: deletedOnly && !deletedAsNegative };
      const versions = await registry.listVersions(path.subject, filter);
      if (deletedAsNegative && !deleted && !deletedOnly && versions.every((row) => row.deleted)) {
        throw registryError('SUBJECT_NOT_FOUND', path.subject);
      }
      const numbers = versions.map((row) => (deletedAsNegative && row.deleted ? -row.version : row.version));
      return pickPage(numbers, offset, limit);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/subjects/:subject/versions',
    summary: 'Register a schema under a subject',
    query: { normalize: 'boolean', format: 'string', force: 'boolean' },
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: SCHEMA_ANSWER,
    errors: [...REGISTRATION_ERRORS],
    async handle(registry, { path, query: { normalize = false, format, force = false }, body }) {
      const registration = { ...readSchemaBody(body), normalize, force };
      const registered = await registry.registerSchema(path.subject, registration);
      return describeRegistered(await renderAs(registry, registered, contextOf(registered.subject), format));
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version',
    summary: 'Read a version',
    query: { format: 'string', referenceFormat: 'string', deleted: 'boolean', findTags: 'strings' },
    answer: SCHEMA_ANSWER,
    isRead: true,
    errors: [...VERSION_ERRORS, 'INVALID_SCHEMA'],
    async handle(registry, { path, query }) {
      const { format, referenceFormat, deleted = false, findTags: wanted } = query;
      const found = await readVersion(registry, path, deleted);
      const context = contextOf(found.subject);
      const rendered = await renderAs(registry, found, context, format);
      const tags = await findTags(registry, found, context, wanted);
      return describeVersion(qualifyReferences(rendered, context, referenceFormat), tags);
    },
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/subjects/:subject/versions/:version',
    summary: 'Delete a version, softly or, after that, for good',
    query: { permanent: 'boolean' },
    answer: 'integer',
    errors: [
      ...VERSION_ERRORS,
      'VERSION_SOFT_DELETED',
      'VERSION_NOT_SOFT_DELETED',
      'OPERATION_NOT_PERMITTED',
      'NO_ACTIVE_VERSION',
      'REFERENCE_EXISTS',
    ],
    handle: (registry, { path, query: { permanent = false } }) =>
      registry.deleteVersion(path.subject, parseVersionId(path.version), { permanent }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version/schema',
    summary: 'Read the schema of a version',
    query: { format: 'string', deleted: 'boolean' },
    answer: 'text',
    isRead: true,
    errors: [...VERSION_ERRORS, 'INVALID_SCHEMA'],
    async handle(registry, { path, query: { format, deleted = false } }) {
      const found = await readVersion(registry, path, deleted);
      return (await renderAs(registry, found, contextOf(found.subject), format)).schema;
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version/referencedby',
    summary: 'List the ids of the schemas that refer to a version',
    query: { deleted: 'boolean', ...PAGE },
    answer: { every: 'integer' },
    errors: [...VERSION_ERRORS],
    async handle(registry, { path, query: { deleted = false, offset, limit } }) {
      const ids = await registry.listReferrers(path.subject, parseVersionId(path.version), { deleted });
      return pickPage(ids, offset, limit, MAX_LISTED_SCHEMAS);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/subjects/:subject/versions/:version/tags',
    summary: 'Register a version anew with other tags, metadata or rules',
    body: TAG_BODY,
    missingBody: () => registryError('BAD_REQUEST', 'The body is missing'),
    answer: SCHEMA_ANSWER,
    errors: [...VERSION_ERRORS, ...REGISTRATION_ERRORS],
    async handle(registry, { path: { subject, version }, body }) {
      checkSubjectName(subject);
      const number = parseVersionId(version);
      await registry.readVersion(subject, number);
      return describeRegistered(await registry.tagVersion(subject, number, readTagRequest(body)));
    },
  }),
];

function readVersion(registry: Registry, path: { subject: string; version: string }, deleted: boolean) {
  return registry.readVersion(path.subject, parseVersionId(path.version), { deleted });
}

/** Throws INVALID_RULE_SET. */
function readTagRequest(body: ShapeValue<typeof TAG_BODY>): TagRequest {
  const { newVersion, tagsToAdd, tagsToRemove, metadata, ruleSet, rulesToMerge, rulesToRemove } = body;
  if (ruleSet !== undefined && (rulesToMerge !== undefined || rulesToRemove !== undefined)) {
    throw registryError('INVALID_RULE_SET', 'ruleSet should be omitted if specifying rulesToMerge or rulesToRemove');
  }
  return {
    newVersion,
    tagsToAdd: readSchemaTags(tagsToAdd),
    tagsToRemove: readSchemaTags(tagsToRemove),
    metadata: metadata && normalizeMetadata(metadata),
    rulesToMerge: rulesToMerge && readRuleSet(rulesToMerge),
    ruleSet: ruleSet && readRuleSet(ruleSet),
    rulesToRemove,
  };
}
