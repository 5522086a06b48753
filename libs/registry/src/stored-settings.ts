import { createLoadingCache } from '@sluice/serde';
import type { LoadingCache } from '@sluice/serde';
import type { Settings } from './settings.ts';
import type { Store } from './store/store.ts';

/** Scopes whose settings are kept in memory: most requests ask for those of a few subjects, and of all. */
const MAX_CACHED_SCOPES = 10_000;

/** Settings by scope, from memory where possible. Good for the revision at which a plan reads. */
export type StoredSettings = LoadingCache<string, Settings>;

export function createStoredSettings(store: Store): StoredSettings {
  return createLoadingCache<string, Settings>({
    maxEntries: MAX_CACHED_SCOPES,
    load: (scope) => store.readSettings(scope),
  });
}
