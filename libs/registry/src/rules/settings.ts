import { GLOBAL_CONTEXT, qualifySubject, splitSubject } from '@sluice/serde';
import type { Mode } from '../mode.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { DEFAULT_SCOPE } from '../settings.ts';
import type { Config, Settings } from '../settings.ts';
import type { StoreChange } from '../store/store.ts';
import { checkScopeName } from '../subject.ts';
import { checkUnreferenced, dropVersions } from './deletion.ts';
import { checkWritable, readConfigInForce, readModeInForce, readOwnConfig, readOwnMode } from './settings-in-force.ts';
import type { ConfigInForce } from './settings-in-force.ts';

/** One config is read with each request for its subject. In characters. */
const MAX_CONFIG_LENGTH = 1024 * 1024;

/** Parts of a config: `null` takes one back, and what is absent stays. */
export type ConfigChange = { readonly [Name in keyof Config]?: Config[Name] | null };

/** Scopes are subjects, contexts (`:.context:`), or the default context, `''`. */
export interface SettingsRules {
  readConfig(scope?: string): Promise<ConfigInForce>;
  /** What is set in this very scope. Throws CONFIG_NOT_SET. */
  readOwnConfig(scope?: string): Promise<ConfigInForce>;
  /** Answers what is set then. */
  updateConfig(change: ConfigChange, scope?: string): Promise<Config>;
  /** Answers what was set. Throws SUBJECT_NOT_FOUND when nothing was. */
  deleteConfig(scope?: string): Promise<ConfigInForce>;
  readMode(scope?: string): Promise<Mode>;
  /** Throws MODE_NOT_SET. */
  readOwnMode(scope?: string): Promise<Mode>;
  /** `undefined` takes the mode back. IMPORT is refused while there are schemas that it could contradict, unless forced. */
  updateMode(mode: Mode | undefined, scope?: string, options?: { force?: boolean }): Promise<void>;
  /** `recursive` takes the modes of all subjects of a context too, and does not throw SUBJECT_NOT_FOUND. */
  deleteMode(scope?: string, options?: { recursive?: boolean }): Promise<Mode | undefined>;
  /** The subject that `subject` stands for: itself, unless it has an alias. */
  resolveAlias(subject: string): Promise<string>;
}

export function createSettingsRules(context: RegistryContext): SettingsRules {
  const { store, settings, freshness } = context;

  async function read(scope: string): Promise<Settings> {
    return (await settings.get(scope)) ?? {};
  }

  /** Confluent's registry clears what was soft-deleted before ids may be given from outside. */
  async function clearForImport(scope: string): Promise<StoreChange[]> {
    const { context: own, name } = splitSubject(scope);
    const everything = scope === DEFAULT_SCOPE || own === GLOBAL_CONTEXT;
    const rows =
      name === ''
        ? await store.listVersionsInRange({ ...(!everything && { context: own }), prefix: '' })
        : await store.listVersions(scope);
    if (rows.some(({ deleted }) => !deleted)) {
      throw registryError('OPERATION_NOT_PERMITTED', 'Cannot import since found existing subjects');
    }
    for (const row of rows) await checkUnreferenced(store, row, true);
    return dropVersions(store, rows);
  }

  return {
    async readConfig(scope = DEFAULT_SCOPE) {
      await freshness.refresh();
      return readConfigInForce(context, scope);
    },
    async readOwnConfig(scope = DEFAULT_SCOPE) {
      await freshness.refresh();
      const config = await readOwnConfig(context, scope);
      if (config === undefined) throw registryError('CONFIG_NOT_SET', scope);
      return config;
    },
    async updateConfig(change, scope = DEFAULT_SCOPE) {
      checkScopeName(scope);
      return context.write('update-config', async () => {
        await checkWritable(context, scope);
        const { config = {}, ...rest } = await read(scope);
        const kept = Object.entries({ ...config, ...change }).filter(([, value]) => value != null);
        const next: Config = Object.fromEntries(kept);
        if (JSON.stringify(next).length > MAX_CONFIG_LENGTH)
          throw registryError('CONTENT_TOO_LARGE', MAX_CONFIG_LENGTH);
        return { result: next, changes: [{ type: 'put-settings', scope, settings: { ...rest, config: next } }] };
      });
    },
    deleteConfig: (scope = DEFAULT_SCOPE) =>
      context.write('delete-config', async () => {
        const result = await readOwnConfig(context, scope);
        if (result === undefined) throw registryError('SUBJECT_NOT_FOUND', scope);
        await checkWritable(context, scope);
        const { config, ...rest } = await read(scope);
        if (config === undefined) return { result, changes: [] };
        return { result, changes: [{ type: 'put-settings', scope, settings: rest }] };
      }),

    async readMode(scope = DEFAULT_SCOPE) {
      await freshness.refresh();
      return readModeInForce(context, scope);
    },
    async readOwnMode(scope = DEFAULT_SCOPE) {
      await freshness.refresh();
      const mode = await readOwnMode(context, scope);
      if (mode === undefined) throw registryError('MODE_NOT_SET', scope);
      return mode;
    },
    async updateMode(mode, scope = DEFAULT_SCOPE, { force = false } = {}) {
      checkScopeName(scope);
      await context.write('update-mode', async () => {
        const isNew = mode === 'IMPORT' && (await readModeInForce(context, scope)) !== 'IMPORT';
        const changes = isNew && !force ? await clearForImport(scope) : [];
        const { mode: _, ...rest } = await read(scope);
        changes.push({ type: 'put-settings', scope, settings: { ...rest, ...(mode !== undefined && { mode }) } });
        return { result: undefined, changes };
      });
    },
    deleteMode: (scope = DEFAULT_SCOPE, { recursive = false } = {}) =>
      context.write('delete-mode', async () => {
        const result = await readOwnMode(context, scope);
        if (result === undefined && !recursive) throw registryError('SUBJECT_NOT_FOUND', scope);
        const { context: own, name } = splitSubject(scope);
        const scopes = [{ scope, settings: await read(scope) }];
        if (recursive && name === '') {
          for (const each of await store.listSettings()) {
            if (splitSubject(each.scope).context === own && each.scope !== scope) scopes.push(each);
          }
        }
        const changes = scopes.flatMap(({ scope: each, settings: { mode, ...rest } }): StoreChange[] =>
          mode === undefined ? [] : [{ type: 'put-settings', scope: each, settings: rest }],
        );
        return { result, changes };
      }),

    async resolveAlias(subject) {
      await freshness.refresh();
      const alias = (await read(subject)).config?.alias ?? '';
      return alias === '' ? subject : qualifySubject(splitSubject(subject).context, alias);
    },
  };
}
