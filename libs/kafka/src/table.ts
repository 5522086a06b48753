/** Kafka's primitive types and what they are in JavaScript. */
interface Scalars {
  bool: boolean;
  int8: number;
  int16: number;
  uint16: number;
  int32: number;
  int64: bigint;
  float64: number;
  string: string;
  /** Kafka's text form: 16 bytes as 22 characters of unpadded base64url. */
  uuid: string;
  bytes: Uint8Array;
  /** Record batches: a view when read; referenced, never copied, when written. */
  records: Uint8Array;
}

export type ScalarName = keyof Scalars;

/**
 * One field of a message. Names, types and version ranges (`3+`, `0-12`, `4`) are those of Kafka's message definitions,
 * names in camelCase.
 */
export interface Field {
  readonly name: string;
  /** A scalar's name, a struct's name, or either behind `[]`; a struct has `fields`. */
  readonly type: string;
  readonly versions: string;
  /** Versions in which null is allowed. */
  readonly nullableVersions?: string;
  /** KIP-482: in `taggedVersions` the field stands in the tag section under this number, and only when it differs from its default. */
  readonly tag?: number;
  readonly taggedVersions?: string;
  /** The value of a field that a version does not have; without it zero, false, '' or empty. */
  readonly default?: null | boolean | number | bigint | string;
  /** A host, a port or a node id: what a gateway rewrites. */
  readonly address?: true;
  readonly fields?: readonly Field[];
}

/** A message as data. `shape` is never present: it carries the message's type. */
export interface MessageTable<Shape = unknown> {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly shape?: Shape;
}

/**
 * A message that stands for itself behind an int16 version, as in group metadata and internal topics: no frame, no
 * header, and not flexible unless it says so.
 */
export interface VersionedTable<Shape = unknown> extends MessageTable<Shape> {
  readonly versions: readonly [min: number, max: number];
  readonly flexibleFrom?: number;
  /** A version above the range is read as the last one: new fields stand behind the known ones. Refused without it. */
  readonly readsNewer?: true;
}

/** One Kafka API: its key, versions (inclusive), first flexible version (KIP-482) and both messages. */
export interface ApiDefinition<Request = unknown, Response = unknown> {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [min: number, max: number];
  readonly flexibleFrom: number | null;
  readonly request: MessageTable<Request>;
  readonly response: MessageTable<Response>;
}

type BaseOf<F extends Field> = F extends { type: `[]${string}`; fields: infer Fields extends readonly Field[] }
  ? Struct<Fields>[]
  : F extends { type: `[]${infer Item extends ScalarName}` }
    ? Scalars[Item][]
    : F extends { fields: infer Fields extends readonly Field[] }
      ? Struct<Fields>
      : F['type'] extends ScalarName
        ? Scalars[F['type']]
        : never;
type Struct<Fields extends readonly Field[]> = {
  [F in Fields[number] as F['name']]: BaseOf<F> | (F extends { nullableVersions: string } ? null : never);
};

/** What decoding a message gives: every field is there; one that the version lacks has its default. */
export type Infer<Table extends MessageTable> = Struct<Table['fields']>;

type IsOptional<F extends Field> = F extends { default: unknown } | { tag: number }
  ? true
  : F['versions'] extends '0+'
    ? false
    : true;
type WritableBaseOf<F extends Field> = F extends { type: `[]${string}`; fields: infer Fields extends readonly Field[] }
  ? readonly WritableStruct<Fields>[]
  : F extends { type: `[]${infer Item extends ScalarName}` }
    ? readonly Scalars[Item][]
    : F extends { fields: infer Fields extends readonly Field[] }
      ? WritableStruct<Fields>
      : F['type'] extends ScalarName
        ? Scalars[F['type']]
        : never;
type WritableValueOf<F extends Field> = WritableBaseOf<F> | (F extends { nullableVersions: string } ? null : never);
type WritableStruct<Fields extends readonly Field[]> = {
  readonly [F in Fields[number] as IsOptional<F> extends true ? never : F['name']]: WritableValueOf<F>;
} & {
  readonly [F in Fields[number] as IsOptional<F> extends true ? F['name'] : never]?: WritableValueOf<F> | undefined;
};

/** What encoding a message takes: a field with a default, a tag, or not in every version may be left out. */
export type InferWritable<Table extends MessageTable> = WritableStruct<Table['fields']>;

/** A writable message as decoding gives it: every field is there. */
export type Complete<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? Complete<Item>[]
    : T extends object
      ? { -readonly [K in keyof T]-?: Complete<Exclude<T[K], undefined>> }
      : T;

/** A message of which every field may be left out for its default. */
export type Loose<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Loose<Item>[]
    : T extends object
      ? { readonly [K in keyof T]?: Loose<T[K]> | undefined }
      : T;

/** Whether `version` is in a range as tables write it: `3+`, `0-12`, `4` or undefined for none. */
export function isInVersions(range: string | undefined, version: number): boolean {
  if (range === undefined || range === 'none') return false;
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(range);
  if (match === null) throw new TypeError(`versions '${range}' is not of the form '3+', '0-12' or '4'`);
  const first = Number(match[1]);
  if (match[2] === '+') return version >= first;
  return version >= first && version <= Number(match[3] ?? first);
}
