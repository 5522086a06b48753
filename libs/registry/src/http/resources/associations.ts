import type { Association } from '../../association.ts';
import { checkTypesOnce, readAssociation, readResource, readType, refuse } from '../../contract/association-request.ts';
import type { AssociationDraft, Resource } from '../../contract/association-request.ts';
import type { Registry } from '../../registry.ts';
import { RegistryError } from '../../registry-error.ts';
import type { FoundVersion } from '../../rules/lookup.ts';
import {
  describeAssociation,
  describeFound,
  describeFrozen,
  describeVersion,
  MAX_LISTED_SCHEMAS,
  PAGE,
  pickPage,
} from '../answers.ts';
import {
  ASSOCIATION,
  ASSOCIATION_ANSWER,
  ASSOCIATION_BODY,
  BATCH_ANSWER,
  GET_BODY,
  LIFECYCLE,
  MUTATE_BODY,
} from '../association-shapes.ts';
import type { AssociationBody } from '../association-shapes.ts';
import { readContextName } from '../context-path.ts';
import { defineEndpoint } from '../endpoint.ts';
import type { ShapeValue } from '../request-shape.ts';
import { readSchemaBody, REGISTRATION_ERRORS } from '../schema-body.ts';

const FILTER = { resourceType: 'string', associationType: 'strings', lifecycle: LIFECYCLE } as const;
const WRITE = { context: 'string', dryRun: 'boolean' } as const;

type Operation = NonNullable<ShapeValue<typeof MUTATE_BODY>['associations']>[number];

const EVERY_RESOURCE = '-';

/** Why associations are not made as asked. */
const ASSOCIATION_ERRORS = [
  'INVALID_ASSOCIATION',
  'ASSOCIATION_FOR_RESOURCE_EXISTS',
  'ASSOCIATION_FOR_SUBJECT_EXISTS',
  'STRONG_ASSOCIATION_EXISTS',
  'NO_ACTIVE_VERSION',
  'ASSOCIATION_FROZEN',
  'TOO_MANY_ASSOCIATIONS',
  'INVALID_SUBJECT',
  'REFERENCE_EXISTS',
  ...REGISTRATION_ERRORS,
] as const;

const missingBody = () => refuse('associations', 'cannot be null or empty');
const missingRequests = () => refuse('requests', 'cannot be null or empty');

