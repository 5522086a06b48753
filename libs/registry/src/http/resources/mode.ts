import { findMode } from '../../mode.ts';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import { defineEndpoint } from '../endpoint.ts';

const BODY = { mode: 'string' } as const;

const missingMode = () => registryError('INVALID_MODE');

/** `/mode`: what may be done, globally and by subject. */
export const modeEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/mode',
    handle: async (registry) => ({ mode: await registry.readMode() }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/mode',
    query: { force: 'boolean' },
    body: BODY,
    missingBody: missingMode,
    handle: (registry, { query: { force = false }, body }) => update(registry, body.mode, undefined, force),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/mode/:subject',
    query: { defaultToGlobal: 'boolean' },
    async handle(registry, { path: { subject }, query: { defaultToGlobal = false } }) {
      return { mode: await (defaultToGlobal ? registry.readMode(subject) : registry.readOwnMode(subject)) };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/mode/:subject',
    query: { force: 'boolean' },
    body: BODY,
    missingBody: missingMode,
    handle: (registry, { path, query: { force = false }, body }) => update(registry, body.mode, path.subject, force),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/mode/:subject',
    handle: async (registry, { path }) => ({ mode: await registry.deleteMode(path.subject) }),
  }),
];

async function update(
  registry: Registry,
  text: string | undefined,
  subject: string | undefined,
  force: boolean,
): Promise<object> {
  const mode = text === undefined ? undefined : findMode(text);
  if (mode === undefined) throw missingMode();
  await registry.updateMode(mode, subject, { force });
  return { mode };
}
