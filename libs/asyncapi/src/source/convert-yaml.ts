import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { LIMITS } from './limits.ts';
import { describeKind } from './node.ts';
import type { Node, ScalarNode, SourceFile } from './node.ts';
import { escapeStep } from './pointer.ts';
import type { Report } from './read-source.ts';

/** A node, how many values it holds and how deep, aliases followed. */
interface Measured {
  readonly node: Node;
  readonly values: number;
  readonly depth: number;
}

interface Conversion {
  readonly file: SourceFile;
  readonly report: Report;
  /** `undefined` while the anchored value itself is read. */
  readonly anchors: Map<string, Measured | undefined>;
}

/** Thrown to leave the recursion; reported by then. */
class Refused extends Error {}

/** Turns the library's tree into nodes. An alias shares its anchor's node, so that a bomb stays small, and is counted in full. */
export function convertYaml(document: Document.Parsed, file: SourceFile, report: Report): Node | undefined {
  const conversion: Conversion = { file, report, anchors: new Map() };
  try {
    return convert(conversion, document.contents, document.range[0], '').node;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function convert(conversion: Conversion, value: unknown, near: number, pointer: string): Measured {
  if (isAlias(value)) return followAlias(conversion, value, pointer);
  const anchor = isScalar(value) || isMap(value) || isSeq(value) ? value.anchor : undefined;
  if (anchor !== undefined) conversion.anchors.set(anchor, undefined);
  const measured = convertValue(conversion, value, near, pointer);
  if (measured.values > LIMITS.values) {
    refuse(conversion, measured.node.offset, pointer, `holds more than ${LIMITS.values} values, aliases followed`);
  }
  if (measured.depth > LIMITS.depth) {
    refuse(conversion, measured.node.offset, pointer, `nested deeper than ${LIMITS.depth} levels, aliases followed`);
  }
  if (anchor !== undefined) conversion.anchors.set(anchor, measured);
  return measured;
}

function convertValue(conversion: Conversion, value: unknown, near: number, pointer: string): Measured {
  if (isMap(value)) return convertMap(conversion, value, pointer);
  if (isSeq(value)) return convertSeq(conversion, value, pointer);
  const offset = isScalar(value) ? offsetOf(value, near) : near;
  const origin = { kind: 'scalar', file: conversion.file, offset, pointer } as const;
  return {
    node: { ...origin, value: isScalar(value) ? toScalar(conversion, value, origin) : null },
    values: 1,
    depth: 0,
  };
}

function convertMap(conversion: Conversion, map: YAMLMap, pointer: string): Measured {
  const entries = new Map<string, Node>();
  const offset = offsetOf(map, 0);
  const node: Node = { kind: 'object', file: conversion.file, offset, pointer, entries };
  const merged: Node[] = [];
  let values = 1;
  let depth = 0;
  for (const pair of map.items) {
    const near = isNode(pair.key) ? offsetOf(pair.key, offset) : offset;
    const key = keyOf(conversion, pair, near, pointer);
    const item = convert(conversion, pair.value, near, `${pointer}/${escapeStep(key)}`);
    values += item.values;
    depth = Math.max(depth, item.depth + 1);
    if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
      merged.push(...(item.node.kind === 'array' ? item.node.items : [item.node]));
    } else if (entries.has(key)) {
      conversion.report(
        'duplicate-key',
        near,
        `${pointer}/${escapeStep(key)}`,
        `the key ${JSON.stringify(key)} is given twice`,
      );
    } else entries.set(key, item.node);
  }
  for (const source of merged) mergeKeys(conversion, source, entries);
  return { node, values, depth };
}

/** The merge key of YAML 1.1: keys of the map itself win, then those of the first map named. */
function mergeKeys(conversion: Conversion, source: Node, entries: Map<string, Node>): void {
  if (source.kind !== 'object') {
    const message = `"<<" takes an object or an array of objects, found ${describeKind(source)}`;
    return conversion.report('kind', source.offset, source.pointer, message);
  }
  for (const [key, item] of source.entries) if (!entries.has(key)) entries.set(key, item);
}

function convertSeq(conversion: Conversion, seq: YAMLSeq, pointer: string): Measured {
  const offset = offsetOf(seq, 0);
  const items: Node[] = [];
  let values = 1;
  let depth = 0;
  for (const [index, value] of seq.items.entries()) {
    const item = convert(conversion, value, offset, `${pointer}/${index}`);
    items.push(item.node);
    values += item.values;
    depth = Math.max(depth, item.depth + 1);
  }
  return { node: { kind: 'array', file: conversion.file, offset, pointer, items }, values, depth };
}

function followAlias(conversion: Conversion, alias: Alias, pointer: string): Measured {
  const target = conversion.anchors.get(alias.source);
  // A node of its own over the same parts: what is named twice is two things, as it would be written out.
  if (target !== undefined) {
    return { ...target, node: { ...target.node, offset: offsetOf(alias, target.node.offset), pointer } };
  }
  const reason = conversion.anchors.has(alias.source) ? 'stands inside what it names' : 'names no anchor before it';
  conversion.report('syntax', alias.range?.[0] ?? 0, pointer, `the alias *${alias.source} ${reason}`);
  throw new Refused();
}

function keyOf(conversion: Conversion, pair: Pair, near: number, pointer: string): string {
  if (pair.key === null) return '';
  if (isScalar(pair.key)) {
    // A number or a boolean as a key is the text that was written: `1.0` is not `1`.
    return typeof pair.key.value === 'string' ? pair.key.value : (pair.key.source ?? String(pair.key.value));
  }
  return refuse(conversion, near, pointer, 'a key must be a string', 'kind');
}

function toScalar(
  conversion: Conversion,
  scalar: Scalar,
  { offset, pointer }: Pick<ScalarNode, 'offset' | 'pointer'>,
): ScalarNode['value'] {
  const { value } = scalar;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(conversion, offset, pointer, `${scalar.source ?? 'this'} has no form in JSON`, 'kind');
}

function offsetOf(value: { readonly range?: readonly number[] | null | undefined }, near: number): number {
  return value.range?.[0] ?? near;
}

function refuse(
  conversion: Conversion,
  offset: number,
  pointer: string,
  message: string,
  rule: 'limit' | 'kind' = 'limit',
): never {
  conversion.report(rule, offset, pointer, message);
  throw new Refused();
}
