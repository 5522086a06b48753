import { findMode, MODES } from '../../mode.ts';
import type { Registry } from '../../registry.ts';
import { registryError } from '../../registry-error.ts';
import { checkScopeName, GLOBAL_SCOPE } from '../../subject.ts';
import { defineEndpoint } from '../endpoint.ts';

const BODY = { mode: { nullable: 'string' } } as const;

const ANSWER = { object: { mode: { always: { oneOf: Object.keys(MODES) } } } } as const;

/** The mode that was set; nothing, where only those below were. */
const DELETED = { object: { mode: { oneOf: Object.keys(MODES) } } } as const;

/** What was sent is answered as it was written. */
const UPDATED = { object: { mode: { always: { nullable: 'string' } } } } as const;

const missingMode = () => registryError('INVALID_MODE');

/** `/mode`: what may be done, globally, by context and by subject. */
export const modeEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/mode',
    summary: 'Read the global mode',
    query: { defaultToGlobal: 'boolean' },
    answer: ANSWER,
    errors: ['MODE_NOT_SET'],
    async handle(registry, { query: { defaultToGlobal = false } }) {
      return { mode: await (defaultToGlobal ? registry.readMode() : registry.readOwnMode()) };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/mode',
    summary: 'Set the global mode',
    query: { force: 'boolean' },
    body: BODY,
    missingBody: missingMode,
    answer: UPDATED,
    errors: ['OPERATION_NOT_PERMITTED'],
    handle: (registry, { query: { force = false }, body }) => update(registry, body.mode, undefined, force),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/mode',
    summary: 'Take the global mode back',
    query: { recursive: 'boolean' },
    answer: DELETED,
    errors: ['SUBJECT_NOT_FOUND', 'OPERATION_NOT_PERMITTED'],
    handle: async (registry, { query: { recursive = false } }) => ({
      mode: await registry.deleteMode(undefined, { recursive }),
    }),
  }),
  defineEndpoint({
    method: 'GET',
    path: '/mode/:subject',
    summary: 'Read the mode of a subject or context',
    query: { defaultToGlobal: 'boolean' },
    answer: ANSWER,
    errors: ['MODE_NOT_SET'],
    async handle(registry, { path: { subject }, query: { defaultToGlobal = false } }) {
      return { mode: await (defaultToGlobal ? registry.readMode(subject) : registry.readOwnMode(subject)) };
    },
  }),
  defineEndpoint({
    method: 'PUT',
    path: '/mode/:subject',
    summary: 'Set the mode of a subject or context',
    query: { force: 'boolean' },
    body: BODY,
    missingBody: missingMode,
    answer: UPDATED,
    errors: ['OPERATION_NOT_PERMITTED'],
    handle: (registry, { path, query: { force = false }, body }) => update(registry, body.mode, path.subject, force),
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/mode/:subject',
    summary: 'Take the mode of a subject or context back',
    query: { recursive: 'boolean' },
    answer: DELETED,
    errors: ['SUBJECT_NOT_FOUND', 'OPERATION_NOT_PERMITTED'],
    handle: async (registry, { path, query: { recursive = false } }) => ({
      mode: await registry.deleteMode(path.subject, { recursive }),
    }),
  }),
];

/** Answers what was sent. `null` takes the mode back. */
async function update(
  registry: Registry,
  text: string | null | undefined,
  scope: string | undefined,
  force: boolean,
): Promise<object> {
  if (scope !== undefined) checkScopeName(scope);
  const mode = typeof text === 'string' ? findMode(text) : undefined;
  if (mode === undefined && text !== null) throw missingMode();
  if (mode === 'FORWARD' && scope !== GLOBAL_SCOPE) {
    throw registryError('INVALID_MODE', 'Forward mode only supported on global level');
  }
  await registry.updateMode(mode, scope, { force });
  return { mode: text };
}
