import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, parseSchema, SchemaParser } from '@sluice/avro';
import type { JsonValue, ParseFinding, RecordSchema } from '@sluice/avro';
import { planCodec } from '../src/plan/build-plan.ts';
import { printProduct } from '../src/print/compile.ts';
import { startDefaultChecker } from '../src/schema/default-value.ts';

/** R0 holds R1 twice, and so on: each default `{}` takes in twice what the one below does. */
function doublingDefaults(depth: number): JsonValue {
  let inner: JsonValue = { type: 'record', name: `R${depth}`, fields: [] };
  for (let level = depth - 1; level >= 0; level--) {
    inner = {
      type: 'record',
      name: `R${level}`,
      fields: [
        { name: 'a', type: inner, default: {} },
        { name: 'b', type: `R${level + 1}`, default: {} },
      ],
    };
  }
  return inner;
}

/** A value that only the last of all branches takes, tried against two records at each level. */
function nestedBranches(depth: number): { readonly schema: JsonValue; readonly value: JsonValue } {
  const branch = (name: string): JsonValue => ({ type: 'record', name, fields: [{ name: 'x', type: ['A', 'B'] }] });
  let value: JsonValue = 0;
  for (let level = 0; level < depth; level++) value = { x: value };
  return { schema: [branch('A'), branch('B')], value };
}

function findingsOf(parse: () => unknown): readonly ParseFinding[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings as readonly ParseFinding[];
    throw error;
  }
}

describe('defaults that take in defaults', () => {
  it('are checked in steps that grow with the schema', () => {
    const checker = startDefaultChecker();
    const schema = parseSchema(doublingDefaults(15)) as RecordSchema;
    for (const field of schema.fields) expect(checker.findFieldFault(field)).toBeUndefined();
    expect(checker.steps).toBeLessThan(100);
  });

  it('are printed once each', () => {
    const lengthOf = (depth: number): number =>
      printProduct(planCodec(parseSchema(doublingDefaults(depth)), {}), 'encode', 'bare').text.length;
    expect(lengthOf(15)).toBeLessThan(2.5 * lengthOf(7));
  });

  it('still encode, as fresh values', () => {
    const codec = compileCodec(parseSchema(doublingDefaults(10)));
    expect(codec.encode({})).toHaveLength(0);
  });

  it.each([24, 200])('are refused where they hold too much: %d levels', (depth) => {
    const [finding] = findingsOf(() => parseSchema(doublingDefaults(depth)));
    expect(finding).toMatchObject({ kind: 'limit', message: expect.stringContaining('100000 values') });
  });

  it('are refused where one takes itself in', () => {
    const source = { type: 'record', name: 'R', fields: [{ name: 'a', type: 'R', default: {} }] };
    expect(findingsOf(() => parseSchema(source))).toMatchObject([{ kind: 'default', pointer: '/fields/0/default/a' }]);
  });

  it('try a value once for each union', () => {
    const { schema, value } = nestedBranches(200);
    const checker = startDefaultChecker();
    expect(checker.findFault(parseSchema(schema), value)).toMatchObject({ kind: 'default' });
    expect(checker.steps).toBeLessThan(2000);
  });
});

describe('records that hold others twice, level by level', () => {
  const doubling = (depth: number, type: JsonValue): JsonValue => {
    let inner: JsonValue = { type: 'record', name: `R${depth}`, fields: [{ name: 'x', type }] };
    for (let level = depth - 1; level >= 0; level--) {
      const fields: JsonValue = [
        { name: 'a', type: inner },
        { name: 'b', type: `R${level + 1}` },
      ];
      inner = { type: 'record', name: `R${level}`, fields };
    }
    return inner;
  };

  // Walked part by part, none of these would ever end.
  it.each<[JsonValue, number]>([
    ['null', 0],
    ['float', 3],
    ['double', 0],
    ['int', 0],
  ])('of %j are refused at once', (type, size) => {
    const codec = compileCodec(parseSchema(doubling(100, type)));
    const bytes = new Uint8Array(size);
    expect(codec.validateBytes(bytes, 0, size)[0]).toMatchObject({ kind: 'malformed' });
    expect(() => codec.decode(bytes)).toThrow(AvroError);
  });

  it('are taken where they are few', () => {
    const codec = compileCodec(parseSchema(doubling(3, 'float')));
    expect(codec.validateBytes(new Uint8Array(32), 0, 32)).toEqual([]);
    expect(codec.validateBytes(new Uint8Array(33), 0, 33)[0]).toMatchObject({ kind: 'left-over', offset: 32 });
    expect(codec.validateBytes(new Uint8Array(31), 0, 31)[0]).toMatchObject({ path: 'b.b.b.x', offset: 28 });
    expect(codec.encode(codec.decode(new Uint8Array(32)))).toEqual(new Uint8Array(32));
  });
});

describe('types defined again', () => {
  it('are compared by themselves: what they hold was compared when it was defined', () => {
    const depth = 40;
    let text: JsonValue = { type: 'record', name: 'D', doc: 'd', fields: [] };
    for (let level = 0; level < depth; level++) {
      text = { type: 'record', name: `C${level}`, fields: [{ name: 'x', type: text }] };
    }
    const parser = new SchemaParser();
    const first = parser.parse(text);
    let innermost = first;
    for (; innermost.type === 'record' && innermost.fields[0] !== undefined;) innermost = innermost.fields[0].schema;
    let reads = 0;
    Object.defineProperty(innermost, 'doc', { enumerable: true, get: () => (reads++, 'd') });
    expect(findingsOf(() => parser.parse(text))).toEqual([]);
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(5);
  });

  it('are refused where they differ, at the type that does', () => {
    const outer = (doc: string): JsonValue => ({
      type: 'record',
      name: 'O',
      fields: [{ name: 'i', type: { type: 'enum', name: 'I', doc, symbols: [] } }],
    });
    expect(findingsOf(() => parseSchema([outer('x'), { type: 'map', values: outer('y') }]))).toMatchObject([
      { kind: 'duplicate', pointer: '/1/values/fields/0/type' },
    ]);
  });
});

describe('SchemaParser', () => {
  const holder = (name: string, type: string): JsonValue => ({ type: 'record', name, fields: [{ name: 'x', type }] });

  it('gives the same object for a name', () => {
    const parser = new SchemaParser();
    const first = parser.parse(holder('A', 'int'));
    expect((parser.parse(holder('B', 'A')) as RecordSchema).fields[0]?.schema).toBe(first);
  });

  it('names both texts where they define a name differently, and goes on without the second', () => {
    const parser = new SchemaParser();
    parser.parse(holder('A', 'int'), 'one.avsc');
    const source = [holder('A', 'long'), holder('Z', 'int')];
    expect(findingsOf(() => parser.parse(source, 'two.avsc'))).toMatchObject([
      { kind: 'duplicate', pointer: '/0', message: expect.stringContaining('the first is in one.avsc') },
    ]);
    expect(findingsOf(() => parser.parse(holder('B', 'Z')))).toMatchObject([{ kind: 'reference' }]);
  });

  it('refuses a chain over several texts that is deeper than any stack', () => {
    const parser = new SchemaParser();
    parser.parse(holder('C0', 'int'));
    const findings = findingsOf(() => {
      for (let link = 1; link < 1000; link++) parser.parse(holder(`C${link}`, `C${link - 1}`));
    });
    expect(findings).toMatchObject([{ kind: 'limit' }]);
  });
});
