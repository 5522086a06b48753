import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { getPath } from 'hono/utils/url';
import type { Logger, Metrics } from '@sluice/runtime';
import type { Authenticator } from './authenticator.ts';
import { authorize } from './authorize.ts';
import type { Question } from './permission.ts';
import { boundBody } from './body-limit.ts';
import { answerPreflight, checkHost, checkOrigin, writeCorsHeaders } from './origin.ts';
import { ANONYMOUS, mayUseSubject } from './principal.ts';
import type { Principal } from './principal.ts';
import { readQualifiedSubject } from './qualified-subject.ts';
import { createRateLimiter, readAddressKey } from './rate-limit.ts';
import type { Rate, RateLimiter } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import type { Actor, RequestEnv, SendText } from './request-env.ts';

/** What the adaptor gives with a request. */
export interface NodeEnv {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Answers a request as an app does. */
export type Answer = (request: Request, env: RequestEnv) => Response | Promise<Response>;

export interface GuardOptions {
  readonly answer: Answer;
  /** The registry alone, for questions of our own; undefined when this process has none. */
  readonly registry?: Answer | undefined;
  /** Undefined where nobody is asked who they are. */
  readonly authenticator?: Authenticator | undefined;
  /** The address listened on, when only this machine can reach it and nobody is asked who they are. */
  readonly loopbackHost?: string | undefined;
  /** Origins whose pages may ask. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Connections are encrypted. */
  readonly tls?: boolean | undefined;
  readonly maxBodyBytes: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The one door of the HTTP listener: every request passes here before any route is looked for. */
export type Guard = (request: Request, env: NodeEnv) => Response | Promise<Response>;

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What some path takes. */
const ALLOWED = [...METHODS].join(', ');

/** Says nothing but whether the process lives and works; load balancers have no credentials. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/livez', '/readyz']);

export function createGuard(options: GuardOptions): Guard {
  const { answer, authenticator, loopbackHost, corsOrigins = [], maxBodyBytes, logger } = options;
  const securityHeaders = Object.entries({ ...SECURITY_HEADERS, ...(options.tls ? TLS_HEADERS : {}) });
  const limiter = createRateLimiter();
  const refusals = options.metrics.counter({
    name: 'sluice_http_refused_total',
    help: 'HTTP requests refused before any route: by status.',
    labels: ['status'],
  });

  async function guard(request: Request, env: NodeEnv, path: string, address: string): Promise<Response> {
    if (authenticator === undefined) return answer(request, describeEnv(env, ANONYMOUS, address));
    const { addressRate, principalRate } = await authenticator.readConfig();
    takeTurn(limiter, `address ${readAddressKey(address)}`, addressRate);
    const principal = await authenticator.authenticate(env.incoming, address);
    takeTurn(limiter, `principal ${principal.method} ${principal.name}`, principalRate);
    const guarded = describeEnv(env, principal, address);
    const ask: Question['ask'] = async (question) =>
      (await options.registry?.(question, guarded)) ?? new Response(null, { status: 404 });
    const permission = await authorize({ principal, request, ask }, path);
    if ('response' in permission) return permission.response;
    if (permission.show === undefined) return answer(permission.request, withSender(guarded));
    return permission.show(await answer(permission.request, guarded));
  }

  function refuse(error: unknown, { incoming }: NodeEnv): Response {
    if (!(error instanceof Refusal)) {
      logger.error({ err: error, method: incoming.method }, 'a request could not be checked');
      return Response.json({ error_code: 500, message: 'Internal Server Error' }, { status: 500 });
    }
    refusals.inc({ status: String(error.status) });
    return error.answer();
  }

  return (given, env) => {
    const { incoming, outgoing } = env;
    for (const [name, value] of securityHeaders) outgoing.setHeader(name, value);
    try {
      const { headers } = incoming;
      const path = getPath(given);
      const address = incoming.socket.remoteAddress ?? 'unknown';
      if (OPEN_PATHS.has(path) && isRead(given.method)) return answer(given, describeEnv(env, ANONYMOUS, address));
      if (loopbackHost !== undefined) checkHost(headers, loopbackHost);
      const { origin } = headers;
      if (checkOrigin(headers, corsOrigins) && origin !== undefined) {
        if (given.method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) {
          return answerPreflight(origin);
        }
        for (const [name, value] of Object.entries(writeCorsHeaders(origin))) outgoing.setHeader(name, value);
      }
      if (Number(headers['content-length'] ?? 0) > maxBodyBytes) {
        throw new Refusal('too-large', `The body is longer than ${maxBodyBytes} bytes`);
      }
      if (authenticator === undefined && isPlain(given, path, headers)) {
        return answer(given, withSender(describeEnv(env, ANONYMOUS, address)));
      }
      if (!METHODS.has(given.method))
        return refuse(new Refusal('method', 'HTTP 405 Method Not Allowed', { allow: ALLOWED }), env);
      const request = boundBody(straighten(given, path), headers, maxBodyBytes);
      return guard(request, env, getPath(request), address).catch((error: unknown) => refuse(error, env));
    } catch (error) {
      return refuse(error, env);
    }
  };
}

/** Pages that need more say so themselves: the headers of an answer come after these. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const TLS_HEADERS = { 'strict-transport-security': 'max-age=31536000' };

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Nothing has to be made straight: by far the most requests, which go on untouched. */
function isPlain({ method }: Request, path: string, headers: IncomingMessage['headers']): boolean {
  return METHODS.has(method) && !/\/\/|.\/$/.test(path) && headers['transfer-encoding'] === undefined;
}

/** Pages of ours whose relative links need the slash at the end. */
const PAGES = /^\/(?:console|docs)(?:\/|$)/;

/** Several slashes are one, and none ends a path of an API: so nothing behind this reads a path otherwise than we do. */
function straighten(request: Request, path: string): Request {
  const isTrailing = path.length > 1 && path.endsWith('/') && !PAGES.test(path.replace(/^\/+/, '/'));
  if (!path.includes('//') && !isTrailing) return request;
  const url = new URL(request.url);
  url.pathname = url.pathname.replaceAll(/\/{2,}/g, '/');
  if (isTrailing) url.pathname = url.pathname.replace(/(?<=.)\/$/, '');
  const { method, headers, body } = request;
  return new Request(url, { method, headers, body, ...(body !== null && { duplex: 'half' as const }) });
}

function takeTurn(limiter: RateLimiter, key: string, rate: Rate | undefined): void {
  if (rate === undefined) return;
  const wait = limiter.take(key, rate);
  if (wait > 0) throw new Refusal('too-many', 'Too many requests', { 'retry-after': String(wait) });
}

/** For requests whose answers go out as they are given. */
function withSender(env: RequestEnv): RequestEnv {
  const { incoming, outgoing, actor } = env;
  if (incoming.method !== 'GET') return env;
  const sendText: SendText = (status, headers, text) => {
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    outgoing.end(text);
    return RESPONSE_ALREADY_SENT;
  };
  return { incoming, outgoing, actor, sendText };
}

function describeEnv({ incoming, outgoing }: NodeEnv, principal: Principal, address: string): RequestEnv {
  const { name, method } = principal;
  const actor: Actor = {
    name,
    method,
    address,
    may: (role, subject) => mayUseSubject(principal, role, readQualifiedSubject(subject)),
  };
  return { incoming, outgoing, actor };
}
