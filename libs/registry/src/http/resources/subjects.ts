import { describeVersion, pickPage } from '../answers.ts';
import { defineEndpoint } from '../endpoint.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY } from '../schema-body.ts';
import { readPrefix } from './schemas.ts';

/** `/subjects`: their names, look-up of a schema under one, and deletion. */
export const subjectsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/subjects',
    query: {
      subjectPrefix: 'string',
      deleted: 'boolean',
      deletedOnly: 'boolean',
      offset: 'integer',
      limit: 'integer',
    },
    async handle(registry, { query: { subjectPrefix, deleted = false, deletedOnly = false, offset, limit } }) {
      const subjects = await registry.listSubjects({ prefix: readPrefix(subjectPrefix), deleted, deletedOnly });
      return pickPage(subjects, offset, limit);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/subjects/:subject',
    query: { normalize: 'boolean', deleted: 'boolean' },
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    handle: async (registry, { path, query: { deleted = false }, body }) =>
      describeVersion(await registry.findSchema(path.subject, readSchemaBody(body), { deleted })),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/subjects/:subject',
    query: { permanent: 'boolean' },
    handle: (registry, { path, query: { permanent = false } }) => registry.deleteSubject(path.subject, { permanent }),
  }),
];
