import type { Formats } from '@sluice/formats';
import type { Store, StoreChange, StoreContent, StoredSchema, StoredVersion } from '../store/store.ts';
import { completeSchemas } from './complete-content.ts';
import { keyOfSchema, keyOfVersion, schemaKeyOf } from './content.ts';
import type { RegistryContent, TransferVersion } from './content.ts';
import { TransferError } from './transfer-error.ts';

export interface ImportOptions {
  readonly store: Store;
  readonly formats: Formats;
  /** Finds conflicts and counts, and writes nothing. */
  readonly dryRun?: boolean;
  readonly nowMs?: () => number;
  /** Schemas of one commit; 200 when absent. */
  readonly batchSize?: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Added to each commit: how it is told of in the audit log. */
  readonly describeBatch?: (changes: readonly StoreChange[]) => readonly StoreChange[];
  /** Ends the import after the batch under way. */
  readonly signal?: AbortSignal | undefined;
}

/** What an import added; the rest was there already. */
export interface ImportResult {
  readonly schemas: number;
  readonly versions: number;
  readonly settings: number;
  readonly associations: number;
}

/**
 * Puts everything of `content` into a store under the same ids and versions. What is there already stays, so that an
 * import that was broken off is gone on with by starting it again. Each commit leaves a whole registry: settings come
 * first, and no schema before those it refers to. Throws TransferError with every conflict before anything is written.
 */
export async function importContent(content: RegistryContent, options: ImportOptions): Promise<ImportResult> {
  const { store, formats, dryRun = false, batchSize = 200, onProgress, signal, describeBatch = () => [] } = options;
  const { nowMs = Date.now } = options;
  const { schemas, problems } = await completeSchemas(content, formats);
  const added = { schemas: 0, versions: 0, settings: 0, associations: 0 };
  const total = schemas.length;

  // Another writer may come between: what is left is then planned again, on what there is by then.
  for (;;) {
    const existing = await store.readContent();
    const { conflicts, steps } = planImport({ ...content, schemas }, existing, { batchSize, nowMs: nowMs() });
    if (problems.length + conflicts.length > 0) throw new TransferError([...problems, ...conflicts]);
    let left = steps.reduce((sum, step) => sum + countChanges(step).schemas, 0);
    onProgress?.(total - left, total);
    let { revision } = existing;
    let isBehind = false;
    for (const step of steps) {
      signal?.throwIfAborted();
      if (!dryRun && !(await store.commit(revision, [...step, ...describeBatch(step)]))) {
        isBehind = true;
        break;
      }
      revision++;
      const counts = countChanges(step);
      for (const name of ['schemas', 'versions', 'settings', 'associations'] as const) added[name] += counts[name];
      left -= counts.schemas;
      onProgress?.(total - left, total);
    }
    if (isBehind) continue;
    await store.sync?.();
    return added;
  }
}

interface CompleteContent extends Omit<RegistryContent, 'schemas'> {
  /** Each after those it refers to. */
  readonly schemas: readonly StoredSchema[];
}

interface ImportPlan {
  readonly conflicts: readonly string[];
  /** What to commit, one after another. */
  readonly steps: readonly (readonly StoreChange[])[];
}

function planImport(
  content: CompleteContent,
  existing: StoreContent,
  { batchSize, nowMs }: { readonly batchSize: number; readonly nowMs: number },
): ImportPlan {
  const conflicts: string[] = [];
  const ids = planIds(content, existing);
  const settings = planSettings(content, existing, conflicts);
  const schemas = planSchemas(content, existing, conflicts);
  const versions = planVersions(content, existing, conflicts, nowMs);
  const associations = planAssociations(content, existing, conflicts);

  const steps: StoreChange[][] = [[...ids, ...settings]];
  let batch: StoreChange[] = [];
  let inBatch = 0;
  for (const { context, id } of content.schemas) {
    const key = keyOfSchema({ context, id });
    const changes = [...(schemas.get(key) ?? []), ...(versions.get(key) ?? [])];
    if (changes.length === 0) continue;
    batch.push(...changes);
    if (++inBatch < batchSize) continue;
    steps.push(batch);
    batch = [];
    inBatch = 0;
  }
  steps.push(batch, associations);
  return { conflicts, steps: steps.filter((step) => step.length > 0) };
}

/** Ids are taken before anything else, so that nobody is given one that is still to come. */
function planIds({ contexts, retired }: CompleteContent, existing: StoreContent): StoreChange[] {
  const known = new Map(existing.contexts.map((each) => [each.context, each]));
  const gone = new Set(existing.retired.map(keyOfSchema));
  const raised = contexts.filter(({ context, nextId, listed }) => {
    const own = known.get(context);
    return own === undefined || own.nextId < nextId || (listed && !own.listed);
  });
  return [
    ...raised.map((context): StoreChange => ({ type: 'put-context', context })),
    ...retired
      .filter((each) => !gone.has(keyOfSchema(each)))
      .map((each): StoreChange => ({ type: 'retire-id', retired: each })),
  ];
}

