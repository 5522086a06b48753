import avsc from 'avsc';
import type { JsonValue, Schema, UnionSchema } from '@sluice/avro';

/** Longs as bigint, which is how ours are compared. */
const long = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: (value: number) => BigInt(value),
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

/** avsc's type of a schema. Every branch of a union but null is tagged, whatever else is in it. */
export function peerOf(json: JsonValue): avsc.Type {
  return avsc.Type.forSchema(json as avsc.Schema, { registry: { long }, wrapUnions: true });
}

/** A value of ours as avsc has it. */
export function toPeer(schema: Schema, value: unknown): unknown {
  switch (schema.type) {
    case 'bytes':
    case 'fixed':
      return Buffer.from(value as Uint8Array);
    case 'array':
      return (value as unknown[]).map((item) => toPeer(schema.items, item));
    case 'map':
      return mapEntries(value, (item) => toPeer(schema.values, item));
    case 'record':
      return fromEntries(schema.fields.map(({ name, schema: type }) => [name, toPeer(type, ownOf(value, name))]));
    case 'union': {
      const { branch, name, inner } = unwrap(schema, value);
      return branch.type === 'null' ? null : { [name]: toPeer(branch, inner) };
    }
    default:
      return value;
  }
}

/** A value of avsc's as ours has it. */
export function fromPeer(schema: Schema, value: unknown): unknown {
  switch (schema.type) {
    case 'bytes':
    case 'fixed':
      return Uint8Array.from(value as Buffer);
    case 'array':
      return (value as unknown[]).map((item) => fromPeer(schema.items, item));
    case 'map':
      return mapEntries(value, (item) => fromPeer(schema.values, item));
    case 'record':
      return fromEntries(schema.fields.map(({ name, schema: type }) => [name, fromPeer(type, ownOf(value, name))]));
    case 'union': {
      if (value === null) return null;
      const [[name, inner] = ['', undefined]] = Object.entries(value as object);
      const branch = schema.branches.find((candidate) => nameOf(candidate) === name);
      if (branch === undefined) throw new Error(`avsc made a branch ${name}`);
      const shown = fromPeer(branch, inner);
      return isTagged(schema, branch) ? fromEntries([[name, shown]]) : shown;
    }
    default:
      return value;
  }
}

/** A tag comes before a bare map or record. */
function unwrap(union: UnionSchema, value: unknown): { branch: Schema; name: string; inner: unknown } {
  const tag = bucketOf(value) === 'object' ? Object.keys(value as object).join() : undefined;
  const tagged = union.branches.find((branch) => nameOf(branch) === tag && isTagged(union, branch));
  if (tagged !== undefined && tag !== undefined) return { branch: tagged, name: tag, inner: ownOf(value, tag) };
  const bucket = bucketOf(value);
  const bare = union.branches.find((branch) => !isTagged(union, branch) && bucketOfType(branch) === bucket);
  if (bare === undefined) throw new Error('a value of no branch');
  return { branch: bare, name: nameOf(bare), inner: value };
}

const BUCKETS: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  enum: 'string',
  fixed: 'bytes',
  record: 'object',
  map: 'object',
};

function bucketOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function bucketOfType(schema: Schema): string {
  return BUCKETS[schema.type] ?? schema.type;
}

function isTagged(union: UnionSchema, branch: Schema): boolean {
  return union.branches.filter((other) => bucketOfType(other) === bucketOfType(branch)).length > 1;
}

function nameOf(schema: Schema): string {
  return 'name' in schema ? schema.name : schema.type;
}

function ownOf(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function mapEntries(value: unknown, change: (item: unknown) => unknown): object {
  return fromEntries(Object.entries(value as object).map(([key, item]) => [key, change(item)]));
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  const result = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
