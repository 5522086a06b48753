import { registryError } from '../../registry-error.ts';
import { parseVersionId } from '../../version-id.ts';
import { describeVersion, pickPage } from '../answers.ts';
import { defineEndpoint } from '../endpoint.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY } from '../schema-body.ts';

const PAGE = { offset: 'integer', limit: 'integer' } as const;

/** `/subjects/{subject}/versions`: register, list, read and delete versions. */
export const subjectVersionsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions',
    query: { deleted: 'boolean', deletedOnly: 'boolean', deletedAsNegative: 'boolean', ...PAGE },
    async handle(registry, { path, query }) {
      const { deleted = false, deletedOnly = false, deletedAsNegative = false, offset, limit } = query;
      const filter = { deleted: deleted || deletedAsNegative, deletedOnly: deletedOnly && !deletedAsNegative };
      const versions = await registry.listVersions(path.subject, filter);
      if (deletedAsNegative && !deleted && versions.every((row) => row.deleted)) {
        throw registryError('SUBJECT_NOT_FOUND', path.subject);
      }
      const numbers = versions.map((row) => (deletedAsNegative && row.deleted ? -row.version : row.version));
      return pickPage(numbers, offset, limit);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/subjects/:subject/versions',
    query: { normalize: 'boolean', force: 'boolean' },
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    async handle(registry, { path, query: { force = false }, body }) {
      const registered = await registry.registerSchema(path.subject, { ...readSchemaBody(body), force });
      return { ...describeVersion(registered), subject: undefined };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version',
    query: { deleted: 'boolean' },
    handle: async (registry, { path, query: { deleted = false } }) =>
      describeVersion(await registry.readVersion(path.subject, parseVersionId(path.version), { deleted })),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/subjects/:subject/versions/:version',
    query: { permanent: 'boolean' },
    handle: (registry, { path, query: { permanent = false } }) =>
      registry.deleteVersion(path.subject, parseVersionId(path.version), { permanent }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version/schema',
    query: { deleted: 'boolean' },
    answers: 'text',
    handle: async (registry, { path, query: { deleted = false } }) =>
      (await registry.readVersion(path.subject, parseVersionId(path.version), { deleted })).schema,
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/versions/:version/referencedby',
    query: { deleted: 'boolean', ...PAGE },
    async handle(registry, { path, query: { deleted = false, offset, limit } }) {
      const ids = await registry.listReferrers(path.subject, parseVersionId(path.version), { deleted });
      return pickPage(ids, offset, limit);
    },
  }),
];
