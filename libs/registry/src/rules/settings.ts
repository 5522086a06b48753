import type { CompatibilityLevel } from '@sluice/formats';
import { MODES } from '../mode.ts';
import type { Mode } from '../mode.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { GLOBAL_SCOPE } from '../store/store.ts';
import type { Settings, Store } from '../store/store.ts';
import { checkSubjectName } from '../subject.ts';

export interface SettingsRules {
  /** The level in force for `subject`, or the global one. */
  readCompatibility(subject?: string): Promise<CompatibilityLevel>;
  /** What is set for this very subject. Throws CONFIG_NOT_SET. */
  readOwnCompatibility(subject: string): Promise<CompatibilityLevel>;
  /** Sets the level, or, given `undefined`, leaves it to be inherited. */
  updateCompatibility(level: CompatibilityLevel | undefined, subject?: string): Promise<void>;
  /** Answers what was set. Throws SUBJECT_NOT_FOUND when the subject has no level of its own. */
  deleteCompatibility(subject?: string): Promise<CompatibilityLevel>;
  readMode(subject?: string): Promise<Mode>;
  readOwnMode(subject: string): Promise<Mode>;
  /** IMPORT is refused while there are schemas that it could contradict, unless forced. */
  updateMode(mode: Mode, subject?: string, options?: { force?: boolean }): Promise<void>;
  deleteMode(subject: string): Promise<Mode>;
}

export function createSettingsRules(context: RegistryContext): SettingsRules {
  const { store, defaultCompatibility } = context;

  async function inForce(subject = GLOBAL_SCOPE): Promise<Settings> {
    return readSettingsInForce(store, subject);
  }

  function update(scope: string, change: (settings: Settings) => Settings): Promise<void> {
    return context.write(async () => {
      const settings = change(await store.readSettings(scope));
      return { result: undefined, changes: [{ type: 'put-settings', scope, settings }] };
    });
  }

  return {
    async readCompatibility(subject) {
      return (await inForce(subject)).compatibility ?? defaultCompatibility;
    },
    async readOwnCompatibility(subject) {
      const { compatibility } = await store.readSettings(subject);
      if (compatibility === undefined) throw registryError('CONFIG_NOT_SET', subject);
      return compatibility;
    },
    async updateCompatibility(level, subject) {
      if (subject !== undefined) checkSubjectName(subject);
      await checkWritable(store, subject);
      await update(subject ?? GLOBAL_SCOPE, ({ mode }) => ({
        ...(mode !== undefined && { mode }),
        ...(level !== undefined && { compatibility: level }),
      }));
    },
    async deleteCompatibility(subject) {
      const scope = subject ?? GLOBAL_SCOPE;
      return context.write(async () => {
        const { compatibility, ...rest } = await store.readSettings(scope);
        if (compatibility === undefined && subject !== undefined) throw registryError('SUBJECT_NOT_FOUND', subject);
        await checkWritable(store, subject);
        if (compatibility === undefined) return { result: defaultCompatibility, changes: [] };
        return { result: compatibility, changes: [{ type: 'put-settings', scope, settings: rest }] };
      });
    },

    async readMode(subject) {
      return (await inForce(subject)).mode ?? 'READWRITE';
    },
    async readOwnMode(subject) {
      const { mode } = await store.readSettings(subject);
      if (mode === undefined) throw registryError('MODE_NOT_SET', subject);
      return mode;
    },
    async updateMode(mode, subject, { force = false } = {}) {
      if (subject !== undefined) checkSubjectName(subject);
      if (mode === 'IMPORT' && !force) {
        const found = subject === undefined ? await store.listSubjects('') : await store.listVersions(subject);
        if (found.some(({ deleted }) => !deleted)) {
          throw registryError('OPERATION_NOT_PERMITTED', 'Cannot import since found existing subjects');
        }
      }
      await update(subject ?? GLOBAL_SCOPE, (settings) => ({ ...settings, mode }));
    },
    deleteMode: (subject) =>
      context.write(async () => {
        const { mode, ...rest } = await store.readSettings(subject);
        if (mode === undefined) throw registryError('SUBJECT_NOT_FOUND', subject);
        return { result: mode, changes: [{ type: 'put-settings', scope: subject, settings: rest }] };
      }),
  };
}

/** A subject's own settings over the global ones. */
export async function readSettingsInForce(store: Store, subject: string): Promise<Settings> {
  const shared = await store.readSettings(GLOBAL_SCOPE);
  return subject === GLOBAL_SCOPE ? shared : { ...shared, ...(await store.readSettings(subject)) };
}

/** Throws OPERATION_NOT_PERMITTED when the mode in force allows no change. */
export async function checkWritable(store: Store, subject: string | undefined): Promise<void> {
  const { mode = 'READWRITE' } = await readSettingsInForce(store, subject ?? GLOBAL_SCOPE);
  if (!MODES[mode].readOnly) return;
  // The name of the default context is empty, and so are the words of Confluent's registry here.
  const message = `Subject ${subject ?? 'null'} in context  is in read-only mode`;
  throw registryError('OPERATION_NOT_PERMITTED', message);
}
