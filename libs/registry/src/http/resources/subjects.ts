import { SCHEMA_ANSWER } from '../contract-shapes.ts';
import { contextOf, describeFound, describeVersion, PAGE, pickPage, renderAs } from '../answers.ts';
import { defineEndpoint } from '../endpoint.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY, SCHEMA_ERRORS } from '../schema-body.ts';

/** `/subjects`: their names, look-up of a schema under one, and deletion. */
export const subjectsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/subjects',
    summary: 'List subjects',
    query: { subjectPrefix: 'string', deleted: 'boolean', deletedOnly: 'boolean', ...PAGE },
    answer: 'strings',
    async handle(registry, { query: { subjectPrefix, deleted = false, deletedOnly = false, offset, limit } }) {
      const prefix = subjectPrefix === undefined ? {} : { prefix: subjectPrefix };
      return pickPage(await registry.listSubjects({ ...prefix, deleted, deletedOnly }), offset, limit);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/subjects/:subject',
    summary: 'Look a schema up under a subject',
    query: { normalize: 'boolean', format: 'string', deleted: 'boolean' },
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: SCHEMA_ANSWER,
    errors: ['SUBJECT_NOT_FOUND', 'SCHEMA_NOT_FOUND', ...SCHEMA_ERRORS],
    async handle(registry, { path, query: { normalize = false, format, deleted = false }, body }) {
      const found = await registry.findSchema(path.subject, readSchemaBody(body), { normalize, deleted });
      return describeFound(await renderAs(registry, found, contextOf(found.subject), format));
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/subjects/:subject/metadata',
    summary: 'Read the latest version that has these metadata properties',
    query: { key: 'strings', value: 'strings', format: 'string', deleted: 'boolean' },
    answer: SCHEMA_ANSWER,
    errors: ['SUBJECT_NOT_FOUND', 'SCHEMA_NOT_FOUND', 'INVALID_SCHEMA'],
    async handle(registry, { path, query: { key = [], value = [], format, deleted = false } }) {
      const pairs = key.slice(0, value.length).map((name, index) => [name, value[index] ?? ''] as const);
      const found = await registry.findLatestWithMetadata(path.subject, Object.fromEntries(pairs), { deleted });
      return describeVersion(await renderAs(registry, found, contextOf(found.subject), format));
    },
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/subjects/:subject',
    summary: 'Delete a subject, softly or, after that, for good',
    query: { permanent: 'boolean' },
    answer: { every: 'integer' },
    errors: [
      'SUBJECT_NOT_FOUND',
      'SUBJECT_SOFT_DELETED',
      'SUBJECT_NOT_SOFT_DELETED',
      'OPERATION_NOT_PERMITTED',
      'ASSOCIATION_FOR_SUBJECT_EXISTS',
      'REFERENCE_EXISTS',
    ],
    handle: (registry, { path, query: { permanent = false } }) => registry.deleteSubject(path.subject, { permanent }),
  }),
];
