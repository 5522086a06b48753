import type { SchemaPart } from '@sluice/formats';
import { Hono } from 'hono';
import type { Registry } from '../registry.ts';
import type { Objection, Objections } from '../rules/compatibility.ts';
import { parseVersionId } from '../version-id.ts';
import { defineEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { FieldType } from './request-shape.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY, SCHEMA_ERRORS } from './schema-body.ts';
import { auditEndpoints } from './resources/audit.ts';
import { serveEndpoints } from './serve-endpoints.ts';
import type { RegistryAppOptions } from './serve-endpoints.ts';

const QUERY = { normalize: 'boolean' } as const;

const PART = {
  object: { kind: 'string', name: 'string', symbols: 'strings', size: 'integer', branches: 'strings' },
} as const satisfies { object: Record<keyof SchemaPart, FieldType> };

const ANSWER = {
  object: {
    isCompatible: { always: 'boolean' },
    findings: {
      list: {
        type: 'string',
        path: 'string',
        reader: PART,
        writer: PART,
        version: 'integer',
        fix: 'string',
        message: 'string',
      },
    },
    /** As Confluent's registry words them. */
    messages: 'strings',
  },
} as const satisfies { object: { findings: { list: Record<keyof Objection, FieldType> } } & Record<string, FieldType> };

/** What the registry answers under our own API, beside Confluent's. Errors are in the same form. */
export const OWN_ENDPOINTS: readonly Endpoint[] = [
  ...auditEndpoints,
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions/:version',
    summary: 'Say what stands between a schema and one version, in parts',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: ANSWER,
    errors: ['VERSION_NOT_FOUND', 'INVALID_VERSION', ...SCHEMA_ERRORS],
    async handle(registry, { path: { subject, version }, query: { normalize = false }, body }) {
      const options = { version: parseVersionId(version), normalize };
      return describe(await registry.checkCompatibility(subject, readSchemaBody(body), options));
    },
  }),
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions',
    summary: 'Say what stands between a schema and the versions that the level in force reaches, in parts',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: ANSWER,
    errors: [...SCHEMA_ERRORS],
    handle: async (registry, { path: { subject }, query: { normalize = false }, body }) =>
      describe(await registry.checkCompatibility(subject, readSchemaBody(body), { normalize })),
  }),
];

/** The registry's part of our own API, to be mounted at `/api/v1`. */
export function createOwnRegistryApi(registry: Registry, options: RegistryAppOptions = {}): Hono {
  const app = new Hono();
  serveEndpoints(app, OWN_ENDPOINTS, registry, options);
  return app;
}

function describe({ messages, objections }: Objections): object {
  return { isCompatible: messages.length === 0, findings: objections, messages };
}
