import type { JsonValue } from '@sluice/avro';

type Made = readonly [type: JsonValue, value: (seed: number) => unknown];

/** The kinds of fields that made schemas go round in. */
const KINDS: readonly Made[] = [
  ['string', (seed) => `value ${seed}`],
  ['int', (seed) => seed],
  ['long', (seed) => 1_767_225_600_000 + seed],
  ['double', (seed) => seed / 4],
  ['boolean', (seed) => seed % 2 === 0],
  [['null', 'string'], (seed) => (seed % 2 === 0 ? null : `maybe ${seed}`)],
  [{ type: 'array', items: 'int' }, (seed) => [seed, seed + 1, seed + 2]],
  [{ type: 'map', values: 'string' }, (seed) => ({ key: `entry ${seed}` })],
  ['float', (seed) => seed / 2],
  [['null', 'long'], (seed) => seed],
];

/**
 * The schema and a value of a record of `fields` fields. Schemas of different seeds have other names and another order
 * of kinds, and cost the same.
 */
export function makeSchema(seed: number, fields: number): { readonly schema: JsonValue; readonly value: unknown } {
  const made = Array.from({ length: fields }, (_, index) => {
    const name = `field${seed}of${index}`;
    const [type, value] =
      KINDS[(index * (1 + 2 * (seed % 2)) + seed) % KINDS.length] ?? (['null', () => null] as const);
    return { name, type, value: value(index) };
  });
  return {
    schema: { type: 'record', name: `Made${seed}`, fields: made.map(({ name, type }) => ({ name, type })) },
    value: Object.fromEntries(made.map(({ name, value }) => [name, value])),
  };
}

/** Whole numbers below `limit`, the same each time for a seed (mulberry32). */
export function listRandom(count: number, limit: number, seed: number): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  });
}
