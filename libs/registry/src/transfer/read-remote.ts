import {
  createRequester,
  DEFAULT_CONTEXT,
  GLOBAL_CONTEXT,
  joinSubject,
  normalizeSubject,
  SchemaSourceError,
  splitSubject,
} from '@sluice/serde';
import type { Requester, RequesterOptions } from '@sluice/serde';
import type { Association } from '../association.ts';
import { findMode } from '../mode.ts';
import type { Settings } from '../settings.ts';
import { keyOfSchema } from './content.ts';
import type { RegistryContent, ScopeSettings, TransferSchema, TransferVersion } from './content.ts';
import { DEFAULT_SETTINGS } from './diff-content.ts';
import { isSame } from './import-content.ts';
import { readConfig, readSchemaParts, readShape, readTimeMs, SCHEMA_RECORD } from './read-record.ts';
import { TransferError } from './transfer-error.ts';

/** A registry that is reached by the Confluent REST API. */
export interface RemoteRegistry {
  readonly requester: Requester;
  /** Reads everything that the API tells. What is written meanwhile may be in it or not. */
  readContent(options?: ReadRemoteOptions): Promise<RegistryContent>;
}

export interface ReadRemoteOptions {
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Requests under way at once: registries answer reads from memory, and one is never to be overrun. */
const PARALLEL = 8;

export function openRemoteContent(options: RequesterOptions): RemoteRegistry {
  const requester = createRequester({ timeoutMs: 60_000, ...options });
  return { requester, readContent: (reading) => readContent(requester, reading) };
}

async function readContent(
  requester: Requester,
  { onProgress, signal }: ReadRemoteOptions = {},
): Promise<RegistryContent> {
  const known = await listContexts(requester);
  const contexts = known ?? [DEFAULT_CONTEXT];
  const query = { deleted: true, subjectPrefix: ':*:' };
  const listed = await requester.request<unknown>('GET', '/subjects', { query });
  const subjects = [...new Set(readTexts(listed, 'the list of subjects').map(normalizeSubject))].toSorted();

  const rows: { subject: string; version: number; deleted: boolean }[] = [];
  await forEach(subjects, signal, async (subject) => {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const all = await requester.find<unknown>('GET', path, { query: { deleted: true } });
    // A subject may be gone by now.
    if (all === undefined) return;
    const live = new Set(readNumbers((await requester.find<unknown>('GET', path)) ?? []));
    for (const version of readNumbers(all)) rows.push({ subject, version, deleted: !live.has(version) });
  });

  const schemas = new Map<string, TransferSchema>();
  const versions: TransferVersion[] = [];
  let done = 0;
  onProgress?.(0, rows.length);
  await forEach(rows, signal, async ({ subject, version, deleted }) => {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    const answer = await requester.find<unknown>('GET', path, { query: { deleted: true } });
    onProgress?.(++done, rows.length);
    if (answer === undefined) return;
    const record = readShape(SCHEMA_RECORD, answer);
    const { id = 0 } = record;
    if (id < 1) throw new TransferError([`${subject} version ${version} has no id in the registry's answer`]);
    const { context } = splitSubject(subject);
    const schema = { context, id, ...readSchemaParts(record) };
    const key = keyOfSchema(schema);
    const same = schemas.get(key);
    if (same !== undefined && same.schema !== schema.schema) {
      throw new TransferError([
        `id ${id} of context ${context} is two schemas, one of them ${subject} version ${version}`,
      ]);
    }
    schemas.set(key, same ?? schema);
    const createdAtMs = readTimeMs(Reflect.get(Object(answer), 'ts'));
    versions.push({ subject, version, id, deleted, ...(createdAtMs !== undefined && { createdAtMs }) });
  });

  return {
    contexts: await readContexts(requester, contexts, [...schemas.values()]),
    retired: [],
    schemas: [...schemas.values()],
    versions,
    settings: dropEcho(await readSettings(requester, contexts, subjects, signal), known !== undefined),
    associations: await readAssociations(requester, subjects, signal),
  };
}

/** Undefined for a registry that knows no contexts. */
async function listContexts(requester: Requester): Promise<readonly string[] | undefined> {
  const answer = await findHere<unknown>(requester, '/contexts');
  return answer === undefined
    ? undefined
    : [...new Set([DEFAULT_CONTEXT, ...readTexts(answer, 'the list of contexts')])];
}

/** With the next id, which is past every one that was ever given where the registry tells the largest. */
async function readContexts(requester: Requester, contexts: readonly string[], schemas: readonly TransferSchema[]) {
  return Promise.all(
    contexts.map(async (context) => {
      const ids = schemas.filter((schema) => schema.context === context).map(({ id }) => id);
      const some = ids[0];
      const query = { fetchMaxId: true, subject: joinSubject(context, '') || undefined };
      const answer = some === undefined ? {} : await findHere(requester, `/schemas/ids/${some}`, query);
      const { maxId = 0 } = readShape({ maxId: 'integer' } as const, answer ?? {});
      return { context, nextId: ids.reduce((max, id) => Math.max(max, id), maxId) + 1, listed: true };
    }),
  );
}

async function readSettings(
  requester: Requester,
  contexts: readonly string[],
  subjects: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly ScopeSettings[]> {
  const named = contexts.filter((context) => context !== DEFAULT_CONTEXT);
  const wider =
    named.length === 0 ? [''] : ['', joinSubject(GLOBAL_CONTEXT, ''), ...named.map((name) => joinSubject(name, ''))];
  // A subject may have settings and no version: they are read where the registry lists it, and cannot be found elsewhere.
  const found: ScopeSettings[] = [];
  await forEach([...wider, ...subjects], signal, async (scope) => {
    const settings = await readScope(requester, scope);
    if (Object.keys(settings).length > 0) found.push({ scope, settings });
  });
  return found;
}

/**
 * Registries without contexts may answer what holds for a subject as if it were set there. Where that is what holds
 * anyway, nothing is lost when it is left out.
 */
function dropEcho(settings: readonly ScopeSettings[], hasContexts: boolean): readonly ScopeSettings[] {
  const isOpen = settings.every(({ scope, settings: { mode } }) => scope !== '' || mode === undefined);
  if (hasContexts || !isOpen) return settings;
  return settings.flatMap(({ scope, settings: { mode, ...rest } }) => {
    const kept = { ...rest, ...(mode !== undefined && mode !== DEFAULT_SETTINGS.mode && { mode }) };
    return Object.keys(kept).length === 0 ? [] : [{ scope, settings: kept }];
  });
}

async function readScope(requester: Requester, scope: string): Promise<Settings> {
  const isTop = scope === '' || scope === joinSubject(GLOBAL_CONTEXT, '');
  const suffix = scope === '' ? '' : `/${encodeURIComponent(scope)}`;
  const configAnswer = await findHere<unknown>(requester, `/config${suffix}`);
  const modeAnswer = await findHere<unknown>(requester, `/mode${suffix}`);
  const config = configAnswer === undefined ? undefined : readConfig(configAnswer);
  const mode = findMode(readShape({ mode: 'string' } as const, modeAnswer ?? {}).mode ?? '');
  // What holds where nothing is set is answered too, and cannot be told from what is.
  return {
    ...(config !== undefined && !(isTop && isSame(config, DEFAULT_SETTINGS.config)) && { config }),
    ...(mode !== undefined && !(isTop && mode === DEFAULT_SETTINGS.mode) && { mode }),
  };
}

/** Undefined where the registry knows no associations. */
async function readAssociations(
  requester: Requester,
  subjects: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Association[] | undefined> {
  const found = new Map<string, Association>();
  let isKnown = true;
  await forEach(subjects, signal, async (subject) => {
    if (!isKnown) return;
    const answer = await findHere<unknown>(requester, `/associations/subjects/${encodeURIComponent(subject)}`);
    if (!Array.isArray(answer)) {
      isKnown = false;
      return;
    }
    for (const each of answer) {
      const association = readAssociation(each, subject);
      found.set(association.guid || JSON.stringify(each), association);
    }
  });
  return isKnown ? [...found.values()] : undefined;
}

function readAssociation(json: unknown, subject: string): Association {
  const read = readShape(
    {
      guid: 'string',
      resourceName: 'string',
      resourceNamespace: 'string',
      resourceId: 'string',
      resourceType: 'string',
      associationType: 'string',
      lifecycle: { oneOf: ['STRONG', 'WEAK'] },
      frozen: 'boolean',
    } as const,
    json,
  );
  return {
    guid: read.guid ?? '',
    subject,
    resourceName: read.resourceName ?? '',
    resourceNamespace: read.resourceNamespace ?? '',
    resourceId: read.resourceId ?? '',
    resourceType: read.resourceType ?? 'topic',
    associationType: read.associationType ?? '',
    lifecycle: read.lifecycle ?? 'WEAK',
    frozen: read.frozen ?? false,
    createdAtMs: readTimeMs(Reflect.get(Object(json), 'createTs')) ?? 0,
    updatedAtMs: readTimeMs(Reflect.get(Object(json), 'updateTs')) ?? 0,
  };
}

/** Undefined for what the registry does not have: the thing, or the path. */
async function findHere<Answer>(
  requester: Requester,
  path: string,
  query: Readonly<Record<string, string | boolean | undefined>> = {},
): Promise<Answer | undefined> {
  try {
    return await requester.find<Answer>('GET', path, { query });
  } catch (error) {
    if (error instanceof SchemaSourceError && (error.status === 404 || error.status === 405)) return undefined;
    throw error;
  }
}

/** Runs `work` for each, some at once. The first failure ends it. */
export async function forEach<Item>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) {
      signal?.throwIfAborted();
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
}

function readTexts(answer: unknown, what: string): string[] {
  if (Array.isArray(answer) && answer.every((item) => typeof item === 'string')) return answer;
  throw new TransferError([`${what} is no list of names: is this the URL of a schema registry?`]);
}

function readNumbers(answer: unknown): number[] {
  if (Array.isArray(answer) && answer.every((item) => Number.isInteger(item))) return answer.map(Math.abs);
  throw new TransferError(['a list of versions is no list of numbers: is this the URL of a schema registry?']);
}
