import { SCHEMA_ANSWER } from './contract-shapes.ts';
import type { ShapeValue } from './request-shape.ts';
import { SCHEMA_BODY } from './schema-body.ts';

export const LIFECYCLE = { oneOf: ['STRONG', 'WEAK'] } as const;

const RESOURCE = {
  resourceName: 'string',
  resourceNamespace: 'string',
  resourceId: 'string',
  resourceType: 'string',
} as const;

/** One association of a request. */
const WANTED = {
  subject: 'string',
  associationType: 'string',
  lifecycle: LIFECYCLE,
  frozen: 'boolean',
  schema: { object: SCHEMA_BODY },
  normalize: 'boolean',
} as const;

export type AssociationBody = ShapeValue<typeof WANTED>;

export const ASSOCIATION_BODY = { ...RESOURCE, associations: { list: WANTED } } as const;

export const GET_BODY = { ...RESOURCE, associationTypes: 'strings', lifecycle: LIFECYCLE } as const;

export const MUTATE_BODY = {
  ...RESOURCE,
  associations: {
    list: { ...WANTED, opType: { oneOf: ['CREATE', 'UPSERT', 'DELETE'] }, cascadeLifecycle: 'boolean' },
  },
} as const;

/** An association in a list. */
export const ASSOCIATION = {
  object: {
    subject: 'string',
    guid: 'string',
    ...RESOURCE,
    associationType: 'string',
    lifecycle: LIFECYCLE,
    frozen: 'boolean',
    createTs: 'integer',
    updateTs: 'integer',
  },
} as const;

/** A resource with its associations. */
export const ASSOCIATION_ANSWER = {
  object: {
    ...RESOURCE,
    associations: {
      list: {
        subject: 'string',
        associationType: 'string',
        lifecycle: LIFECYCLE,
        frozen: 'boolean',
        schema: SCHEMA_ANSWER,
      },
    },
  },
} as const;

export const BATCH_ANSWER = {
  object: {
    results: {
      list: { result: ASSOCIATION_ANSWER, error: { object: { error_code: 'integer', message: 'string' } } },
    },
  },
} as const;