/** `/associations`: which subject holds the schemas of which topic. */
export const associationsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/associations/subjects/:subject',
    summary: 'List the associations of a subject',
    query: { ...FILTER, ...PAGE },
    answer: { every: ASSOCIATION },
    async handle(registry, { path: { subject }, query }) {
      const found = await registry.listAssociations({ subject }, readFilter(query));
      return pickPage(found, query.offset, query.limit, MAX_LISTED_SCHEMAS).map(describeAssociation);
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/associations/resources/:resourceId',
    summary: 'List the associations of a resource by its id',
    query: { ...FILTER, ...PAGE },
    answer: { every: ASSOCIATION },
    async handle(registry, { path: { resourceId }, query }) {
      const found = await registry.listAssociations({ resourceId }, readFilter(query));
      return pickPage(found, query.offset, query.limit, MAX_LISTED_SCHEMAS).map(describeAssociation);
    },
  }),
  defineEndpoint({
    method: 'GET',
    path: '/associations/resources/:resourceNamespace/:resourceName',
    summary: 'List the associations of a resource by its name',
    query: { ...FILTER, ...PAGE },
    answer: { every: ASSOCIATION },
    async handle(registry, { path: { resourceNamespace, resourceName }, query }) {
      const key = resourceName === EVERY_RESOURCE ? { resourceNamespace } : { resourceName };
      const namespace = resourceNamespace === EVERY_RESOURCE ? {} : { resourceNamespace };
      const found = await registry.listAssociations(key, { ...readFilter(query), ...namespace });
      return pickPage(found, query.offset, query.limit, MAX_LISTED_SCHEMAS).map(describeAssociation);
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/associations',
    summary: 'Create associations of a resource, and register their schemas',
    query: WRITE,
    body: ASSOCIATION_BODY,
    missingBody,
    answer: ASSOCIATION_ANSWER,
    errors: [...ASSOCIATION_ERRORS],
    handle: (registry, { query, body }) => put(registry, body, query, true),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/associations/resources/:resourceId',
    summary: 'Create or change associations of a resource',
    query: WRITE,
    body: ASSOCIATION_BODY,
    missingBody,
    answer: ASSOCIATION_ANSWER,
    errors: [...ASSOCIATION_ERRORS],
    handle(registry, { path: { resourceId }, query, body }) {
      if ((body.resourceId ?? resourceId) !== resourceId) {
        const reason = 'Resource ID in the path parameter does not match the resource ID in the request body';
        throw refuse('resourceId', reason);
      }
      return put(registry, { ...body, resourceId }, query, false);
    },
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/associations/resources/:resourceId',
    summary: 'Delete associations of a resource',
    query: { resourceType: 'string', associationType: 'strings', cascadeLifecycle: 'boolean', dryRun: 'boolean' },
    answer: 'none',
    errors: ['ASSOCIATION_NOT_FOUND', 'ASSOCIATION_FROZEN', 'OPERATION_NOT_PERMITTED', 'REFERENCE_EXISTS'],
    handle(registry, { path: { resourceId }, query }) {
      const { cascadeLifecycle: cascade = false, dryRun = false } = query;
      return registry.deleteAssociations(resourceId, readFilter(query), { cascade, dryRun });
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/associations:batchGet',
    summary: 'Read associations of several resources',
    query: { includeSchemas: 'boolean' },
    body: { requests: { list: GET_BODY } },
    missingBody: missingRequests,
    answer: BATCH_ANSWER,
    status: 207,
    async handle(registry, { query: { includeSchemas = false }, body: { requests = [] } }) {
      if (requests.length === 0) throw missingRequests();
      const results: object[] = [];
      for (const request of requests) results.push(await settle(() => getOne(registry, request, includeSchemas)));
      return { results };
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/associations:batchMutate',
    summary: 'Create, change and delete associations of several resources',
    query: WRITE,
    body: { requests: { list: MUTATE_BODY } },
    missingBody: missingRequests,
    answer: BATCH_ANSWER,
    status: 207,
    async handle(registry, { query, body: { requests = [] } }) {
      if (requests.length === 0) throw missingRequests();
      const results: object[] = [];
      for (const request of requests) results.push(await settle(() => mutateOne(registry, request, query)));
      return { results };
    },
  }),
];

async function put(
  registry: Registry,
  body: ShapeValue<typeof ASSOCIATION_BODY>,
  { context = '', dryRun = false }: ShapeValue<typeof WRITE>,
  isCreate: boolean,
): Promise<object> {
  const resource = readResource(body, { dryRun });
  const { associations = [] } = body;
  if (associations.length === 0) throw missingBody();
  const drafts = associations.map((association) => readDraft(resource, association, isCreate));
  const options = { context: readContextName(context), dryRun, isCreate };
  const { associations: made, registered } = await registry.putAssociations(resource, drafts, options);
  return describeResource(resource, made, registered);
}

function readDraft(resource: Resource, body: AssociationBody, isCreate: boolean): AssociationDraft {
  const { schema, ...rest } = body;
  return readAssociation(
    resource,
    { ...rest, ...(schema !== undefined && { schema: readSchemaBody(schema) }) },
    isCreate,
  );
}

async function getOne(
  registry: Registry,
  request: ShapeValue<typeof GET_BODY>,
  includeSchemas: boolean,
): Promise<object> {
  const { resourceName = '', resourceNamespace = '', resourceId = '', associationTypes, lifecycle } = request;
  if (resourceId === '' && resourceName === '') {
    throw refuse('resourceId', 'either resourceId or resourceName must be specified');
  }
  if (resourceName !== '' && resourceNamespace === '') {
    throw refuse('resourceNamespace', 'resourceNamespace is required when resourceName is specified');
  }
  const resourceType = request.resourceType || 'topic';
  const filter = { resourceType, associationTypes, lifecycle };
  const found =
    resourceId === ''
      ? await registry.listAssociations({ resourceName }, { ...filter, resourceNamespace })
      : await registry.listAssociations({ resourceId }, filter);
  const schemas = new Map<string, object>();
  for (const { associationType, subject } of includeSchemas ? found : []) {
    const latest = await registry.readVersion(subject, 'latest').catch(ignoreMissing);
    if (latest !== undefined) schemas.set(associationType, describeVersion(latest));
  }
  const { resourceId: id, resourceName: name, resourceNamespace: namespace } = found[0] ?? request;
  const resource = {
    resourceName: request.resourceName ?? name,
    resourceNamespace: request.resourceNamespace ?? namespace,
    resourceId: request.resourceId ?? id,
    resourceType,
  };
  return describeInfos(resource, found, schemas);
}

/** Operations next to each other of one kind are one request, so that they are judged together. */
async function mutateOne(
  registry: Registry,
  request: ShapeValue<typeof MUTATE_BODY>,
  { context = '', dryRun = false }: ShapeValue<typeof WRITE>,
): Promise<object> {
  const resource = readResource(request, { dryRun });
  const { associations = [] } = request;
  if (associations.length === 0) throw missingBody();
  checkOperations(resource, associations);
  const { resourceId = '', resourceType } = resource;
  const registered = new Map<string, FoundVersion>();
  for (let start = 0; start < associations.length;) {
    const opType = associations[start]?.opType;
    const length = associations.slice(start).findIndex((each) => each.opType !== opType);
    const end = length === -1 ? associations.length : start + length;
    const run = associations.slice(start, end);
    start = end;
    if (opType === 'DELETE') {
      for (const { associationType, cascadeLifecycle: cascade = false } of run) {
        const filter = { resourceType, associationTypes: [readType(associationType)] };
        await registry.deleteAssociations(resourceId, filter, { cascade, dryRun }).catch(ignoreMissing);
      }
      continue;
    }
    const isCreate = opType === 'CREATE';
    const drafts = run.map((each) => readDraft(resource, each, isCreate));
    const options = { context: readContextName(context), dryRun, isCreate };
    const made = await registry.putAssociations(resource, drafts, options);
    for (const [type, version] of made.registered) registered.set(type, version);
  }
  const found = dryRun ? [] : await registry.listAssociations({ resourceId }, { resourceType });
  return describeResource(resource, found, registered);
}

/** Throws INVALID_ASSOCIATION for any operation of a request, before the first is carried out. */
function checkOperations(resource: Resource, operations: readonly Operation[]): void {
  const checked = operations.map((operation) => {
    const { opType, associationType } = operation;
    if (opType === 'DELETE') return { associationType: readType(associationType) };
    return readDraft(resource, operation, opType === 'CREATE');
  });
  checkTypesOnce(checked);
}

/** The outcome of one request among several. */
async function settle(work: () => Promise<object>): Promise<object> {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof RegistryError) return { error: { error_code: error.code, message: error.message } };
    throw error;
  }
}

function readFilter(query: ShapeValue<typeof FILTER>) {
  const { resourceType = '', associationType, lifecycle } = query;
  return { resourceType: resourceType === '' ? 'topic' : resourceType, associationTypes: associationType, lifecycle };
}

function describeResource(
  resource: Resource,
  associations: readonly Association[],
  registered: ReadonlyMap<string, FoundVersion>,
): object {
  const schemas = new Map([...registered].map(([type, version]) => [type, describeFound(version)]));
  return describeInfos(resource, associations, schemas);
}

function describeInfos(
  resource: object,
  associations: readonly Association[],
  schemas: ReadonlyMap<string, object>,
): object {
  const infos = associations.map(({ subject, associationType, lifecycle, frozen }) => {
    const schema = schemas.get(associationType);
    const said = describeFrozen({ lifecycle }, frozen);
    return { subject, associationType, lifecycle, ...said, ...(schema !== undefined && { schema }) };
  });
  return { ...resource, ...(infos.length > 0 && { associations: infos }) };
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof RegistryError && error.status === 404) return undefined;
  throw error;
}
