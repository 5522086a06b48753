import { describe, expect, it } from 'vitest';
import { protobufFormat } from '../src/protobuf/index.ts';
import type { ParsedSchema, ResolvedReference } from '../src/index.ts';

const HEAD = 'syntax = "proto3"; ';
const parse = (schema: string, references: readonly ResolvedReference[] = []): ParsedSchema<never> =>
  protobufFormat.parse(schema, references) as ParsedSchema<never>;
const reference = (name: string, schema: string, version = 1): ResolvedReference => ({
  name,
  subject: name,
  version,
  schema,
});

describe('the stored text', () => {
  it('has one layout, no comments, and each kind of member in its place', () => {
    const { canonical } = parse(`// about the file
      package p; import "google/protobuf/any.proto"; import public "google/protobuf/empty.proto";
      option java_package = "a\\tb";
      enum E { A = 0 [deprecated = true]; reserved 5 to max; }
      message M { oneof o { string s = 3; } optional int32 b = 2 [default = 0x10, (x.y).z = { k: [1, -2] }]; required E a = 1;
        reserved 9, "q"; extensions 100 to 110; optional group G = 4 { optional bytes r = 1 [json_name = "R"]; } }
      service S { rpc Get (M) returns (stream M); }`);
    expect(canonical).toMatchInlineSnapshot(`
      "package p;

      import "google/protobuf/any.proto";
      import public "google/protobuf/empty.proto";

      option java_package = "a\\tb";

      message M {
        reserved 9, "q";

        optional int32 b = 2 [
          (x.y).z = {
            k: [
              1,
              -2
            ]
          },
          default = 0x10
        ];
        required E a = 1;

        oneof o {
          string s = 3;
        }

        optional group G = 4 {
          optional bytes r = 1 [json_name = "R"];
        }

        extensions 100 to 110;
      }
      enum E {
        reserved 5 to max;
        A = 0 [deprecated = true];
      }

      service S {
        rpc Get (M) returns (stream M);
      }
      "
    `);
    expect(parse(canonical).canonical).toBe(canonical);
  });

  it('is the same for a text in normal form, which names types in full and sorts by number', () => {
    const schema = parse(
      `${HEAD}package p; import "google/protobuf/any.proto"; message M { N n = 2; int32 a = 1; map<string, N> m = 3; message N {} }`,
    );
    const normal = protobufFormat.normalize(schema);
    expect(normal.canonical).toMatchInlineSnapshot(`
      "syntax = "proto3";
      package p;

      import "google/protobuf/any.proto";

      message M {
        int32 a = 1;
        .p.M.N n = 2;
        map<string, .p.M.N> m = 3;

        message N {}
      }
      "
    `);
    expect(protobufFormat.normalize(normal).canonical).toBe(normal.canonical);
    expect(protobufFormat.areEquivalent(schema, normal)).toBe(true);
    expect(protobufFormat.areEquivalent(schema, parse(`${HEAD}message M {}`))).toBe(false);
  });

  it('is read from a serialized descriptor, and is written as one', () => {
    const schema = parse(
      `${HEAD}package p; message M { repeated int32 a = 1; oneof o { string s = 2; } enum E { Z = 0; } }`,
    );
    const serialized = protobufFormat.render(schema, 'serialized') ?? '';
    expect(atob(serialized)).toContain('default');
    expect(parse(serialized).canonical).toBe(schema.canonical);
    expect(protobufFormat.render(schema, 'resolved')).toBe(undefined);
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['an edition', 'edition = "2023";', '1:1', 'editions are not supported'],
    ['another syntax', 'syntax = "proto4";', '1:10', 'unknown syntax "proto4"'],
    [
      'a field without label in proto2',
      'message M {\n  int32 a = 1;\n}',
      '2:3',
      'expected required, optional or repeated',
    ],
    ['a type that there is not', `${HEAD}\nmessage M { Missing m = 1; }`, '2:13', 'type "Missing" is not declared'],
    [
      'a type of an import without reference',
      `${HEAD}import "x.proto"; message M { X m = 1; }`,
      '1:50',
      'the import of "x.proto" at 1:27 has no reference',
    ],
    ['a number twice', `${HEAD}message M { int32 a = 1; int32 b = 1; }`, '1:45', 'has number 1, as field a has'],
    ['a name twice', `${HEAD}message M { int32 a = 1; int32 a = 2; }`, '1:45', 'declared at 1:32 already'],
    ['a message twice', `${HEAD}message M {} message M {}`, '1:33', 'M is declared at 1:20 already'],
    ['number 0', `${HEAD}message M { int32 a = 0; }`, '1:32', 'they go from 1 to 536870911'],
    ["protobuf's own numbers", `${HEAD}message M { int32 a = 19000; }`, '1:32', 'protobuf keeps 19000'],
    ['a reserved number', `${HEAD}message M { reserved 1 to 3; int32 a = 2; }`, '1:49', 'which is reserved'],
    ['a map of maps', `${HEAD}message M { map<string, map<string, int32>> a = 1; }`, '1:47', 'a map holds no maps'],
    ['an enum that does not begin with 0', `${HEAD}enum E { A = 1; }`, '1:29', 'must begin with a value of number 0'],
    [
      'a default of another type',
      'message M { optional int32 a = 1 [default = x]; }',
      '1:13',
      'no value of type int32',
    ],
    ['a huge number', `${HEAD}message M { int32 a = ${'9'.repeat(50_000)}; }`, '1:42', 'a number of 32 bits'],
    ['control characters', `${HEAD}message M { int32 \u001b[31m = 1; }`, '1:38', 'expected a word but found "\\u001b"'],
    ['messages too deep', HEAD + 'message M {'.repeat(100_000), '1:1120', 'nest deeper than 100'],
    ['options too deep', `${HEAD}option (x) = ${'{a:'.repeat(50_000)}`, '1:336', 'nests deeper than 100'],
    ['a text without end', `${HEAD}/* ${'*'.repeat(500_000)}`, '1:20', 'a comment without its end'],
    ['what is no Protobuf', 'A'.repeat(100_000), '', 'neither the text of a .proto file'],
  ])('%s', (_, schema, pointer, message) => {
    const start = performance.now();
    expect(() => parse(schema)).toThrow(message);
    try {
      parse(schema);
    } catch (error) {
      expect(error).toMatchObject({ name: 'SchemaFormatError', findings: [{ kind: 'invalid-protobuf', pointer }] });
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('says which files import each other', () => {
    const files = [reference('a.proto', `${HEAD}import "b.proto";`), reference('b.proto', `${HEAD}import "a.proto";`)];
    expect(() => parse(`${HEAD}import "a.proto";`, files)).toThrow('"a.proto" imports "b.proto" imports "a.proto"');
  });
});

describe('compatibility', () => {
  const M = (body: string): string => `${HEAD}package p; message M { ${body} }`;

  it.each([
    ['nothing changes', M('int32 a = 1;'), M('int32 a = 1;'), []],
    ['fields come, go and get other names', M('int32 a = 1; string b = 2;'), M('int64 z = 1; bool c = 3;'), []],
    ['the package', M(''), M('').replace('package p', 'package q'), ['PACKAGE_CHANGED #/']],
    ['a message goes', `${M('')} message N {}`, M(''), ['MESSAGE_REMOVED #/N']],
    ['text for a number', M('int32 a = 1;'), M('string a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/M/1']],
    ['a message for a number', M('int32 a = 1;'), M('M a = 1;'), ['FIELD_KIND_CHANGED #/M/1']],
    [
      'another message',
      M('A a = 1; message A {} message B {}'),
      M('B a = 1; message A {} message B {}'),
      ['FIELD_NAMED_TYPE_CHANGED #/M/1'],
    ],
    [
      'a list for one number',
      M('optional int32 a = 1;'),
      M('repeated int32 a = 1;'),
      ['FIELD_NUMERIC_LABEL_CHANGED #/M/1'],
    ],
    [
      'a value of a map',
      M('map<string, int32> a = 1;'),
      M('map<string, string> a = 1;'),
      ['FIELD_SCALAR_KIND_CHANGED #/M/1'],
    ],
    [
      'a field leaves its oneof for nothing',
      M('oneof o { int32 a = 1; int32 b = 2; }'),
      M('oneof o { int32 a = 1; }'),
      ['ONEOF_FIELD_REMOVED #/M/o/2'],
    ],
    [
      'fields move into a oneof',
      M('int32 a = 1; int32 b = 2;'),
      M('oneof o { int32 a = 1; int32 b = 2; }'),
      ['MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/o'],
    ],
    [
      'one field moves beside others',
      M('int32 a = 1; oneof o { int32 b = 2; }'),
      M('oneof o { int32 a = 1; int32 b = 2; }'),
      ['FIELD_MOVED_TO_EXISTING_ONEOF #/M/o'],
    ],
    [
      'a required field comes',
      'package p; message M {}',
      'package p; message M { required int32 a = 1; }',
      ['REQUIRED_FIELD_ADDED #/M/1'],
    ],
    [
      'a required field goes',
      'package p; message M { required int32 a = 1; }',
      'package p; message M {}',
      ['REQUIRED_FIELD_REMOVED #/M/1'],
    ],
    [
      'a group becomes a message',
      'message M { optional group G = 1 {} }',
      'message M { optional G g = 1; message G {} }',
      ['FIELD_KIND_CHANGED #/M/1'],
    ],
  ])('%s', (_, writer, reader, expected) => {
    const findings = protobufFormat.checkCompatibility(parse(reader), parse(writer));
    expect(findings.map(({ type, path }) => `${type} ${path}`)).toEqual(expected);
    for (const finding of findings) {
      expect(protobufFormat.describeIncompatibility(finding, 'new', 'old')).toContain(`'${finding.path}'`);
      expect(finding.details?.fix.reader).not.toBe('');
    }
  });

  it('follows types into other versions of a reference', () => {
    const schema = `${HEAD}import "r.proto"; message M { R r = 1; }`;
    const old = parse(schema, [reference('r.proto', `${HEAD}message R { int32 a = 1; }`, 1)]);
    const same = parse(schema, [reference('r.proto', `${HEAD}message R { int32 a = 1; }`, 1)]);
    const other = parse(schema, [reference('r.proto', `${HEAD}message R { string a = 1; }`, 2)]);
    expect(protobufFormat.checkCompatibility(same, old)).toEqual([]);
    expect(protobufFormat.checkCompatibility(other, old).map(({ type, path }) => `${type} ${path}`)).toEqual([
      'FIELD_SCALAR_KIND_CHANGED #/R/1',
      'FIELD_NAMED_TYPE_CHANGED #/M/1',
    ]);
  });

  it("is worded as Confluent's", () => {
    const [finding] = protobufFormat.checkCompatibility(parse(M('string total = 1;')), parse(M('int32 total = 1;')));
    expect(finding && protobufFormat.describeIncompatibility(finding, 'new', 'old')).toBe(
      '{errorType:"FIELD_SCALAR_KIND_CHANGED", description:"The kind of a SCALAR field at path \'#/M/1\' in the new schema does not match its kind in the old schema"}',
    );
    expect(finding).toMatchObject({
      message: 'M.total changes from int32 to string',
      details: { valuePath: 'M.total', reader: { kind: 'string' }, writer: { kind: 'int32' } },
    });
  });
});
