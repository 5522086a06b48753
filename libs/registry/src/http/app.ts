import type { Logger } from '@sluice/runtime';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Registry } from '../registry.ts';
import { RegistryError, registryError } from '../registry-error.ts';
import { readStoreFailure } from '../store/store-failure.ts';
import { readSubjectName } from '../subject.ts';
import type { Endpoint } from './endpoint.ts';
import { checkBodyType, DEFAULT_ANSWER_TYPE, pickAnswerType } from './media-types.ts';
import { readJson } from './read-json.ts';
import { readBody, readQuery, requireCleanText } from './request-shape.ts';
import { compatibilityEndpoints } from './resources/compatibility.ts';
import { configEndpoints } from './resources/config.ts';
import { contextsEndpoints } from './resources/contexts.ts';
import { modeEndpoints } from './resources/mode.ts';
import { rootEndpoints } from './resources/root.ts';
import { schemasEndpoints } from './resources/schemas.ts';
import { subjectVersionsEndpoints } from './resources/subject-versions.ts';
import { subjectsEndpoints } from './resources/subjects.ts';

export interface RegistryAppOptions {
  /** Told of failures that are ours. */
  readonly logger?: Logger;
  /** What log lines call the store. */
  readonly storeName?: string;
}

/** Every operation of the REST API. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...rootEndpoints,
  ...schemasEndpoints,
  ...subjectsEndpoints,
  ...subjectVersionsEndpoints,
  ...compatibilityEndpoints,
  ...configEndpoints,
  ...modeEndpoints,
  ...contextsEndpoints,
];

/**
 * The Confluent Schema Registry REST API over `registry`. Mounted under another app, that app answers what no path here
 * matches; on its own it answers 404 in the API's form.
 */
export function createRegistryApp(registry: Registry, options: RegistryAppOptions = {}): Hono {
  const app = new Hono();
  const report = createFailureReport(options);
  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, (context) => answer(registry, endpoint, context));
  }
  for (const [path, endpoints] of Map.groupBy(ENDPOINTS, (endpoint) => endpoint.path)) {
    const allow = listMethods(endpoints);
    app.options(path, () => new Response(null, { status: 200, headers: { allow } }));
    app.all(path, () => answerError(registryError('METHOD_NOT_ALLOWED'), { allow }));
  }
  // JAX-RS takes no notice of further slashes.
  app.all('*', ({ req: { raw } }, next) => {
    const url = new URL(raw.url);
    const path = url.pathname.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
    if (path === url.pathname) return next();
    url.pathname = path;
    const { method, headers, body } = raw;
    return app.fetch(new Request(url, { method, headers, body, ...(body !== null && { duplex: 'half' }) }));
  });
  app.notFound(() => answerError(registryError('NOT_FOUND')));
  app.onError((error, context) => {
    if (error instanceof RegistryError && error.status < 500) {
      const { method, path } = context.req;
      if (error.cause !== undefined) options.logger?.debug({ err: error, method, path }, 'the client went away');
      return answerError(error);
    }
    report(error, context);
    if (error instanceof RegistryError) return answerError(error);
    return answerError(registryError('STORE_ERROR', 'Error in the backend data store'));
  });
  return app;
}

async function answer(registry: Registry, endpoint: Endpoint, context: Context): Promise<Response> {
  const { req } = context;
  const type = pickAnswerType(req.header('accept'));
  const value = await endpoint.handle(registry, {
    path: readPath(req.path, req.param()),
    query: readQuery(endpoint.query, req.query()),
    body: endpoint.body === undefined ? {} : await readRequestBody(endpoint, endpoint.body, context),
  });
  const text = endpoint.answers === 'text' ? String(value) : JSON.stringify(value);
  return context.body(text, 200, { 'content-type': type });
}

/** Path values are decoded; the default context that a subject may begin with is left out. */
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
    else read[name] = readSubjectName(value);
  }
  return read;
}

function listMethods(endpoints: readonly Endpoint[]): string {
  const methods = endpoints.map(({ method }) => method);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

async function readRequestBody(endpoint: Endpoint, shape: NonNullable<Endpoint['body']>, { req }: Context) {
  checkBodyType(req.header('content-type'));
  const json = await readJson(req.raw);
  if (json !== undefined && json !== null) return readBody(shape, json);
  if (endpoint.missingBody !== undefined) throw endpoint.missingBody();
  return {};
}

/** A store that is gone fails every request: its lines are short, and one a second says enough. */
function createFailureReport({ logger, storeName = 'the schema store' }: RegistryAppOptions) {
  let nextAtMs = 0;
  let suppressed = 0;
  return (error: Error, { req: { method, path } }: Context): void => {
    const reason = readStoreFailure(error);
    if (reason === undefined) {
      logger?.error({ err: error, method, path }, 'the registry failed');
    } else if (Date.now() < nextAtMs) {
      suppressed++;
    } else {
      logger?.error({ method, path, ...(suppressed > 0 && { suppressed }) }, `${storeName} failed: ${reason}`);
      nextAtMs = Date.now() + 1000;
      suppressed = 0;
    }
  };
}

function answerError({ status, code, message }: RegistryError, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ error_code: code, message });
  return new Response(body, { status, headers: { ...headers, 'content-type': DEFAULT_ANSWER_TYPE } });
}
