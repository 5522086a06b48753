import type { SchemaType } from './schemas.ts';

export interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema under a subject, as clients are given it. */
export interface SchemaArguments {
  readonly subject: string;
  readonly schema: string;
  readonly type: SchemaType;
  readonly references?: readonly Reference[];
}

/** What the registry refused, as far as the client shows it. */
export interface Refused {
  readonly refused: { readonly status?: number; readonly code?: number; readonly message: string };
}

type Bound = number | string;
type Found = { id: Bound; version: number; schema: string; type: SchemaType; references: readonly Reference[] };
type Action<Takes extends object, Gives> = { takes: Takes; gives: Gives | Refused };

/** What a client of a registry can be told to do. A field that the client has no means to show is missing in what it gives. */
export interface Actions {
  register: Action<SchemaArguments & { normalize?: true; properties?: Record<string, string> }, { id: Bound }>;
  /** Registers with an id and a version of the caller's. */
  import: Action<SchemaArguments & { id: Bound; version: number }, { id: Bound }>;
  /** Finds content under a subject. */
  lookup: Action<SchemaArguments, { id: Bound; version: number }>;
  /** A schema by its id; ids are looked for in the subject's context. */
  'by-id': Action<{ id: Bound; subject?: string }, Omit<Found, 'id' | 'version'>>;
  'by-version': Action<{ subject: string; version: number }, Found>;
  latest: Action<{ subject: string }, Found>;
  'guid-of': Action<{ subject: string }, { guid: string }>;
  'by-guid': Action<{ guid: string }, { schema: string }>;
  'ids-of-guid': Action<{ guid: string }, readonly { context: string; id: Bound }[]>;
  'by-properties': Action<{ subject: string; properties: Record<string, string> }, { id: Bound; version: number }>;
  versions: Action<{ subject: string }, readonly number[]>;
  subjects: Action<{}, readonly string[]>;
  'deleted-subjects': Action<{}, readonly string[]>;
  contexts: Action<{}, readonly string[]>;
  'subjects-of-id': Action<{ id: Bound }, readonly string[]>;
  'versions-of-id': Action<{ id: Bound }, readonly { subject: string; version: number }[]>;
  'referenced-by': Action<{ subject: string; version: number }, readonly Bound[]>;
  compatible: Action<SchemaArguments, boolean>;
  'delete-version': Action<{ subject: string; version: number; permanent?: true }, unknown>;
  'delete-subject': Action<{ subject: string; permanent?: true }, unknown>;
  /** The compatibility level of a subject, or without one the global level. */
  'set-level': Action<{ subject?: string; level: string }, unknown>;
  level: Action<{ subject?: string }, string>;
  'unset-level': Action<{ subject: string }, unknown>;
  'set-mode': Action<{ subject: string; mode: string }, unknown>;
  mode: Action<{ subject: string }, string>;
  'unset-mode': Action<{ subject: string }, unknown>;
  /** Writes a value with the client's serializer and reads it with its deserializer: the value, and the id in the bytes. */
  exchange: Action<
    { topic: string; type: SchemaType; id: Bound; value: object; registers?: true },
    { id: Bound; value: object }
  >;
}

export type ActionName = keyof Actions;
