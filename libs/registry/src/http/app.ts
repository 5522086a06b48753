import type { Logger } from '@sluice/runtime';
import { normalizeSubject } from '@sluice/serde';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Registry } from '../registry.ts';
import { RegistryError, registryError } from '../registry-error.ts';
import { readStoreFailure } from '../store/store-failure.ts';
import { rewriteContextPath } from './context-path.ts';
import type { Endpoint, RawRequest, ServerFacts } from './endpoint.ts';
import { createKeptAnswers, isKnownTo } from './kept-answers.ts';
import type { KeptAnswer } from './kept-answers.ts';
import { checkBodyType, DEFAULT_ANSWER_TYPE, pickAnswerType } from './media-types.ts';
import { readJson } from './read-json.ts';
import { readBody, readQuery, requireCleanText } from './request-shape.ts';
import { associationsEndpoints } from './resources/associations.ts';
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
  /** After which a request is answered with 50002 whatever the store does; 30,000 when absent. */
  readonly answerTimeoutMs?: number;
  /** What `/v1/metadata` says. */
  readonly server?: ServerFacts;
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
  ...associationsEndpoints,
];

/**
 * The Confluent Schema Registry REST API over `registry`. Mounted under another app, that app answers what no path here
 * matches; on its own it answers 404 in the API's form.
 */
export function createRegistryApp(registry: Registry, options: RegistryAppOptions = {}): Hono {
  const app = new Hono();
  const { answerTimeoutMs = 30_000, server = NOBODY } = options;
  const report = createFailureReport(options);
  const kept = createKeptAnswers(registry);
  // This comes first, so that the last route of any other path is its own.
  app.use(async ({ req: { raw, path }, env }, next) => {
    const url = rewriteUrl(raw, path);
    if (url === undefined) return next();
    const { method, headers, body } = raw;
    const rewritten = new Request(url, { method, headers, body, ...(body !== null && { duplex: 'half' }) });
    // With whoever asks, which the app above says there.
    return app.fetch(rewritten, env);
  });

  async function answer(endpoint: Endpoint, context: Context, type: string): Promise<Response> {
    const { generation } = registry.freshness;
    const request = await readRequest(registry, endpoint, context);
    const value = await withTimeout(endpoint.handle(registry, request, server), answerTimeoutMs);
    if (endpoint.answer === 'none') return new Response(null, { status: 204 });
    const text = endpoint.answer === 'text' ? String(value) : JSON.stringify(value);
    if (!endpoint.isRead) return new Response(text, { status: endpoint.status, headers: { 'content-type': type } });
    // What `latest` and -1 name is another thing when another process registers one.
    const isLasting = request.path['version'] === undefined || /^\d+$/.test(request.path['version']);
    return answerRead(context, kept.add(isLasting ? context.req.url : undefined, type, text, generation));
  }

  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, toRoute(endpoint.path), (context) => {
      const type = pickAnswerType(context.req.header('accept'));
      const known = endpoint.isRead ? kept.find(context.req.url, type) : undefined;
      return known === undefined ? answer(endpoint, context, type) : answerRead(context, known);
    });
  }
  for (const [path, endpoints] of Map.groupBy(ENDPOINTS, (endpoint) => endpoint.path)) {
    const allow = listMethods(endpoints);
    const route = toRoute(path);
    app.options(route, () => new Response(null, { status: 200, headers: { allow } }));
    app.all(route, () => answerError(registryError('METHOD_NOT_ALLOWED'), { allow }));
  }
  app.notFound(() => answerError(registryError('NOT_FOUND')));
  app.onError((error, context) => {
    if (error instanceof RegistryError && error.status < 500) {
      const { method, path } = context.req;
      if (error.cause !== undefined) options.logger?.debug({ err: error, method, path }, 'the client went away');
      return answerError(error);
    }
    report(error, context);
    if (error instanceof RegistryError) return answerError(error);
    if (isStatementTimeout(error)) return answerError(registryError('OPERATION_TIMEOUT', 'Operation timed out'));
    return answerError(registryError('STORE_ERROR', 'Error in the backend data store'));
  });
  return app;
}

const NOBODY: ServerFacts = { version: '', commitId: '', clusterId: '' };

const FURTHER_SLASH = /\/\/|.\/$/;

/** JAX-RS takes no notice of further slashes; paths below a context mean others. Undefined for what is as it should be. */
function rewriteUrl(request: Request, path: string): URL | undefined {
  const hasFurther = FURTHER_SLASH.test(path);
  if (!hasFurther && !path.startsWith('/contexts/')) return undefined;
  const url = new URL(request.url);
  if (hasFurther) url.pathname = url.pathname.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return rewriteContextPath(url, request.method) ?? (hasFurther ? url : undefined);
}

/** The router's way to write a path: a colon within a name begins no variable. */
function toRoute(path: string): string {
  return path.replace(/\/([^/:]+:[^/]+)$/, '/:operation{$1}');
}

function answerRead({ req }: Context, known: KeptAnswer): Response {
  if (isKnownTo(req.header('if-none-match'), known)) {
    const { 'content-type': _, ...headers } = known.headers;
    return new Response(null, { status: 304, headers });
  }
  return new Response(known.body, { status: 200, headers: known.headers });
}

async function readRequest(registry: Registry, endpoint: Endpoint, context: Context): Promise<RawRequest> {
  const { req } = context;
  const path = readPath(req.path, req.param());
  const query = readQuery(endpoint.query, req.queries());
  const body = endpoint.body === undefined ? {} : await readRequestBody(endpoint, endpoint.body, context);
  const { subject } = path;
  if (subject === undefined || !endpoint.path.includes('/subjects/:subject')) return { path, query, body };
  return { path: { ...path, subject: await registry.resolveAlias(subject) }, query, body };
}

/** A store that does not answer may do so later, or never: whoever asked is told in time. */
async function withTimeout<Value>(value: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    const refuse = () => reject(registryError('OPERATION_TIMEOUT', `No answer within ${timeoutMs} ms`));
    timer = setTimeout(refuse, timeoutMs);
  });
  try {
    return await Promise.race([value, expired]);
  } finally {
    clearTimeout(timer);
  }
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

/** PostgreSQL's query_canceled, which is what a statement timeout comes as. */
function isStatementTimeout(error: Error): boolean {
  if (error.cause instanceof Error) return isStatementTimeout(error.cause);
  return 'code' in error && error.code === '57014';
}

function answerError({ status, code, message }: RegistryError, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ error_code: code, message });
  return new Response(body, { status, headers: { ...headers, 'content-type': DEFAULT_ANSWER_TYPE } });
}
