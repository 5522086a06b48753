import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCompatibility,
  compileCodec,
  compileResolver,
  findShapeChanges,
  parseSchema,
  toCanonicalForm,
} from '@sluice/avro';
import type { JsonObject, JsonValue, Schema } from '@sluice/avro';
import { evolve, schemaJson, uniteBranches, valueOf } from './arbitraries.ts';

const RUNS = { numRuns: 300 };
const LONG = { long: 'bigint' } as const;
const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);

const choices = fc.array(fc.nat(9), { minLength: 30, maxLength: 30 });
/** An old schema and a new one, which may break it in any way. */
const pairs = fc.tuple(schemaJson, choices, choices).map(([json, some, others]) => ({
  from: parse(json),
  to: parse(disturb(evolve(json, repeat(some)), repeat(others))),
}));

function* repeat(list: readonly number[]): Generator<number> {
  for (;;) yield* list;
}

/** What `evolve` leaves alone: branches that come and go, types that become unions or others, renamed types. */
function disturb(json: JsonValue, stream: Iterator<number>): JsonValue {
  const choice = Number(stream.next().value);
  if (Array.isArray(json)) {
    const branches = json.map((branch: JsonValue) => disturb(branch, stream));
    if (choice < 2) branches.push('long', { type: 'map', values: 'int' });
    return uniteBranches(choice === 2 && branches.length > 1 ? branches.slice(1) : branches);
  }
  if (choice === 3) return uniteBranches(['null', json]);
  if (choice === 4) return uniteBranches([json, 'float', 'string']);
  if (typeof json !== 'object' || json === null) return choice === 5 ? 'boolean' : json;
  const schema = json as JsonObject;
  const { name = '', items, values, fields, symbols } = schema;
  if (items !== undefined) return { ...schema, items: disturb(items, stream) };
  if (values !== undefined) return { ...schema, values: disturb(values, stream) };
  if (Array.isArray(symbols)) return choice === 5 ? { ...schema, symbols: symbols.slice(0, 1) } : schema;
  if (!Array.isArray(fields)) return choice === 5 ? { ...schema, name: `${name as string}x` } : schema;
  const changed = fields.map((field: JsonObject) => {
    const { default: fallback, type = 'null', ...rest } = field;
    return fallback === undefined ? { ...rest, type: disturb(type, stream) } : field;
  });
  return { ...schema, fields: choice === 6 ? [...changed, { name: 'needed', type: 'int' }] : changed };
}

const pairsWithValue = pairs.chain((pair) => valueOf(pair.from).map((value) => ({ ...pair, value })));

describe('the strict checker', () => {
  it('lets through only what a resolver reads, every value of it', () => {
    fc.assert(
      fc.property(pairsWithValue, ({ from, to, value }) => {
        fc.pre(checkCompatibility(to, from).length === 0);
        const resolver = compileResolver(from, to, LONG);
        expect(resolver.unresolvable).toEqual([]);
        resolver.decode(compileCodec(from, LONG).encode(value));
      }),
      RUNS,
    );
  });

  it('finds nothing between a schema and its canonical form, which is its own', () => {
    fc.assert(
      fc.property(schemaJson.map(parse), (schema) => {
        const canonical = toCanonicalForm(schema);
        expect(toCanonicalForm(parseSchema(canonical))).toBe(canonical);
        expect(checkCompatibility(schema, parseSchema(canonical))).toEqual([]);
        expect(findShapeChanges(schema, parseSchema(canonical))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('names places that the schema has, and says what to change', () => {
    fc.assert(
      fc.property(pairs, ({ from, to }) => {
        for (const { path, fix, reader, writer } of checkCompatibility(to, from)) {
          expect(hasPath(to, path)).toBe(true);
          expect([fix.reader, fix.writer].every((sentence) => /^[a-z].{5,}$/.test(sentence))).toBe(true);
          expect([reader.kind, writer.kind]).not.toContain(undefined);
        }
        for (const { path } of findShapeChanges(from, to)) expect(hasPath(to, path)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('without a change of shape', () => {
  it('old values look as before to those who read them with the new schema', () => {
    fc.assert(
      fc.property(pairsWithValue, ({ from, to, value }) => {
        fc.pre(checkCompatibility(to, from).length === 0 && findShapeChanges(from, to).length === 0);
        const bytes = compileCodec(from, LONG).encode(value);
        const [before, after] = [compileCodec(from, LONG).decode(bytes), compileResolver(from, to, LONG).decode(bytes)];
        expect(haveSameTags(before, after)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('with one', () => {
  it('some value looks different', () => {
    const changed = pairs.filter(
      ({ from, to }) => checkCompatibility(to, from).length === 0 && findShapeChanges(from, to).length > 0,
    );
    fc.assert(
      fc.property(changed, ({ from, to }) => {
        const codec = compileCodec(from, LONG);
        const resolver = compileResolver(from, to, LONG);
        const values = fc.sample(valueOf(from), { numRuns: 200, seed: 1 });
        const different = values.filter((value) => {
          const bytes = codec.encode(value);
          return !haveSameTags(codec.decode(bytes), resolver.decode(bytes));
        });
        expect(different).not.toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

function hasPath(schema: Schema, path: string): boolean {
  const steps = path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? [];
  const reached = steps.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap((at) => branchesOf(at)).flatMap((at) => enter(at, step)),
    [schema],
  );
  return reached.length > 0;
}

function enter(schema: Schema, step: string): readonly Schema[] {
  if (step === '[]') return schema.type === 'array' ? [schema.items] : [];
  if (step === '{}') return schema.type === 'map' ? [schema.values] : [];
  return schema.type === 'record' ? schema.fields.filter(({ name }) => name === step).map((field) => field.schema) : [];
}

function branchesOf(schema: Schema): readonly Schema[] {
  return schema.type === 'union' ? schema.branches : [schema];
}

/** Whether what both values hold is tagged alike: tags are names of types, which no field or key of the tests has. */
function haveSameTags(left: unknown, right: unknown): boolean {
  if (tagOf(left) !== tagOf(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.every((item, index) => haveSameTags(item, right[index]));
  }
  if (!isPlainObject(left) || !isPlainObject(right)) return true;
  return Object.keys(left).every((key) => !Object.hasOwn(right, key) || haveSameTags(left[key], right[key]));
}

function tagOf(value: unknown): string | undefined {
  const [key, ...others] = isPlainObject(value) ? Object.keys(value) : [];
  if (key === undefined || others.length > 0) return undefined;
  return /^(ns\.T\d+x?|int|long|float|double|map|string|bytes|array)$/.test(key) ? key : undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
