import { findCompatibilityLevel } from '@sluice/formats';
import type { Registry } from '../../registry.ts';
import { RegistryError, registryError } from '../../registry-error.ts';
import { defineEndpoint } from '../endpoint.ts';

const BODY = { compatibility: 'string-or-null' } as const;

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

/** Answers what is set then. A body without a level changes nothing, and one with null unsets it. */
async function update(registry: Registry, compatibility: string | null | undefined, subject?: string): Promise<object> {
  if (compatibility === undefined) return describeOwn(registry, subject);
  const level = compatibility === null ? undefined : findCompatibilityLevel(compatibility);
  if (level === undefined && compatibility !== null) throw missingLevel();
  await registry.updateCompatibility(level, subject);
  return level === undefined ? {} : { compatibility: level };
}

async function describeOwn(registry: Registry, subject: string | undefined): Promise<object> {
  if (subject === undefined) return { compatibility: await registry.readCompatibility() };
  try {
    return { compatibility: await registry.readOwnCompatibility(subject) };
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'CONFIG_NOT_SET') return {};
    throw error;
  }
}
