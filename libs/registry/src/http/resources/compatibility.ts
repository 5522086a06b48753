import type { Registry } from '../../registry.ts';
import { RegistryError } from '../../registry-error.ts';
import type { Registration } from '../../rules/registration.ts';
import { parseVersionId } from '../../version-id.ts';
import type { VersionId } from '../../version-id.ts';
import { defineEndpoint } from '../endpoint.ts';
import { missingSchema, readSchemaBody, SCHEMA_BODY } from '../schema-body.ts';

const QUERY = { normalize: 'boolean', verbose: 'boolean' } as const;

/** `/compatibility`: may this schema be the next version? */
export const compatibilityEndpoints = [
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions/:version',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    handle: (registry, { path, query: { verbose = false }, body }) =>
      check(registry, path.subject, readSchemaBody(body), parseVersionId(path.version), verbose),
  }),
  defineEndpoint({
    method: 'POST',
    path: '/compatibility/subjects/:subject/versions',
    query: QUERY,
    body: SCHEMA_BODY,
    missingBody: missingSchema,
    handle: (registry, { path, query: { verbose = false }, body }) =>
      check(registry, path.subject, readSchemaBody(body), undefined, verbose),
  }),
];

/** An invalid schema is an error, or, when messages are wanted, an answer with the error as its message. */
async function check(
  registry: Registry,
  subject: string,
  schema: Registration,
  version: VersionId | undefined,
  verbose: boolean,
): Promise<object> {
  try {
    const messages = await registry.checkCompatibility(subject, schema, version);
    return { is_compatible: messages.length === 0, ...(verbose && { messages }) };
  } catch (error) {
    if (!verbose || !(error instanceof RegistryError) || error.kind !== 'INVALID_SCHEMA') throw error;
    return { is_compatible: false, messages: [error.message] };
  }
}
