import type { ResolvedReference, SchemaReference, SchemaType } from '@sluice/formats';
import { DEFAULT_CONTEXT, qualifySubject, splitSubject } from './qualified-subject.ts';
import { SerdeError } from './serde-error.ts';

/** What is said about a schema beside it (Confluent's data contracts). What is empty is left out. */
export interface SchemaMetadata {
  /** Tags by path. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: Readonly<Record<string, string>>;
  /** Names of properties whose values are not for everyone. */
  readonly sensitive?: readonly string[];
}

/** One rule of a data contract: `expr` in the language `type`, run when `mode` says. */
export interface SchemaRule {
  readonly name: string;
  readonly doc?: string;
  readonly kind: 'TRANSFORM' | 'CONDITION';
  readonly mode: 'UPGRADE' | 'DOWNGRADE' | 'UPDOWN' | 'WRITE' | 'READ' | 'WRITEREAD';
  readonly type: string;
  readonly tags?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
  readonly expr?: string;
  /** Two actions with a comma between are one for each direction. */
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly disabled: boolean;
}

/** The rules of a data contract, in the order in which they run. What is empty is left out. */
export interface SchemaRuleSet {
  readonly migrationRules?: readonly SchemaRule[];
  readonly domainRules?: readonly SchemaRule[];
  readonly encodingRules?: readonly SchemaRule[];
  readonly enableAt?: 'ALL' | 'CLIENT' | 'GATEWAY' | 'SERVER' | 'NONE';
}

/** A schema as a registry knows it, by its id. */
export interface RegisteredSchema {
  readonly id: number;
  /** RFC 4122 text form; the same content has the same guid in every registry. Empty where the registry has no guids. */
  readonly guid: string;
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
}

/** One version of a subject. `deleted` versions are soft-deleted ones. */
export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly deleted: boolean;
}

/** Something under a subject changed; `subject` is undefined when the source cannot tell which. */
export interface SchemaChange {
  readonly subject: string | undefined;
}

/**
 * Where schemas come from: a registry over HTTP or one in this process. The gate and the serdes know only this.
 * Every look-up answers what the registry holds now; caching is the caller's. A missing schema is `undefined`;
 * a source that cannot answer rejects with SchemaSourceError.
 */
export interface SchemaSource {
  /** Each context has ids of its own: that of `subject`, or the default one. */
  byId(id: number, subject?: string): Promise<RegisteredSchema | undefined>;
  byGuid(guid: string): Promise<RegisteredSchema | undefined>;
  /** All versions of `subject`, soft-deleted ones included, in version order; empty when it has none. */
  bySubject(subject: string): Promise<readonly SubjectVersion[]>;
  /** Soft-deleted versions are found by number; `latest` is the latest that is not. */
  byVersion(subject: string, version: number | 'latest'): Promise<(RegisteredSchema & SubjectVersion) | undefined>;
  /** Calls `listener` after each change until the returned function is called. Over HTTP this is never called. */
  changes(listener: (change: SchemaChange) => void): () => void;
}

/** References may nest; a schema that reaches more than this many others is refused. */
export const MAX_REFERENCES = 256;

/** The texts behind a schema's references may have this many characters together: all of them are parsed with it. */
export const MAX_REFERENCED_LENGTH = 1024 * 1024;

/**
 * The texts behind `references` and behind theirs, each version once whatever the names it goes by, every one after those
 * it needs itself: what a format's `parse` takes. Where two versions go by one name, the first that is reached counts, as
 * in Confluent's registry and clients: what a schema refers to may have been made with another version of a third. Throws {@link SerdeError} of kind `unknown-schema` when one is missing
 * and of kind `invalid-schema` when there are more than {@link MAX_REFERENCES} or {@link MAX_REFERENCED_LENGTH} allow.
 * `context` is that of the schema that refers: subjects without one are meant in it.
 */
export async function resolveReferences(
  source: Pick<SchemaSource, 'byVersion'>,
  references: readonly SchemaReference[],
  context: string = DEFAULT_CONTEXT,
): Promise<readonly ResolvedReference[]> {
  const resolved: ResolvedReference[] = [];
  const seen = new Set<string>();
  const names = new Set<string>();
  let visits = 0;
  let length = 0;

  async function visit(reference: SchemaReference, parent: string): Promise<void> {
    const { name, version } = reference;
    const subject = qualifySubject(parent, reference.subject);
    if (++visits > MAX_REFERENCES * MAX_REFERENCES) throw tooMany();
    const key = JSON.stringify([subject, version]);
    if (names.has(name) || seen.has(key)) return;
    names.add(name);
    seen.add(key);
    if (seen.size > MAX_REFERENCES) throw tooMany();
    const found = await source.byVersion(subject, version === -1 ? 'latest' : version);
    if (found === undefined) {
      const message = `No schema reference found for subject "${subject}" and version ${version}`;
      throw new SerdeError('unknown-schema', message);
    }
    length += found.schema.length;
    if (length > MAX_REFERENCED_LENGTH) {
      const message = `the schemas that a schema reaches by reference may have ${MAX_REFERENCED_LENGTH} characters together`;
      throw new SerdeError('invalid-schema', message);
    }
    const own = splitSubject(subject).context;
    for (const next of found.references) await visit(next, own);
    resolved.push({ ...reference, schema: found.schema });
  }

  for (const reference of references) await visit(reference, context);
  return resolved;
}

function tooMany(): SerdeError {
  return new SerdeError('invalid-schema', `a schema may reach at most ${MAX_REFERENCES} others by reference`);
}
