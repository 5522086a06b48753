import type { ResolvedReference, SchemaReference, SchemaType } from '@sluice/formats';
import { SerdeError } from './serde-error.ts';

/** A schema as a registry knows it, by its id. */
export interface RegisteredSchema {
  readonly id: number;
  /** RFC 4122 text form; the same content has the same guid in every registry. Empty where the registry has no guids. */
  readonly guid: string;
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
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
  byId(id: number): Promise<RegisteredSchema | undefined>;
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
 * it needs itself: what a format's `parse` takes. Throws {@link SerdeError} of kind `unknown-schema` when one is missing
 * and of kind `invalid-schema` when there are more than {@link MAX_REFERENCES} or {@link MAX_REFERENCED_LENGTH} allow.
 */
export async function resolveReferences(
  source: Pick<SchemaSource, 'byVersion'>,
  references: readonly SchemaReference[],
): Promise<readonly ResolvedReference[]> {
  const resolved: ResolvedReference[] = [];
  const seen = new Set<string>();
  let visits = 0;
  let length = 0;

  async function visit(reference: SchemaReference): Promise<void> {
    const { subject, version } = reference;
    if (++visits > MAX_REFERENCES * MAX_REFERENCES) throw tooMany();
    const key = JSON.stringify([subject, version]);
    if (seen.has(key)) return;
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
    for (const next of found.references) await visit(next);
    resolved.push({ ...reference, schema: found.schema });
  }

  for (const reference of references) await visit(reference);
  return resolved;
}

function tooMany(): SerdeError {
  return new SerdeError('invalid-schema', `a schema may reach at most ${MAX_REFERENCES} others by reference`);
}
