import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '@sluice/runtime';
import { Refusal } from './refusal.ts';

/**
 * A page of another site can make its visitor's browser ask us, under a name of its own that leads to this machine.
 * Throws Refusal for a Host header that names neither this machine nor the address we listen on.
 */
export function checkHost({ host = '' }: IncomingHttpHeaders, listenHost: string): void {
  const name = readHostName(host).toLowerCase();
  if (isLoopback(name) || name.endsWith('.localhost') || name === listenHost.toLowerCase()) return;
  throw new Refusal('foreign-host', 'This listener answers to names of this machine only: use 127.0.0.1 or localhost');
}

/** Answers whether a page of another origin asks that may; throws Refusal where it may not. */
export function checkOrigin({ origin, host = '' }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined) return false;
  if (allowed.includes(origin)) return true;
  if (URL.canParse(origin) && new URL(origin).host === host.toLowerCase()) return false;
  throw new Refusal('foreign-origin', 'Pages of other origins may not ask here: --cors-origins allows some');
}

/** What browsers must be told so that a page of `origin` may read the answer. */
export function writeCorsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'etag, retry-after, www-authenticate',
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'origin',
  };
}

/** The answer to a browser that asks whether it may ask. */
export function answerPreflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...writeCorsHeaders(origin),
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers': 'authorization, content-type, accept, if-none-match',
      'access-control-max-age': '600',
    },
  });
}

function readHostName(host: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return bracketed ?? plain ?? '';
}
