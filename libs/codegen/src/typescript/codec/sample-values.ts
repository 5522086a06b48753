import { shapeUnion } from '@sluice/avro';
import type { EnumSchema, LongForm, NamedSchema, RecordSchema, Schema, UnionSchema } from '@sluice/avro';
import type { AvroForms } from '../types/avro-forms.ts';
import { isNamed } from '../types/avro-layout.ts';
import { sampleLogical } from './sample-logical.ts';

/**
 * Values of a schema that together have every field, branch and symbol within it, and the extremes of each type; the
 * first is the richest and the last the simplest. None where a value would never end, or be too big to print.
 */
export function sampleValues(schema: Schema, forms: AvroForms): readonly unknown[] {
  return sample({ forms, seen: new Set(), open: new Map(), left: MAX_PARTS }, schema, forms.long);
}

/** Parts of all values: more make no better test. */
const MAX_PARTS = 4_000;

interface Run {
  readonly forms: AvroForms;
  /** Types that have been shown in full once; afterwards one value of each will do. */
  readonly seen: Set<NamedSchema>;
  /** How many values of a record hold the one that is being made. */
  readonly open: Map<RecordSchema, number>;
  left: number;
}

function sample(run: Run, schema: Schema, long: LongForm): readonly unknown[] {
  run.left--;
  if (schema.type === 'union') return sampleUnion(run, schema, long);
  const shown = run.forms.logicalOf(schema);
  if (shown !== undefined) return sampleLogical(shown, () => sampleBase(run, schema, 'bigint'));
  return sampleBase(run, schema, long);
}

function sampleBase(run: Run, schema: Exclude<Schema, UnionSchema>, long: LongForm): readonly unknown[] {
  switch (schema.type) {
    case 'null':
      return [null];
    case 'boolean':
      return [true, false];
    case 'int':
      return [7, -2_147_483_648, 2_147_483_647, 0];
    case 'long':
      return LONGS[long];
    case 'float':
      return [1.5, -3.402_823_466_385_288_6e38, 1.401_298_464_324_817e-45, -0];
    case 'double':
      return [0.1, -Number.MAX_VALUE, Number.MIN_VALUE, Infinity];
    case 'bytes':
      return [Uint8Array.of(1, 127, 128, 255), new Uint8Array()];
    case 'string':
      return ['text', '', 'é 漢字 😀 "\'\\\n\0'];
    case 'fixed':
      return [new Uint8Array(schema.size).fill(0xa5), ...(schema.size === 0 ? [] : [new Uint8Array(schema.size)])];
    case 'enum':
      return sampleEnum(run, schema);
    case 'array': {
      const items = isSpent(run) ? [] : sample(run, schema.items, long);
      return items.length === 0 ? [[]] : [items, []];
    }
    case 'map': {
      const values = isSpent(run) ? [] : sample(run, schema.values, long);
      return values.length === 0 ? [{}] : [objectOf(values.map((value, at) => [KEYS[at] ?? `key ${at}`, value])), {}];
    }
    case 'record':
      return sampleRecord(run, schema);
  }
}

const LONGS: Readonly<Record<LongForm, readonly unknown[]>> = {
  number: [7, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0],
  bigint: [7n, -(2n ** 63n), 2n ** 63n - 1n, 0n],
  string: ['7', `-${2n ** 63n}`, `${2n ** 63n - 1n}`, '0'],
};

// No `constructor`, which TypeScript finds in every object literal.
const KEYS = ['key', '', '__proto__', 'ключ "\''];

function isSpent(run: Run): boolean {
  return run.left < 0;
}

function sampleEnum(run: Run, schema: EnumSchema): readonly unknown[] {
  if (run.seen.has(schema)) return schema.symbols.slice(0, 1);
  run.seen.add(schema);
  return schema.symbols;
}

function sampleRecord(run: Run, schema: RecordSchema): readonly unknown[] {
  const depth = run.open.get(schema) ?? 0;
  // One level of a record within itself shows what recursion does.
  if (depth > 1 || (depth > 0 && isSpent(run)) || run.left < -MAX_PARTS) return [];
  const isFirst = !run.seen.has(schema);
  run.seen.add(schema);
  run.open.set(schema, depth + 1);
  const fields = schema.fields.map((field) => sample(run, field.schema, run.forms.longOf(schema, field)));
  run.open.set(schema, depth);
  if (fields.some((values) => values.length === 0)) return [];
  const count = isFirst ? Math.max(1, ...fields.map((values) => values.length)) : 1;
  return Array.from({ length: count }, (_, index) =>
    objectOf(fields.map((values, at) => [schema.fields[at]?.name ?? '', values[Math.min(index, values.length - 1)]])),
  );
}

function sampleUnion(run: Run, schema: UnionSchema, long: LongForm): readonly unknown[] {
  const { names, tagged } = shapeUnion(schema);
  const values = schema.branches.map((branch, at) => {
    // A union may be all that ends a recursion, and then only its simple branches are left.
    if (isSpent(run) && isNamed(branch) && branch.type === 'record') return [];
    const samples = sample(run, branch, long);
    return tagged[at] === true ? samples.map((value) => objectOf([[names[at] ?? '', value]])) : samples;
  });
  // What is not null comes first.
  const order = schema.branches.map((branch, at) => ({ at, isNull: branch.type === 'null' }));
  return order.toSorted((a, b) => Number(a.isNull) - Number(b.isNull)).flatMap(({ at }) => values[at] ?? []);
}

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const result = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
