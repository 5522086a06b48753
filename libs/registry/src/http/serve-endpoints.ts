import type { Context, Hono } from 'hono';
import type { Registry } from '../registry.ts';
import { RegistryError, registryError } from '../registry-error.ts';
import { readActor } from './actor.ts';
import type { Endpoint, ServerFacts } from './endpoint.ts';
import { isStoreTimeout } from '../store/store-failure.ts';
import { createFailureReport } from './failure-report.ts';
import type { FailureReportOptions } from './failure-report.ts';
import { createKeptAnswers, isKnownTo } from './kept-answers.ts';
import type { KeptAnswer } from './kept-answers.ts';
import { DEFAULT_ANSWER_TYPE, pickAnswerType } from './media-types.ts';
import { readRequest } from './read-request.ts';

export interface RegistryAppOptions extends FailureReportOptions {
  /** After which a request is answered with 50002 whatever the store does; 30,000 when absent. */
  readonly answerTimeoutMs?: number;
  /** What `/v1/metadata` says. */
  readonly server?: ServerFacts;
}

/** Adds each endpoint to the app, and what answers other methods of its path, errors, and paths that there are not. */
export function serveEndpoints(
  app: Hono,
  endpoints: readonly Endpoint[],
  registry: Registry,
  options: RegistryAppOptions,
): void {
  const { answerTimeoutMs = 30_000, server = NOBODY } = options;
  const report = createFailureReport(options);
  const kept = createKeptAnswers(registry);

  async function answer(endpoint: Endpoint, context: Context, type: string): Promise<Response> {
    const { generation } = registry.freshness;
    const request = await readRequest(registry, endpoint, context);
    const actor = readActor(context);
    const own = endpoint.method === 'GET' ? registry : registry.as(actor);
    const value = await withTimeout(endpoint.handle(own, request, server, actor), answerTimeoutMs);
    if (endpoint.answer === 'none') return new Response(null, { status: 204 });
    const text = endpoint.answer === 'text' ? String(value) : JSON.stringify(value);
    if (!endpoint.isRead) return new Response(text, { status: endpoint.status, headers: { 'content-type': type } });
    // What `latest` and -1 name is another thing when another process registers one.
    const isLasting = request.path['version'] === undefined || /^\d+$/.test(request.path['version']);
    return answerRead(context, kept.add(isLasting ? context.req.url : undefined, type, text, generation));
  }

  for (const endpoint of endpoints) {
    app.on(endpoint.method, toRoute(endpoint.path), (context) => {
      const type = pickAnswerType(context.req.header('accept'));
      const known = endpoint.isRead ? kept.find(context.req.url, type) : undefined;
      return known === undefined ? answer(endpoint, context, type) : answerRead(context, known);
    });
  }
  for (const [path, ofPath] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    const allow = listMethods(ofPath);
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
    if (isStoreTimeout(error)) return answerError(registryError('OPERATION_TIMEOUT', 'Operation timed out'));
    return answerError(registryError('STORE_ERROR', 'Error in the backend data store'));
  });
}

const NOBODY: ServerFacts = { version: '', commitId: '', clusterId: '' };

/** The router's way to write a path: a colon within a name begins no variable. */
function toRoute(path: string): string {
  return path.replace(/\/([^/:]+:[^/]+)$/, '/:operation{$1}');
}

/** What the server may give with a request: a way to answer a text without a Response, which stands for the answer. */
interface ServerEnv {
  readonly sendText?: (status: number, headers: Readonly<Record<string, string>>, text: string) => Response;
}

function answerRead({ req, env }: Context, known: KeptAnswer): Response {
  if (isKnownTo(req.header('if-none-match'), known)) {
    const { 'content-type': _, ...headers } = known.headers;
    return new Response(null, { status: 304, headers });
  }
  const { headers, body } = known;
  const { sendText } = (env ?? {}) as ServerEnv;
  return sendText?.(200, headers, body) ?? new Response(body, { status: 200, headers });
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

function listMethods(endpoints: readonly Endpoint[]): string {
  const methods = endpoints.map(({ method }) => method);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

function answerError({ status, code, message }: RegistryError, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ error_code: code, message });
  return new Response(body, { status, headers: { ...headers, 'content-type': DEFAULT_ANSWER_TYPE } });
}
