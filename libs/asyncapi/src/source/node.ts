import type { JsonObject, JsonValue } from '@sluice/avro';

/** Where something stands in a file; `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}

/** One file of a document, read. */
export interface SourceFile {
  readonly path: string;
  /** `proto`: `root` is one string, the text. */
  readonly language: 'document' | 'avro' | 'proto';
  /** Absent where the file was refused; the findings say why. */
  readonly root: Node | undefined;
  locate(offset: number): { readonly line: number; readonly column: number };
}

/** A JSON value that knows where it was written. Merged nodes keep the places of their parts. */
export type Node = ObjectNode | ArrayNode | ScalarNode;

interface Origin {
  readonly file: SourceFile;
  /** In UTF-16 code units from the start of the file. */
  readonly offset: number;
  readonly pointer: string;
}

export interface ObjectNode extends Origin {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Node>;
}

export interface ArrayNode extends Origin {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface ScalarNode extends Origin {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | bigint | string;
}

export function placeOf({ file, offset, pointer }: Node): Place {
  return Object.freeze({ file: file.path, ...file.locate(offset), pointer });
}

/** The node's string, or `undefined` where it is something else. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** What `$ref` says, where this is a reference. */
export function refOf(node: Node): string | undefined {
  return node.kind === 'object' ? stringOf(node.entries.get('$ref')) : undefined;
}

/** What kind of value it is, in the words of messages. */
export function describeKind(node: Node): string {
  if (node.kind === 'object') return 'an object';
  if (node.kind === 'array') return 'an array';
  if (node.value === null) return 'null';
  return typeof node.value === 'bigint' ? 'a number' : `a ${typeof node.value}`;
}

const plain = new WeakMap<Node, JsonObject | readonly JsonValue[]>();

/** The value as written, frozen. What an alias shares is shared here too. */
export function toJson(node: Node): JsonValue {
  if (node.kind === 'scalar') return node.value;
  const known = plain.get(node);
  if (known !== undefined) return known;
  const value =
    node.kind === 'array'
      ? Object.freeze(node.items.map(toJson))
      : toRecord([...node.entries].map(([key, item]): [string, JsonValue] => [key, toJson(item)]));
  plain.set(node, value);
  return value;
}

/** A frozen object of these entries; `__proto__` is a key like any other. */
export function toRecord<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.freeze(Object.fromEntries(entries));
}