function planSettings({ settings }: CompleteContent, existing: StoreContent, conflicts: string[]): StoreChange[] {
  const known = new Map(existing.settings.map(({ scope, settings: own }) => [scope, own]));
  return settings.flatMap(({ scope, settings: wanted }): StoreChange[] => {
    const own = known.get(scope);
    if (own === undefined) return [{ type: 'put-settings', scope, settings: wanted }];
    for (const part of ['config', 'mode'] as const) {
      if (own[part] === undefined || wanted[part] === undefined || isSame(own[part], wanted[part])) continue;
      conflicts.push(`the ${part} of ${nameScope(scope)} is ${show(own[part])} here and ${show(wanted[part])} there`);
    }
    const merged = { ...own, ...wanted };
    return isSame(own, merged) ? [] : [{ type: 'put-settings', scope, settings: merged }];
  });
}

function planSchemas(
  { schemas }: CompleteContent,
  existing: StoreContent,
  conflicts: string[],
): ReadonlyMap<string, readonly StoreChange[]> {
  const byId = new Map(existing.schemas.map((schema) => [keyOfSchema(schema), schema]));
  const byGuid = new Map(existing.schemas.map((schema) => [`${schema.guid} ${schema.context}`, schema]));
  const retired = new Map(existing.retired.map((each) => [keyOfSchema(each), each.guid]));
  const planned = new Map<string, readonly StoreChange[]>();
  for (const schema of schemas) {
    const key = keyOfSchema(schema);
    const holder = byId.get(key);
    const same = byGuid.get(`${schema.guid} ${schema.context}`);
    const gone = retired.get(key);
    const where = `id ${schema.id} of context ${schema.context}`;
    if (holder !== undefined) {
      if (holder.guid !== schema.guid) conflicts.push(`${where} is another schema here`);
    } else if (same !== undefined) {
      conflicts.push(`the schema that has ${where} there has id ${same.id} here`);
    } else if (gone !== undefined && gone !== schema.guid) {
      conflicts.push(`${where} was given to another schema here, which was deleted: ids are never used twice`);
    } else {
      planned.set(key, [{ type: 'put-schema', schema }]);
    }
  }
  return planned;
}

function planVersions(
  { versions, schemas }: CompleteContent,
  existing: StoreContent,
  conflicts: string[],
  nowMs: number,
): ReadonlyMap<string, readonly StoreChange[]> {
  const known = new Map(existing.versions.map((row) => [keyOfVersion(row), row]));
  const there = new Set(schemas.map(keyOfSchema));
  const planned = new Map<string, StoreChange[]>();
  for (const wanted of versions) {
    const own = known.get(keyOfVersion(wanted));
    const key = schemaKeyOf(wanted);
    const where = `${wanted.subject} version ${wanted.version}`;
    if (own !== undefined) {
      const conflict = describeConflict(own, wanted);
      if (conflict !== undefined) conflicts.push(`${where} ${conflict}`);
    } else if (!there.has(key)) {
      conflicts.push(`${where} names schema ${wanted.id}, which does not come with it`);
    } else {
      const { subject, version, id, deleted, createdAtMs = nowMs } = wanted;
      const change: StoreChange = { type: 'put-version', version: { subject, version, id, deleted, createdAtMs } };
      const changes = planned.get(key);
      if (changes === undefined) planned.set(key, [change]);
      else changes.push(change);
    }
  }
  return planned;
}

function describeConflict(own: StoredVersion, wanted: TransferVersion): string | undefined {
  if (own.id !== wanted.id) return `has id ${own.id} here and ${wanted.id} there`;
  if (own.deleted === wanted.deleted) return undefined;
  return own.deleted ? 'is deleted here and not there' : 'is deleted there and not here';
}

function planAssociations(
  { associations = [] }: CompleteContent,
  existing: StoreContent,
  conflicts: string[],
): StoreChange[] {
  const known = new Map(existing.associations.map((each) => [each.guid, each]));
  return associations.flatMap((association): StoreChange[] => {
    const own = known.get(association.guid);
    if (own === undefined) return [{ type: 'put-association', association }];
    if (!isSame(own, association)) {
      conflicts.push(`the association of ${association.resourceName} with ${association.subject} is another one here`);
    }
    return [];
  });
}

function countChanges(changes: readonly StoreChange[]) {
  const count = (type: StoreChange['type']) => changes.filter((change) => change.type === type).length;
  return {
    schemas: count('put-schema'),
    versions: count('put-version'),
    settings: count('put-settings'),
    associations: count('put-association'),
  };
}

/** Whether two values made of the same things say the same, whatever the order of their members. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sortMembers) === JSON.stringify(b, sortMembers);
}

function sortMembers(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)));
}

/** A scope as messages name it. */
export function nameScope(scope: string): string {
  return scope === '' ? 'the default context' : scope;
}

/** A value, short enough for a message. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
