import type { Registry } from '../../registry.ts';
import { RegistryError } from '../../registry-error.ts';
import { describeSchema, describeVersion, pickPage } from '../answers.ts';
import { defineEndpoint } from '../endpoint.ts';
import { requireInteger } from '../request-shape.ts';

const PAGE = { offset: 'integer', limit: 'integer' } as const;

const DEFAULT_CONTEXT = ':.:';

/** What `subjectPrefix` is when it is absent: every context. */
const ALL_SUBJECTS = ':*:';

/** `/schemas`: schemas across subjects, by id and by guid. */
export const schemasEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/schemas',
    query: { subjectPrefix: 'string', deleted: 'boolean', latestOnly: 'boolean', ...PAGE },
    async handle(registry, { query: { subjectPrefix, deleted = false, latestOnly = false, offset, limit } }) {
      const versions = await registry.listAllVersions({ prefix: readPrefix(subjectPrefix), deleted, latestOnly });
      const page = await registry.loadVersions(pickPage(versions, offset, limit));
      return page.map(describeVersion);
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/types',
    // Confluent's order, which scripts compare with.
    handle: async (registry) => ['JSON', 'PROTOBUF', 'AVRO'].filter((type) => isKnown(registry, type)),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id',
    query: { fetchMaxId: 'boolean', subject: 'string' },
    async handle(registry, { path, query: { fetchMaxId = false, subject } }) {
      const id = requireInteger(path.id);
      const schema = await registry.readSchema(id);
      const holder = await registry.findHolder(id, subject === '' ? undefined : subject);
      return {
        ...(holder !== undefined && { subject: holder.subject, version: holder.version }),
        ...describeSchema(schema),
        ...(fetchMaxId && { maxId: await registry.readMaxId() }),
        ...(holder !== undefined && { ts: holder.createdAtMs }),
        ...(holder?.deleted === true && { deleted: true }),
      };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/schema',
    answers: 'text',
    handle: async (registry, { path }) => (await registry.readSchema(requireInteger(path.id))).schema,
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/subjects',
    query: { subject: 'string', deleted: 'boolean', ...PAGE },
    async handle(registry, { path, query: { subject, deleted = false, offset, limit } }) {
      const versions = await registry.listVersionsOfSchema(requireInteger(path.id), { deleted });
      const subjects = new Set(versions.map((version) => version.subject));
      return pickPage([...subjects].filter(isNamed(subject)), offset, limit);
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/versions',
    query: { subject: 'string', deleted: 'boolean', ...PAGE },
    async handle(registry, { path, query: { subject: wanted, deleted = false, offset, limit } }) {
      const versions = await registry.listVersionsOfSchema(requireInteger(path.id), { deleted });
      const found = versions.filter(({ subject }) => isNamed(wanted)(subject));
      return pickPage(found, offset, limit).map(({ subject, version }) => ({ subject, version }));
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/guids/:guid',
    async handle(registry, { path }) {
      const schema = await registry.readSchemaByGuid(path.guid);
      const holder = await registry.findHolder(schema.id);
      return { ...describeSchema(schema), ...(holder !== undefined && { ts: holder.createdAtMs }) };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/guids/:guid/ids',
    async handle(registry, { path }) {
      try {
        const { id } = await registry.readSchemaByGuid(path.guid);
        return [{ context: '.', id }];
      } catch (error) {
        if (error instanceof RegistryError && error.kind === 'SCHEMA_NOT_FOUND') return [];
        throw error;
      }
    },
  }),
];

/** The prefix that the query names. */
export function readPrefix(subjectPrefix = ALL_SUBJECTS): string {
  const context = [ALL_SUBJECTS, DEFAULT_CONTEXT].find((prefix) => subjectPrefix.startsWith(prefix)) ?? '';
  return subjectPrefix.slice(context.length);
}

function isNamed(wanted: string | undefined): (subject: string) => boolean {
  return (subject) => wanted === undefined || wanted === '' || subject === wanted;
}

function isKnown(registry: Registry, type: string): boolean {
  return registry.listTypes().some((known) => known === type);
}
