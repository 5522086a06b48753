import type { Formats } from '@sluice/formats';
import { DEFAULT_CONTEXT, joinSubject, SchemaSourceError, splitSubject } from '@sluice/serde';
import type { Requester } from '@sluice/serde';
import type { Association } from '../association.ts';
import type { Mode } from '../mode.ts';
import { keyOfSchema, keyOfVersion, schemaKeyOf, sortByDependency } from './content.ts';
import type { RegistryContent, TransferSchema, TransferVersion } from './content.ts';
import { diffContent } from './diff-content.ts';
import type { Difference } from './diff-content.ts';
import type { RemoteRegistry } from './read-remote.ts';
import { TransferError } from './transfer-error.ts';

export interface PushOptions {
  readonly formats: Formats;
  readonly dryRun?: boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PushResult {
  readonly schemas: number;
  readonly versions: number;
  readonly settings: number;
  /** Associations that the target has not: the API that keeps ids does not bring them over. */
  readonly associationsLeft: number;
  /** In what the two differ after all, beyond those and what the target has more. */
  readonly differences: readonly Difference[];
}

/**
 * Puts everything of `content` into a registry over the Confluent REST API, under the same ids and versions: each context
 * is in mode IMPORT meanwhile, and so takes no other registrations. What is there already stays: a push that was broken
 * off is gone on with by starting it again. Throws TransferError with every conflict before anything is written.
 */
export async function pushContent(
  content: RegistryContent,
  target: RemoteRegistry,
  { formats, dryRun = false, onProgress, signal }: PushOptions,
): Promise<PushResult> {
  const { requester } = target;
  const existing = await target.readContent({ signal });
  const differences = await diffContent(content, existing, formats);
  const conflicts = listConflicts(content, existing, differences);
  if (conflicts.length > 0) throw new TransferError(conflicts);
  const known = new Map(existing.versions.map((row) => [keyOfVersion(row), row]));
  const missing = content.versions.filter((row) => !known.has(keyOfVersion(row)));
  // A push that was broken off may have registered versions that it had still to delete.
  const toDelete = content.versions.filter((row) => row.deleted && known.get(keyOfVersion(row))?.deleted !== true);
  const settings = differences.filter(({ kind, change }) => isSetting(kind) && change !== 'onlyInB');
  const knownIds = new Set(existing.schemas.map(keyOfSchema));
  const counts = {
    schemas: content.schemas.filter((schema) => !knownIds.has(keyOfSchema(schema))).length,
    versions: missing.length,
    settings: settings.length,
    associationsLeft: countLeft(content, existing),
  };
  if (dryRun) return { ...counts, differences: [] };

  const scopes = [...new Set([...missing, ...toDelete].map(({ subject }) => contextScope(subject)))];
  const overridden = findOverridden(existing, missing);
  const leftOpen = findLeftOpen(content, existing);
  const before = await openForImport(requester, [...new Set([...scopes, ...overridden, ...leftOpen])]);
  try {
    await registerAll(requester, content, missing, { onProgress, signal });
    await deleteAll(requester, content, toDelete, signal);
  } finally {
    for (const [scope, mode] of before) await setMode(requester, scope, mode);
  }
  // Modes come last: one of them may be READONLY.
  for (const part of ['config', 'mode'] as const) {
    for (const { scope, settings: wanted } of orderScopes(content, part)) {
      const value = wanted[part];
      const own = existing.settings.find((each) => each.scope === scope)?.settings[part];
      if (value === undefined || JSON.stringify(own) === JSON.stringify(value)) continue;
      signal?.throwIfAborted();
      const path = `/${part}${scope === '' ? '' : `/${encodeURIComponent(scope)}`}`;
      if (typeof value === 'string')
        await requester.request('PUT', path, { body: { mode: value }, query: { force: true } });
      else {
        const { compatibilityLevel, ...rest } = value;
        await requester.request('PUT', path, { body: { ...rest, compatibility: compatibilityLevel } });
      }
    }
  }
  const after = await diffContent(content, await target.readContent({ signal }), formats);
  return { ...counts, differences: after.filter(({ change, kind }) => change !== 'onlyInB' && kind !== 'association') };
}

/** What stands in the way: the same id or version is something else already. Settings of the source prevail. */
function listConflicts(
  content: RegistryContent,
  existing: RegistryContent,
  differences: readonly Difference[],
): readonly string[] {
  const wanted = new Map(content.versions.map((row) => [`${row.subject} version ${row.version}`, row]));
  const known = new Map(existing.versions.map((row) => [`${row.subject} version ${row.version}`, row]));
  const conflicts: string[] = [];
  for (const { kind, change, what, a, b } of differences) {
    if (change !== 'differs' || (kind !== 'schema' && kind !== 'version')) continue;
    const [own, there] = [wanted.get(what), known.get(what)];
    const isUnfinished = own?.id === there?.id && own?.deleted === true && there?.deleted === false;
    if (kind === 'version' && isUnfinished) continue;
    conflicts.push(`${what} is another one in the target: ${a} in the source, ${b} in the target`);
  }
  return conflicts;
}

function countLeft({ associations = [] }: RegistryContent, existing: RegistryContent): number {
  const key = ({ subject, resourceName, resourceNamespace, associationType }: Association) =>
    JSON.stringify([subject, resourceName, resourceNamespace, associationType]);
  const known = new Set((existing.associations ?? []).map(key));
  return associations.filter((association) => !known.has(key(association))).length;
}

function isSetting(kind: Difference['kind']): boolean {
  return kind === 'config' || kind === 'mode';
}

function contextScope(subject: string): string {
  const { context } = splitSubject(subject);
  return context === DEFAULT_CONTEXT ? '' : joinSubject(context, '');
}

/** Subjects that have a mode of their own in the target, which prevails over their context's. */
function findOverridden(existing: RegistryContent, missing: readonly TransferVersion[]): readonly string[] {
  const subjects = new Set(missing.map(({ subject }) => subject));
  return existing.settings
    .filter(({ scope, settings: { mode } }) => subjects.has(scope) && mode !== undefined)
    .map(({ scope }) => scope);
}

/** Contexts in mode IMPORT that are not so in the source: a push that was killed left them. */
function findLeftOpen(content: RegistryContent, existing: RegistryContent): readonly string[] {
  const ours = new Set(content.versions.map(({ subject }) => contextScope(subject)));
  const modes = new Map(content.settings.map(({ scope, settings: { mode } }) => [scope, mode]));
  return existing.settings
    .filter(({ scope, settings: { mode } }) => ours.has(scope) && mode === 'IMPORT' && modes.get(scope) !== mode)
    .map(({ scope }) => scope);
}

/** Answers the modes that were set before: none where a scope had none of its own. */
async function openForImport(
  requester: Requester,
  scopes: readonly string[],
): Promise<ReadonlyMap<string, Mode | undefined>> {
  const before = new Map<string, Mode | undefined>();
  for (const scope of scopes) {
    const path = `/mode${scope === '' ? '' : `/${encodeURIComponent(scope)}`}`;
    const answer = await requester.find<{ mode?: Mode }>('GET', path);
    // What a push that was killed left behind is not what was meant.
    const mode = answer?.mode === 'IMPORT' ? (scope === '' ? 'READWRITE' : undefined) : answer?.mode;
    try {
      await requester.request('PUT', path, { body: { mode: 'IMPORT' }, query: { force: true } });
    } catch (error) {
      for (const [each, old] of before) await setMode(requester, each, old);
      if (!(error instanceof SchemaSourceError) || error.status === undefined) throw error;
      const message = `the target cannot be put in mode IMPORT, without which ids are not kept: ${error.message}`;
      throw new TransferError([message], { cause: error });
    }
    before.set(scope, mode);
  }
  return before;
}

async function setMode(requester: Requester, scope: string, mode: Mode | undefined): Promise<void> {
  const path = `/mode${scope === '' ? '' : `/${encodeURIComponent(scope)}`}`;
  if (mode !== undefined) await requester.request('PUT', path, { body: { mode }, query: { force: true } });
  else await requester.request('DELETE', path);
}

async function registerAll(
  requester: Requester,
  content: RegistryContent,
  missing: readonly TransferVersion[],
  { onProgress, signal }: Pick<PushOptions, 'onProgress' | 'signal'>,
): Promise<void> {
  const rows = Map.groupBy(missing, schemaKeyOf);
  let done = content.versions.length - missing.length;
  onProgress?.(done, content.versions.length);
  // One after another: each may refer to those before it.
  for (const schema of sortByDependency(content)) {
    for (const row of (rows.get(keyOfSchema(schema)) ?? []).toSorted((a, b) => a.version - b.version)) {
      signal?.throwIfAborted();
      await register(requester, schema, row);
      onProgress?.(++done, content.versions.length);
    }
  }
}

async function register(requester: Requester, schema: TransferSchema, row: TransferVersion): Promise<void> {
  const { id, schemaType, references, metadata, ruleSet, schema: text } = schema;
  const answer = await requester.request<{ id?: number }>(
    'POST',
    `/subjects/${encodeURIComponent(row.subject)}/versions`,
    {
      body: {
        id,
        version: row.version,
        schema: text,
        // Old registries know Avro only, and no such member.
        ...(schemaType !== 'AVRO' && { schemaType }),
        ...(references.length > 0 && { references }),
        ...(metadata !== undefined && { metadata }),
        ...(ruleSet !== undefined && { ruleSet }),
      },
    },
  );
  if (answer.id === id) return;
  const message = `the target gave ${row.subject} version ${row.version} id ${answer.id} in place of ${id}: it is no registry that keeps ids`;
  throw new TransferError([message]);
}

/** Those that refer to others go first: what is referred to cannot be deleted. */
async function deleteAll(
  requester: Requester,
  content: RegistryContent,
  toDelete: readonly TransferVersion[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const order = new Map(sortByDependency(content).map((schema, index) => [keyOfSchema(schema), index]));
  const rank = (row: TransferVersion) => order.get(schemaKeyOf(row)) ?? 0;
  for (const { subject, version } of toDelete.toSorted((a, b) => rank(b) - rank(a))) {
    signal?.throwIfAborted();
    await requester.request('DELETE', `/subjects/${encodeURIComponent(subject)}/versions/${version}`);
  }
}

/** Subjects before contexts: a context that may only be read lets nothing below it be set. */
function orderScopes({ settings }: RegistryContent, part: 'config' | 'mode') {
  const isWide = (scope: string) => splitSubject(scope).name === '';
  const all = settings.filter((each) => each.settings[part] !== undefined);
  return [...all.filter(({ scope }) => !isWide(scope)), ...all.filter(({ scope }) => isWide(scope))];
}
