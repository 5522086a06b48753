import { normalizeSubject } from '@sluice/serde';
import type { Context } from 'hono';
import type { Registry } from '../registry.ts';
import { registryError } from '../registry-error.ts';
import type { Endpoint, RawRequest } from './endpoint.ts';
import { checkBodyType } from './media-types.ts';
import { readJson } from './read-json.ts';
import { readBody, readQuery, requireCleanText } from './request-shape.ts';

/** A request by the endpoint's own shapes; a subject is the one that its alias stands for, but where settings are set. */
export async function readRequest(registry: Registry, endpoint: Endpoint, context: Context): Promise<RawRequest> {
  const { req } = context;
  const path = readPath(req.path, req.param());
  const query = readQuery(endpoint.query, req.queries());
  const body = endpoint.body === undefined ? {} : await readRequestBody(endpoint, endpoint.body, context);
  const { subject } = path;
  if (subject === undefined || !endpoint.path.includes('/subjects/:subject')) return { path, query, body };
  return { path: { ...path, subject: await registry.resolveAlias(subject) }, query, body };
}

/** Path values are decoded, and subjects written in one way. */
function readPath(path: string, values: Record<string, string>): Record<string, string> {
  try {
    decodeURIComponent(path);
  } catch {
    throw registryError('BAD_REQUEST', 'The path has a percent sign that begins no UTF-8 character');
  }
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name !== 'subject') read[name] = requireCleanText(value, name);
    else if (value.includes('\0')) throw registryError('INVALID_SUBJECT', value);
    else read[name] = normalizeSubject(value);
  }
  return read;
}

async function readRequestBody(endpoint: Endpoint, shape: NonNullable<Endpoint['body']>, { req }: Context) {
  checkBodyType(req.header('content-type'));
  const json = await readJson(req.raw);
  if (json !== undefined && json !== null) return readBody(shape, json);
  if (endpoint.missingBody !== undefined) throw endpoint.missingBody();
  return {};
}
