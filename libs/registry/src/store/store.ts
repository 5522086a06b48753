import type { CompatibilityLevel } from '@sluice/formats';
import type { RegisteredSchema, SubjectVersion } from '@sluice/serde';
import type { Mode } from '../mode.ts';

/** One version of a subject, with the time it was registered. */
export interface StoredVersion extends SubjectVersion {
  readonly createdAtMs: number;
}

/** What is set for one subject, or globally under {@link GLOBAL_SCOPE}; what is absent is inherited. */
export interface Settings {
  readonly compatibility?: CompatibilityLevel;
  readonly mode?: Mode;
}

/** The scope of global settings: no subject can be named so. */
export const GLOBAL_SCOPE = '';

/** Where a store stands. */
export interface StoreHead {
  /** Rises by one with each commit, of any process. */
  readonly revision: number;
  /** Past every id ever put, whatever was deleted since: ids are never used twice. */
  readonly nextId: number;
}

/** One change of a commit. `put` replaces what has the same key. */
export type StoreChange =
  | { readonly type: 'put-schema'; readonly schema: RegisteredSchema }
  | { readonly type: 'delete-schema'; readonly id: number }
  | { readonly type: 'put-version'; readonly version: StoredVersion }
  | { readonly type: 'delete-version'; readonly subject: string; readonly version: number }
  | { readonly type: 'put-settings'; readonly scope: string; readonly settings: Settings };

/** A subject and whether none of its versions is live. */
export interface StoredSubject {
  readonly subject: string;
  readonly deleted: boolean;
}

/**
 * Rows, and one way to change them. The rules live elsewhere: they read at a revision, decide, and commit against that
 * revision, so that ids and versions are assigned by one transaction though no rule runs inside it.
 * Lists come in no particular order unless they say so. Failures reject with the driver's own error.
 */
export interface Store {
  readHead(): Promise<StoreHead>;
  readSchema(id: number): Promise<RegisteredSchema | undefined>;
  /** The guid of the schema that once had `id` and was deleted. */
  readRetiredGuid(id: number): Promise<string | undefined>;
  readSchemaByGuid(guid: string): Promise<RegisteredSchema | undefined>;
  /** Of one subject, in version order. */
  listVersions(subject: string): Promise<readonly StoredVersion[]>;
  listVersionsOfSchema(id: number): Promise<readonly StoredVersion[]>;
  /** Of every subject that starts with `prefix`. */
  listVersionsByPrefix(prefix: string): Promise<readonly StoredVersion[]>;
  listSubjects(prefix: string): Promise<readonly StoredSubject[]>;
  /** Ids of the schemas that refer to this version. */
  listReferrers(subject: string, version: number): Promise<readonly number[]>;
  readSettings(scope: string): Promise<Settings>;
  /**
   * Applies all changes in order, durably, or none. False, and nothing is changed, when the store has moved on from
   * `revision`: read again and decide again.
   */
  commit(revision: number, changes: readonly StoreChange[]): Promise<boolean>;
  close(): Promise<void>;
}

/** The order of lists: by subject, then version. */
export function compareVersions(a: SubjectVersion, b: SubjectVersion): number {
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return a.version - b.version;
}
