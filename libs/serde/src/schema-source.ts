import type { SchemaReference, SchemaType } from '@sluice/formats';

/** A schema as a registry knows it, by its id. */
export interface RegisteredSchema {
  readonly id: number;
  /** RFC 4122 text form; the same content has the same guid in every registry. */
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
  byVersion(subject: string, version: number | 'latest'): Promise<(RegisteredSchema & SubjectVersion) | undefined>;
  /** Calls `listener` after each change until the returned function is called. Over HTTP this is never called. */
  changes(listener: (change: SchemaChange) => void): () => void;
}
