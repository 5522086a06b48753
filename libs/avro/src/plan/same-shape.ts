import { AvroError } from '../avro-error.ts';
import { isNamed } from '../schema/schema.ts';
import type { NamedSchema, Schema } from '../schema/schema.ts';

/** Compares schemas part by part, each pair of them once however often one asks. */
export interface ShapeMatches {
  /**
   * Whether two unions match branch by branch, so that an index on the wire means the same to both.
   * @throws AvroError where the schemas hold too many pairs of parts to compare
   */
  isSame(writer: Schema, reader: Schema): boolean;
}

export function startShapeMatches(isNamesake: (writer: NamedSchema, reader: NamedSchema) => boolean): ShapeMatches {
  const run: Run = { isNamesake, known: new Map(), pairs: 0 };
  return {
    isSame(writer, reader) {
      if (writer === reader) return true;
      const known = run.known.get(writer)?.get(reader);
      return !(known ?? settle(run, writer, reader)).isDifferent;
    },
  };
}

const MAX_PAIRS = 1_000_000;

interface Run {
  readonly isNamesake: (writer: NamedSchema, reader: NamedSchema) => boolean;
  readonly known: Map<Schema, Map<Schema, Pair>>;
  pairs: number;
}

interface Pair {
  readonly writer: Schema;
  readonly reader: Schema;
  /** The pairs that this one is a part of: what differs makes them differ. */
  readonly wholes: Pair[];
  isDifferent: boolean;
}

/**
 * Follows all parts of a pair, in a list of its own: schemas may be longer than a stack. Types that lead back to
 * themselves are the same as long as nothing says otherwise. All pairs on the way are settled at the end.
 */
function settle(run: Run, writer: Schema, reader: Schema): Pair {
  const root = addPair(run, writer, reader);
  const open = [root];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const parts = comparePair(run, pair);
    if (parts === undefined) markDifferent(pair);
    for (const [left, right] of parts ?? []) {
      if (left === right) continue;
      let part = run.known.get(left)?.get(right);
      if (part === undefined) open.push((part = addPair(run, left, right)));
      if (part.isDifferent) markDifferent(pair);
      else part.wholes.push(pair);
    }
  }
  return root;
}

function addPair(run: Run, writer: Schema, reader: Schema): Pair {
  if (++run.pairs > MAX_PAIRS) throw new AvroError('the schemas hold too many pairs of types to compare');
  const pair: Pair = { writer, reader, wholes: [], isDifferent: false };
  const byReader = run.known.get(writer);
  if (byReader === undefined) run.known.set(writer, new Map([[reader, pair]]));
  else byReader.set(reader, pair);
  return pair;
}

function markDifferent(first: Pair): void {
  const open = [first];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (pair.isDifferent) continue;
    pair.isDifferent = true;
    for (const whole of pair.wholes) open.push(whole);
  }
}

type Parts = readonly (readonly [writer: Schema, reader: Schema])[];

const NO_PARTS: Parts = [];

/** The parts on which it depends whether two schemas are the same; undefined where they are not by themselves. */
function comparePair(run: Run, { writer, reader }: Pair): Parts | undefined {
  if (isNamed(writer) && isNamed(reader) && !run.isNamesake(writer, reader)) return undefined;
  switch (writer.type) {
    case 'array':
      return reader.type === 'array' ? [[writer.items, reader.items]] : undefined;
    case 'map':
      return reader.type === 'map' ? [[writer.values, reader.values]] : undefined;
    case 'fixed':
      return reader.type === 'fixed' && writer.size === reader.size ? NO_PARTS : undefined;
    case 'enum': {
      if (reader.type !== 'enum') return undefined;
      return pairUp(writer.symbols, reader.symbols, (left, right) => left === right) && NO_PARTS;
    }
    case 'union':
      return reader.type === 'union' ? pairUp(writer.branches, reader.branches, () => true) : undefined;
    case 'record': {
      if (reader.type !== 'record') return undefined;
      const fields = pairUp(writer.fields, reader.fields, (left, right) => left.name === right.name);
      return fields?.map(([left, right]) => [left.schema, right.schema] as const);
    }
    default:
      return writer.type === reader.type ? NO_PARTS : undefined;
  }
}

function pairUp<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isMatch: (left: Item, right: Item) => boolean,
): (readonly [Item, Item])[] | undefined {
  if (left.length !== right.length) return undefined;
  const pairs: (readonly [Item, Item])[] = [];
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined || !isMatch(item, other)) return undefined;
    pairs.push([item, other]);
  }
  return pairs;
}
