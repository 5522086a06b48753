import type { Registry } from '../../registry.ts';
import { RegistryError } from '../../registry-error.ts';
import { parseVersionId } from '../../version-id.ts';
import type { VersionId } from '../../version-id.ts';
import { defineEndpoint } from '../endpoint.ts';
import type { ShapeValue } from '../request-shape.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY, SCHEMA_ERRORS } from '../schema-body.ts';

const QUERY = { normalize: 'boolean', verbose: 'boolean' } as const;

const ANSWER = { object: { is_compatible: { always: 'boolean' }, messages: 'strings' } } as const;

/** `/compatibility`: may this schema be the next version? */
export const compatibilityEndpoints = [
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions/:version',
    summary: 'Check a schema against one version',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: ANSWER,
    errors: ['VERSION_NOT_FOUND', 'INVALID_VERSION', ...SCHEMA_ERRORS],
    handle: (registry, { path, query, body }) =>
      check(registry, path.subject, body, query, parseVersionId(path.version)),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions',
    summary: 'Check a schema against the versions that the level in force reaches',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    answer: ANSWER,
    errors: [...SCHEMA_ERRORS],
    handle: (registry, { path, query, body }) => check(registry, path.subject, body, query, undefined),
  }),
];

/** An invalid schema is an error, or, when messages are wanted, an answer with the error as its message. */
async function check(
  registry: Registry,
  subject: string,
  body: ShapeValue<typeof SCHEMA_BODY>,
  { verbose = false, normalize = false }: ShapeValue<typeof QUERY>,
  version: VersionId | undefined,
): Promise<object> {
  try {
    const { messages } = await registry.checkCompatibility(subject, readSchemaBody(body), { version, normalize });
    return { is_compatible: messages.length === 0, ...(verbose && { messages }) };
  } catch (error) {
    if (!verbose || !(error instanceof RegistryError) || error.kind !== 'INVALID_SCHEMA') throw error;
    return { is_compatible: false, messages: [error.message] };
  }
}
