import type { RegisteredSchema, SubjectVersion } from '@sluice/serde';
import type { Association } from '../association.ts';
import type { Settings } from '../settings.ts';

/** A schema under an id of its context. */
export interface StoredSchema extends RegisteredSchema {
  readonly context: string;
}

/** One version of a subject, with the time it was registered. The subject is qualified; its context is the schema's. */
export interface StoredVersion extends SubjectVersion {
  readonly createdAtMs: number;
}

/** A context in which something was registered. */
export interface StoredContext {
  readonly context: string;
  /** Past every id ever put, whatever was deleted since: ids are never used twice. */
  readonly nextId: number;
  /** False once the context was deleted, until something is registered in it again. */
  readonly listed: boolean;
}

/** An id whose schema was deleted, and which therefore names nothing else. */
export interface RetiredId {
  readonly context: string;
  readonly id: number;
  readonly guid: string;
}

/** Everything in a store but its audit log. */
export interface StoreContent {
  readonly revision: number;
  readonly contexts: readonly StoredContext[];
  readonly schemas: readonly StoredSchema[];
  readonly versions: readonly StoredVersion[];
  readonly settings: readonly { readonly scope: string; readonly settings: Settings }[];
  readonly associations: readonly Association[];
  readonly retired: readonly RetiredId[];
}

/** Which schema: ids are unique within a context. */
export interface SchemaKey {
  readonly context: string;
  readonly id: number;
}

/** Where a store stands. */
export interface StoreHead {
  /** Rises by one with each commit, of any process. */
  readonly revision: number;
  /** The revision that the last deletion of a schema led to; 0 before the first. Until the next, an id read once stays true. */
  readonly lastPurge: number;
}

/** Subjects whose name starts with `prefix`, in one context or, where it is absent, in all. */
export interface SubjectRange {
  readonly context?: string | undefined;
  readonly prefix: string;
}

/** One of what an association can be found by. */
export type AssociationKey =
  | { readonly subject: string }
  | { readonly resourceId: string }
  | { readonly resourceName: string }
  | { readonly resourceNamespace: string };

/** One change of a commit. `put` replaces what has the same key. */
export type StoreChange =
  /** Lists its context, and raises that one's next id. */
  | { readonly type: 'put-schema'; readonly schema: StoredSchema }
  | { readonly type: 'delete-schema'; readonly context: string; readonly id: number }
  | { readonly type: 'put-version'; readonly version: StoredVersion }
  | { readonly type: 'delete-version'; readonly subject: string; readonly version: number }
  | { readonly type: 'put-settings'; readonly scope: string; readonly settings: Settings }
  | { readonly type: 'delete-context'; readonly context: string }
  /** Raises the next id, and never lowers it; lists the context where `listed` says so. */
  | { readonly type: 'put-context'; readonly context: StoredContext }
  /** As deleting a schema of that id leaves it. */
  | { readonly type: 'retire-id'; readonly retired: RetiredId }
  | { readonly type: 'put-association'; readonly association: Association }
  | { readonly type: 'delete-association'; readonly guid: string }
  | { readonly type: 'add-audit'; readonly record: AuditRecord }
  /** Forgets entries before that time, and the oldest of more than so many. */
  | { readonly type: 'trim-audit'; readonly maxEntries: number; readonly sinceMs: number };

/** What there was, or is, of what a commit changed: lists of versions, settings, contexts, associations. */
export type AuditState = Readonly<Record<string, unknown>>;

/** One write, as the audit log has it. */
export interface AuditRecord {
  readonly atMs: number;
  readonly principal: string;
  /** How the principal was known. */
  readonly method: string;
  readonly address: string;
  readonly operation: string;
  /** Qualified subjects, and contexts written as `:.context:`, that it was about. */
  readonly subjects: readonly string[];
  readonly before: AuditState | undefined;
  readonly after: AuditState | undefined;
}

export interface AuditEntry extends AuditRecord {
  /** Rises with time, with gaps. */
  readonly seq: number;
}

/** Which entries are meant: all that say so, of any where it is absent. */
export interface AuditFilter {
  readonly sinceMs?: number | undefined;
  readonly principal?: string | undefined;
  readonly subject?: string | undefined;
  /** Those older than this one. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
}

/** A subject and whether none of its versions is live. */
export interface StoredSubject {
  readonly subject: string;
  readonly deleted: boolean;
}

export type StoreListener = (head: StoreHead | undefined) => void;

/**
 * Rows, and one way to change them. The rules live elsewhere: they read at a revision, decide, and commit against that
 * revision, so that ids and versions are assigned by one transaction though no rule runs inside it.
 * Lists come in no particular order unless they say so. Failures reject with the driver's own error.
 */
export interface Store {
  readHead(): Promise<StoreHead>;
  readContext(context: string): Promise<StoredContext | undefined>;
  /** Deleted ones too. */
  listContexts(): Promise<readonly StoredContext[]>;
  readSchema(context: string, id: number): Promise<StoredSchema | undefined>;
  /** The guid of the schema that once had `id` and was deleted. */
  readRetiredGuid(context: string, id: number): Promise<string | undefined>;
  readSchemaByGuid(context: string, guid: string): Promise<StoredSchema | undefined>;
  /** In every context. */
  listSchemasByGuid(guid: string): Promise<readonly StoredSchema[]>;
  /** Of one subject, in version order. */
  listVersions(subject: string): Promise<readonly StoredVersion[]>;
  listVersionsOfSchema(context: string, id: number): Promise<readonly StoredVersion[]>;
  listVersionsInRange(range: SubjectRange): Promise<readonly StoredVersion[]>;
  listSubjects(range: SubjectRange): Promise<readonly StoredSubject[]>;
  /** The schemas, of any context, that refer to this version. */
  listReferrers(subject: string, version: number): Promise<readonly SchemaKey[]>;
  readSettings(scope: string): Promise<Settings>;
  /** Every scope in which something is set. */
  listSettings(): Promise<readonly { readonly scope: string; readonly settings: Settings }[]>;
  listAssociations(key: AssociationKey): Promise<readonly Association[]>;
  /** Newest first. */
  listAudit(filter: AuditFilter): Promise<readonly AuditEntry[]>;
  /** Everything, as it stood at one revision. */
  readContent(): Promise<StoreContent>;
  /**
   * Applies all changes in order, or none; durably, but for what {@link sync} says. False, and nothing is changed, when the store has moved on from
   * `revision`: read again and decide again.
   */
  commit(revision: number, changes: readonly StoreChange[]): Promise<boolean>;
  /**
   * As `commit` of what `decide` answers, with the writers of all processes waiting meanwhile: for who was outrun before,
   * and would be again and again. Where it is absent, there is no need.
   */
  commitInTurn?(decide: (head: StoreHead) => Promise<readonly StoreChange[]>): Promise<boolean>;
  /**
   * Resolves when all that was committed before survives the loss of power, one wait for many commits. Where it is absent,
   * a commit does so itself.
   */
  sync?(): Promise<void>;
  /**
   * Calls `listener` with the head after commits of other processes, as soon as the store hears of them, and with
   * undefined when it may have missed some. Nothing is promised: who must know reads the head.
   */
  watch(listener: StoreListener): void;
  close(): Promise<void>;
}

/** Whether a commit of these changes is one that {@link StoreHead.lastPurge} tells of. */
export function deletesSchema(changes: readonly StoreChange[]): boolean {
  return changes.some(({ type }) => type === 'delete-schema');
}

/** The order of lists: by subject, then version. */
export function compareVersions(a: SubjectVersion, b: SubjectVersion): number {
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return a.version - b.version;
}
