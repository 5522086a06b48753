import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { ENDPOINTS, OWN_ENDPOINTS } from '@sluice/registry/http';
import type { OpenApiOptions } from '@sluice/registry/openapi';
import { METRICS_CONTENT_TYPE } from '@sluice/runtime';
import { HEALTH_OPERATIONS } from '../health.ts';
import { VERSION } from '../version.ts';
import { INFO_OPERATIONS } from './info.ts';
import { declareRead } from './operation.ts';
import { REJECTIONS_OPERATIONS } from './rejections.ts';

/** What of the document depends on how the process was started. */
export interface OpenApiFacts {
  /** It serves the registry. */
  readonly registry: boolean;
  /** It asks callers who they are. */
  readonly access: boolean;
  /** By certificates too. */
  readonly clientCertificates: boolean;
}

/** What this process itself answers, beside the registry. */
export const PROCESS_OPERATIONS = [
  ...HEALTH_OPERATIONS,
  ...INFO_OPERATIONS,
  ...REJECTIONS_OPERATIONS,
  declareRead({ path: '/metrics', summary: 'Metrics for Prometheus', answer: 'text', type: METRICS_CONTENT_TYPE }),
  declareRead({ path: '/openapi.json', summary: 'This document', answer: { object: {} } }),
];

/** `GET /openapi.json`: what this process serves, in OpenAPI 3.1. Made when it is first asked for. */
export function createOpenApiApp(facts: OpenApiFacts): Hono {
  let made: Promise<{ text: string; etag: string }> | undefined;

  async function make() {
    const { createOpenApi } = await import('@sluice/registry/openapi');
    const text = JSON.stringify(createOpenApi(describeProcess(facts)));
    return { text, etag: `"${createHash('sha1').update(text).digest('base64url')}"` };
  }

  return new Hono().get('/openapi.json', async (c) => {
    made ??= make();
    const { text, etag } = await made;
    const headers = { 'cache-control': 'no-cache', etag };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(text, 200, { ...headers, 'content-type': 'application/json' });
  });
}

function describeProcess({ registry, access, clientCertificates }: OpenApiFacts): OpenApiOptions {
  const ofRegistry = [
    { prefix: '', operations: ENDPOINTS, inContexts: true },
    { prefix: '/api/v1', operations: OWN_ENDPOINTS, inContexts: false },
  ];
  return {
    version: VERSION,
    groups: [...(registry ? ofRegistry : []), { prefix: '', operations: PROCESS_OPERATIONS, inContexts: false }],
    refusals: access ? ACCESS_REFUSALS : FOREIGN,
    securitySchemes: access ? { ...SCHEMES, ...(clientCertificates && { certificate: { type: 'mutualTLS' } }) } : {},
  };
}

/** What the guard refuses. */
const FOREIGN = [{ status: 403, code: 403, description: 'a page of another origin, or another host' }];

const ACCESS_REFUSALS = [
  ...FOREIGN,
  { status: 401, code: 401, description: 'no credentials, or wrong ones' },
  { status: 403, code: 40301, description: 'not allowed to whoever asks' },
  { status: 429, code: 429, description: 'too many requests' },
  { status: 503, code: 503, description: 'who asks cannot be checked now' },
];

const SCHEMES = {
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of this server, or of an issuer that it believes' },
};
