import { findCompatibilityLevel } from '@sluice/formats';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import { defineEndpoint } from '../endpoint.ts';

const BODY = { compatibility: 'string' } as const;

const missingLevel = () => registryError('INVALID_COMPATIBILITY_LEVEL');

/** `/config`: compatibility levels, global and by subject. */
export const configEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/config',
    handle: async (registry) => ({ compatibilityLevel: await registry.readCompatibility() }),
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/config',
    body: BODY,
    missingBody: missingLevel,
    handle: (registry, { body }) => update(registry, body.compatibility),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/config',
    handle: async (registry) => ({ compatibilityLevel: await registry.deleteCompatibility() }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/config/:subject',
    query: { defaultToGlobal: 'boolean' },
    async handle(registry, { path: { subject }, query: { defaultToGlobal = false } }) {
      const level = defaultToGlobal ? registry.readCompatibility(subject) : registry.readOwnCompatibility(subject);
      return { compatibilityLevel: await level };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/config/:subject',
    body: BODY,
    missingBody: missingLevel,
    handle: (registry, { path, body }) => update(registry, body.compatibility, path.subject),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/config/:subject',
    handle: async (registry, { path }) => ({ compatibilityLevel: await registry.deleteCompatibility(path.subject) }),
  }),
];

/** Confluent's registry answers with the request; a body without a level changes nothing. */
async function update(registry: Registry, compatibility?: string, subject?: string): Promise<object> {
  if (compatibility === undefined) return {};
  const level = findCompatibilityLevel(compatibility);
  if (level === undefined) throw missingLevel();
  await registry.updateCompatibility(level, subject);
  return { compatibility };
}
