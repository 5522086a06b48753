import avsc from 'avsc';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatSchema } from '@sluice/avro';
import { readIdl } from '@sluice/avro/idl';

/**
 * IDL of what avsc 5.7.9 reads right: no `T?`, no decimals, no annotated unions, no enum defaults, one name for each
 * type, longs within a double, and no time_ms, which it makes a long.
 */
const PRIMITIVES = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string', 'null'];
const NAMES = ['R0', 'R1', 'R2', 'E', 'F'];

const { type } = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...PRIMITIVES, ...NAMES, 'date', 'timestamp_ms'),
    fc.constantFrom('@x("y") string', '@logicalType("timestamp-micros") long'),
    tie('type').map((items) => `array<${items}>`),
    tie('type').map((values) => `map< ${values} >`),
    fc
      .shuffledSubarray(['null', 'int', 'string', 'E', 'array<R0>', 'map<long>'], { minLength: 1 })
      .map((all) => `union { ${all.join(', ')} }`),
  ),
}));
const field = fc.oneof(
  type,
  fc.integer().map((value) => `int a = ${value}`),
  fc.constantFrom(
    'string a = "x\\n\\"y\\""',
    'boolean a = true',
    'array<int> a = [1, 2]',
    'union { null, E } a = null',
  ),
  fc.constantFrom('map<double> a = {"k": 1.5}', 'string @order("ignore") a', 'int @aliases(["b"]) a'),
);
const record = fc.array(field, { maxLength: 5 }).map((fields) =>
  fields.map((text, index) => {
    const parts = / (?:@\w+\(.*\) )?a\b/.test(text)
      ? text.replace(/ ((?:@\w+\(.*\) )?)a\b/, ` $1f${index}`)
      : `${text} f${index}`;
    return `${parts};`;
  }),
);

it('reads what avsc reads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(record, record, record), fc.constantFrom('', 'a.b'), async (records, namespace) => {
      const head = namespace === '' ? '' : `@namespace("${namespace}") `;
      const body = records.map((fields, index) => `/** Doc ${index}. */ record R${index} { ${fields.join(' ')} }`);
      const text = `${head}protocol P { enum E { A, B } fixed F(4); ${body.join('\n')} void m(R0 a, int b) throws R1; }`;
      const ours = await readIdl(text);
      const peer = JSON.stringify(avsc.readProtocol(text));
      const theirs = await readIdl('protocol Q { import protocol "p"; }', { readImport: () => peer });
      const show = ({ schemas }: typeof ours): readonly string[] =>
        schemas.map((schema) => formatSchema(schema, { isSorted: true }));
      expect(show(ours)).toEqual(show(theirs));
    }),
    { numRuns: 100 },
  );
});
