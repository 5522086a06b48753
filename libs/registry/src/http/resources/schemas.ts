import { normalizeSubject } from '@sluice/serde';
import type { Association } from '../../association.ts';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import type { RegisteredVersion } from '../../rules/lookup.ts';
import type { StoredVersion } from '../../store/store.ts';
import {
  describeAssociation,
  describeSchema,
  describeVersion,
  findTags,
  MAX_LISTED_SCHEMAS,
  PAGE,
  pickPage,
  qualifyReferences,
  renderAs,
} from '../answers.ts';
import { ASSOCIATION } from '../association-shapes.ts';
import { SCHEMA_ANSWER } from '../contract-shapes.ts';
import { defineEndpoint } from '../endpoint.ts';
import { requireInteger } from '../request-shape.ts';

/** `/schemas`: schemas across subjects, by id and by guid. */
export const schemasEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/schemas',
    summary: 'List schemas, version by version',
    query: {
      subjectPrefix: 'string',
      aliases: 'boolean',
      deleted: 'boolean',
      latestOnly: 'boolean',
      ruleType: 'string',
      resourceType: 'string',
      associationType: 'strings',
      lifecycle: 'strings',
      ...PAGE,
    },
    answer: {
      every: { object: { ...SCHEMA_ANSWER.object, aliases: 'strings', associations: { list: ASSOCIATION.object } } },
    },
    async handle(registry, { query }) {
      // Unlike /subjects, which lists every context.
      const { subjectPrefix: prefix = '', aliases = false, deleted = false, latestOnly = false, ruleType = '' } = query;
      const versions = await registry.listAllVersions({ prefix, aliases, deleted, latestOnly, ruleType });
      const associated = await filterByAssociation(registry, versions, query);
      const page = pickPage(associated, query.offset, query.limit, MAX_LISTED_SCHEMAS);
      const loaded = await registry.loadVersions(page.map(({ version }) => version));
      const names = aliases ? await registry.listAliases(prefix) : new Map<string, readonly string[]>();
      const bySubject = new Map(page.map(({ version, associations }) => [version.subject, associations]));
      return loaded.map((version) =>
        describeListed(version, names.get(version.subject), bySubject.get(version.subject)),
      );
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/types',
    summary: 'List schema languages',
    answer: 'strings',
    // Confluent's order, which scripts compare with.
    handle: async (registry) => ['JSON', 'PROTOBUF', 'AVRO'].filter((type) => isKnown(registry, type)),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id',
    summary: 'Read a schema by its id',
    query: {
      subject: 'string',
      format: 'string',
      referenceFormat: 'string',
      findTags: 'strings',
      fetchMaxId: 'boolean',
    },
    answer: SCHEMA_ANSWER,
    isRead: true,
    errors: ['SCHEMA_NOT_FOUND', 'INVALID_SCHEMA'],
    async handle(registry, { path, query }) {
      const { format, referenceFormat, findTags: wanted, fetchMaxId = false } = query;
      const subject = await readSubject(registry, query.subject);
      const { schema, holder } = await registry.readSchema(requireInteger(path.id), subject);
      const { context } = schema;
      const rendered = await renderAs(registry, schema, context, format);
      const tags = await findTags(registry, schema, context, wanted);
      return {
        ...(holder !== undefined && { subject: holder.subject, version: holder.version }),
        ...describeSchema(qualifyReferences(rendered, context, referenceFormat), tags),
        ...(fetchMaxId && { maxId: await registry.readMaxId(context) }),
        ...(holder !== undefined && { ts: holder.createdAtMs, deleted: holder.deleted }),
      };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/schema',
    summary: 'Read the text of a schema by its id',
    query: { subject: 'string', format: 'string' },
    answer: 'text',
    isRead: true,
    errors: ['SCHEMA_NOT_FOUND', 'INVALID_SCHEMA'],
    async handle(registry, { path, query }) {
      const subject = await readSubject(registry, query.subject);
      const { schema } = await registry.readSchema(requireInteger(path.id), subject);
      return (await renderAs(registry, schema, schema.context, query.format)).schema;
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/subjects',
    summary: 'List the subjects that have a schema',
    query: { subject: 'string', deleted: 'boolean', ...PAGE },
    answer: 'strings',
    errors: ['SCHEMA_NOT_FOUND'],
    async handle(registry, { path, query }) {
      const { deleted = false, offset, limit } = query;
      const subject = await readSubject(registry, query.subject);
      const versions = await registry.listVersionsOfSchema(requireInteger(path.id), subject, { deleted });
      return pickPage([...new Set(versions.map((version) => version.subject))], offset, limit);
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/ids/:id/versions',
    summary: 'List the versions that have a schema',
    query: { subject: 'string', deleted: 'boolean', ...PAGE },
    answer: { every: { object: { subject: { always: 'string' }, version: { always: 'integer' } } } },
    errors: ['SCHEMA_NOT_FOUND'],
    async handle(registry, { path, query }) {
      const { deleted = false, offset, limit } = query;
      const subject = await readSubject(registry, query.subject);
      const versions = await registry.listVersionsOfSchema(requireInteger(path.id), subject, { deleted });
      return pickPage(versions, offset, limit).map((row) => ({ subject: row.subject, version: row.version }));
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/guids/:guid',
    summary: 'Read a schema by its guid',
    query: { format: 'string' },
    answer: SCHEMA_ANSWER,
    isRead: true,
    errors: ['SCHEMA_NOT_FOUND', 'INVALID_SCHEMA'],
    async handle(registry, { path, query: { format } }) {
      const { schema, holder } = await registry.readSchemaByGuid(path.guid);
      const rendered = await renderAs(registry, schema, schema.context, format);
      return {
        ...describeSchema(rendered),
        ...(holder !== undefined && { ts: holder.createdAtMs, deleted: holder.deleted }),
      };
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/schemas/guids/:guid/ids',
    summary: 'List the ids of a schema, by context',
    answer: { every: { object: { context: { always: 'string' }, id: { always: 'integer' } } } },
    handle: (registry, { path }) => registry.listIdsOfGuid(path.guid),
  }),
];

/** The subject that picks a context, or what it stands for. */
async function readSubject(registry: Registry, subject = ''): Promise<string> {
  return subject === '' ? '' : registry.resolveAlias(normalizeSubject(subject));
}

/** A version with the associations of its subject that a query asks for. */
interface AssociatedVersion {
  readonly version: StoredVersion;
  readonly associations: readonly Association[];
}

interface AssociationQuery {
  readonly resourceType?: string;
  readonly associationType?: readonly string[];
  readonly lifecycle?: readonly string[];
}

/** Those whose subject has such associations; the lifecycle NONE asks for those whose subject has none. */
async function filterByAssociation(
  registry: Registry,
  versions: readonly StoredVersion[],
  { resourceType, associationType = [], lifecycle = [] }: AssociationQuery,
): Promise<readonly AssociatedVersion[]> {
  if (resourceType === undefined && associationType.length === 0 && lifecycle.length === 0) {
    return versions.map((version) => ({ version, associations: [] }));
  }
  if (lifecycle.some((name) => !['NONE', 'STRONG', 'WEAK'].includes(name))) throw registryError('NOT_FOUND');
  const kept = new Map<string, readonly Association[] | undefined>();
  for (const subject of new Set(versions.map((version) => version.subject))) {
    const found = await registry.listAssociations({ subject }, { resourceType, associationTypes: associationType });
    const matching = found.filter((each) => lifecycle.length === 0 || lifecycle.includes(each.lifecycle));
    const isWanted = found.length === 0 ? lifecycle.includes('NONE') : matching.length > 0;
    kept.set(subject, isWanted ? matching : undefined);
  }
  return versions.flatMap((version) => {
    const associations = kept.get(version.subject);
    return associations === undefined ? [] : [{ version, associations }];
  });
}

function describeListed(
  version: RegisteredVersion,
  aliases: readonly string[] | undefined,
  associations: readonly Association[] = [],
): object {
  return {
    ...describeVersion(version),
    ...(aliases !== undefined && { aliases }),
    ...(associations.length > 0 && { associations: associations.map(describeAssociation) }),
  };
}

function isKnown(registry: Registry, type: string): boolean {
  return registry.listTypes().some((known) => known === type);
}
