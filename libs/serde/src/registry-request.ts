import { SchemaSourceError } from './serde-error.ts';

/** How a registry knows who asks. */
export type RegistryAuth =
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string };

/**
 * A registry's URL as users write it: credentials in it become basic authentication, and stand in `url` no more; where
 * there are none, a bearer `token` is presented.
 */
export function parseRegistryUrl(text: string, token?: string): { readonly url: string; readonly auth?: RegistryAuth } {
  const url = new URL(text);
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  if (username !== '') return { url: url.href, auth: { type: 'basic', username, password } };
  return token === undefined || token === '' ? { url: url.href } : { url: url.href, auth: { type: 'bearer', token } };
}

export interface RequesterOptions {
  /** Base URL; several are tried in turn when one cannot be reached. A path in it is kept. */
  readonly url: string | readonly string[];
  readonly auth?: RegistryAuth;
  /** For one answer, body included; 10,000 when absent. */
  readonly timeoutMs?: number;
  /** Largest answer read; 64 MiB when absent. */
  readonly maxAnswerBytes?: number;
  readonly fetch?: typeof globalThis.fetch;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Sends requests and turns every way to fail into SchemaSourceError. `find` turns a registry's 404 into `undefined`. */
export interface Requester {
  request<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer>;
  find<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer | undefined>;
}

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

export function createRequester(options: RequesterOptions): Requester {
  const { auth, timeoutMs = 10_000, maxAnswerBytes = 64 * 1024 * 1024 } = options;
  const send = options.fetch ?? globalThis.fetch;
  const bases = (typeof options.url === 'string' ? [options.url] : options.url).map((url) => url.replace(/\/+$/, ''));
  const headers: Record<string, string> = { accept: `${CONTENT_TYPE}, application/json` };
  if (auth !== undefined) headers['authorization'] = formatAuth(auth);

  async function request<Answer>(method: Method, path: string, { query, body }: RequestOptions = {}): Promise<Answer> {
    const target = path + formatQuery(query);
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      init.headers = { ...headers, 'content-type': CONTENT_TYPE };
      init.body = JSON.stringify(body);
    }
    let unreachable: SchemaSourceError | undefined;
    for (const base of bases) {
      let answer: { status: number; text: string };
      try {
        const response = await send(base + target, { ...init, signal: AbortSignal.timeout(timeoutMs) });
        answer = { status: response.status, text: await readText(response, maxAnswerBytes) };
      } catch (error) {
        unreachable = describeFailure(error, base, timeoutMs);
        continue;
      }
      return readAnswer(answer.status, answer.text, `${method} ${base}${target}`) as Answer;
    }
    throw unreachable ?? new SchemaSourceError('no registry URL was given');
  }

  return {
    request,
    async find<Answer>(method: Method, path: string, options?: RequestOptions) {
      try {
        return await request<Answer>(method, path, options);
      } catch (error) {
        if (error instanceof SchemaSourceError && isMissing(error)) return undefined;
        throw error;
      }
    },
  };
}

/** A registry's own "not found", not a 404 of something else that listens there. */
function isMissing({ errorCode }: SchemaSourceError): boolean {
  return errorCode !== undefined && errorCode >= 40401 && errorCode <= 40499;
}

function formatAuth(auth: RegistryAuth): string {
  if (auth.type === 'bearer') return `Bearer ${auth.token}`;
  const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function formatQuery(query: RequestOptions['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return text === '' ? '' : `?${text}`;
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new RangeError(`its answer is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function readAnswer(status: number, text: string, what: string): unknown {
  const body = parseJson(text);
  if (status >= 200 && status < 300) {
    // No answer of the API is null; proxies and half-written mocks say it.
    if (body === undefined || body === null) {
      throw new SchemaSourceError(`${what} answered ${status} without JSON`, { status });
    }
    return body;
  }
  const { error_code: errorCode, message } = readErrorBody(body);
  const said = message ?? (text.slice(0, 200).trim() || 'without a message');
  const code = errorCode === undefined || errorCode === status ? `${status}` : `${status}, error code ${errorCode}`;
  throw new SchemaSourceError(`${what} answered ${code}: ${said}`, { status, errorCode });
}

function readErrorBody(body: unknown): { error_code: number | undefined; message: string | undefined } {
  if (typeof body !== 'object' || body === null) return { error_code: undefined, message: undefined };
  const code = 'error_code' in body && typeof body.error_code === 'number' ? body.error_code : undefined;
  const message = 'message' in body && typeof body.message === 'string' ? body.message : undefined;
  return { error_code: code, message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeFailure(error: unknown, base: string, timeoutMs: number): SchemaSourceError {
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  const reason = timedOut ? `no answer within ${timeoutMs} ms` : describeCause(error);
  return new SchemaSourceError(`the schema registry at ${base} could not be asked: ${reason}`, { cause: error });
}

/** fetch says only "fetch failed"; the reason stands in its cause. */
function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}
