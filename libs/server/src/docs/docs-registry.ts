import type { Hono } from 'hono';
import { parseRegistryUrl } from '@sluice/serde';
import type { DocsRegistry } from './docs-cache.ts';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 16 * 1024 * 1024;
/** How long what another registry said is not asked again. */
const REMOTE_LASTS_MS = 10_000;

/** The registry of this process, asked without a network. */
export function readLocalRegistry(app: Hono, revision: () => Promise<number>): DocsRegistry {
  return {
    async ask(path) {
      const response = await app.request(path);
      return { status: response.status, body: await response.text() };
    },
    revision: async () => String(await revision()),
  };
}

/** A registry elsewhere. Its credentials stay in this process. */
export function readRemoteRegistry(registryUrl: string, token?: string): DocsRegistry {
  const { url, auth } = parseRegistryUrl(registryUrl, token);
  const headers: Record<string, string> = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };
  if (auth?.type === 'basic') {
    headers['authorization'] = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  }
  if (auth?.type === 'bearer') headers['authorization'] = `Bearer ${auth.token}`;
  return {
    async ask(path) {
      const response = await fetch(url.replace(/\/+$/u, '') + path, {
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
      const body = await response.text();
      if (body.length > MAX_BYTES) throw new RangeError(`an answer longer than ${MAX_BYTES} characters`);
      return { status: response.status, body };
    },
    revision: async () => String(Math.floor(performance.now() / REMOTE_LASTS_MS)),
  };
}
