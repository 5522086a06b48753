import { describe, expect, it } from 'vitest';
import { run, rule } from './harness.ts';
import type { Contract } from './harness.ts';

const change = (expr: string, ...tags: readonly string[]) => rule({ type: 'CEL_FIELD', kind: 'TRANSFORM', expr, tags });

/** What a rule sees of each field, in its value. */
const SHOWN = "typeName == 'STRING' ; fullName + ' ' + name + ' ' + tags.join(',')";

const AVRO = {
  type: 'record',
  name: 'Order',
  namespace: 'acme',
  fields: [
    { name: 'id', type: 'long', 'confluent:tags': ['ID'] },
    { name: 'mail', type: ['null', 'string'], 'confluent:tags': ['PII'] },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A'] } },
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'note', type: 'string' }] } },
    },
    { name: 'notes', type: { type: 'map', values: 'string' }, 'confluent:tags': ['N'] },
    { name: 'any', type: ['int', 'long', 'string'] },
  ],
};
const ORDER = { id: 1n, mail: 'a', kind: 'A', lines: [{ note: 'b' }], notes: { x: 'c' }, any: { long: 4n } };

const JSON_SCHEMA = {
  $defs: { address: { type: 'object', properties: { zip: { type: 'string', 'confluent:tags': ['PII'] } } } },
  type: 'object',
  properties: {
    id: { type: 'integer' },
    price: { type: 'number' },
    code: { type: ['string', 'null'] },
    fixed: { enum: ['a'] },
    home: { $ref: '#/$defs/address' },
    party: {
      oneOf: [
        { type: 'object', required: ['vat'], properties: { vat: { type: 'string', 'confluent:tags': ['TAX'] } } },
        { type: 'object', required: ['ssn'], properties: { ssn: { type: 'string', 'confluent:tags': ['PII'] } } },
      ],
    },
    tags: { type: 'array', items: { type: 'string' } },
    other: { $ref: 'other.json#/properties/x' },
  },
};
const OTHER = '{"properties":{"x":{"type":"string","confluent:tags":["X"]}}}';
const JSON_ORDER = {
  id: 1,
  price: 2,
  code: 'c',
  fixed: 'a',
  home: { zip: 'z' },
  party: { ssn: 's' },
  tags: ['t'],
  other: 'o',
  more: 'm',
};

const PROTO = `syntax = "proto3";
package acme;
import "confluent/meta.proto";
import "google/protobuf/timestamp.proto";
message Order {
  int64 order_id = 1;
  string mail = 2 [(confluent.field_meta).tags = "PII", (confluent.field_meta).tags = "B"];
  optional string nick = 3;
  repeated Line lines = 4;
  oneof party { string vat = 5 [(confluent.field_meta) = {tags: ["TAX"]}]; string ssn = 6; }
  Kind kind = 7;
  google.protobuf.Timestamp at = 8;
  uint32 count = 9;
  map<string, string> labels = 10;
  message Line { string line_note = 1; }
  enum Kind { NONE = 0; BIG = 1; }
}`;
const PROTO_ORDER = {
  orderId: 5n,
  mail: 'a',
  lines: [{ lineNote: 'b' }],
  vat: 'v',
  kind: 'BIG',
  at: { seconds: 1n, nanos: 500_000_000 },
  count: 3,
  labels: { k: 'l' },
};

const CONTRACTS = {
  AVRO: { schema: AVRO },
  JSON: {
    type: 'JSON',
    schema: JSON_SCHEMA,
    references: [{ name: 'other.json', subject: 'o', version: 1, schema: OTHER }],
  },
  PROTOBUF: { type: 'PROTOBUF', schema: PROTO },
} as const satisfies Record<string, Contract>;

describe('field rules', () => {
  it('see strings of Avro by full name, with their tags', async () => {
    expect(await run(CONTRACTS.AVRO, [change(SHOWN)], ORDER)).toEqual({
      ...ORDER,
      mail: 'acme.Order.mail mail PII',
      lines: [{ note: 'acme.Line.note note ' }],
      notes: { x: 'acme.Order.notes notes N' },
    });
  });

  it('see strings of JSON by path, through references and the alternative that fits', async () => {
    expect(await run(CONTRACTS.JSON, [change(SHOWN)], JSON_ORDER)).toEqual({
      ...JSON_ORDER,
      code: '$.code code ',
      home: { zip: '$.home.zip zip PII' },
      party: { ssn: '$.party.ssn ssn PII' },
      tags: ['$.tags tags '],
      other: '$.other other X',
    });
  });

  it('see strings of Protobuf by full name, those not set but always there too', async () => {
    const { mail: _, ...rest } = PROTO_ORDER;
    expect(await run(CONTRACTS.PROTOBUF, [change(SHOWN)], rest)).toEqual({
      ...rest,
      mail: 'acme.Order.mail mail PII,B',
      lines: [{ lineNote: 'acme.Order.Line.line_note line_note ' }],
      vat: 'acme.Order.vat vat TAX',
    });
  });

  it('change only fields with one of their tags', async () => {
    const masked = change("'*'", 'PII', 'NONE');
    expect(await run(CONTRACTS.AVRO, [masked], ORDER)).toEqual({ ...ORDER, mail: '*' });
    expect(await run(CONTRACTS.JSON, [masked], JSON_ORDER)).toEqual({
      ...JSON_ORDER,
      home: { zip: '*' },
      party: { ssn: '*' },
    });
    expect(await run(CONTRACTS.PROTOBUF, [masked], PROTO_ORDER)).toEqual({ ...PROTO_ORDER, mail: '*' });
  });

  it.each([
    ['acme.Order.mail', true],
    ['acme.*.m?il', true],
    ['**.mail', true],
    ['acme.*', false],
    ['*.mail', false],
    ['acme.Order.mai', false],
    ['acmeXOrder.mail', false],
    ['acme.Order.\\mail', true],
  ])('the pattern %s fits acme.Order.mail: %s', async (pattern, fits) => {
    const contract = { ...CONTRACTS.AVRO, metadata: { tags: { [pattern]: ['HERE'] } } };
    const result = await run(contract, [change("name == 'mail' ; '*'", 'HERE')], ORDER);
    expect(result).toEqual(fits ? { ...ORDER, mail: '*' } : ORDER);
  });

  it('keep the type of numbers, and the tag of a union', async () => {
    const more = change("typeName == 'LONG' ; value + 1");
    expect(await run(CONTRACTS.AVRO, [more], ORDER)).toEqual({ ...ORDER, id: 2n, any: { long: 5n } });
    expect(await run(CONTRACTS.JSON, [change("typeName == 'INT' ; value + 1")], JSON_ORDER)).toEqual({
      ...JSON_ORDER,
      id: 2,
    });
    expect(await run(CONTRACTS.JSON, [change("typeName == 'DOUBLE' ; value / 4.0")], JSON_ORDER)).toEqual({
      ...JSON_ORDER,
      price: 0.5,
    });
    expect(await run(CONTRACTS.PROTOBUF, [change("name == 'order_id' ; value + 1")], PROTO_ORDER)).toEqual({
      ...PROTO_ORDER,
      orderId: 6n,
    });
    expect(await run(CONTRACTS.PROTOBUF, [change("name == 'count' ; value + 1u")], PROTO_ORDER)).toEqual({
      ...PROTO_ORDER,
      count: 4,
    });
  });

  it('see the record that holds the field, as earlier fields left it', async () => {
    const expr =
      "name == 'id' || name == 'mail' ; typeName == 'LONG' ? dyn(value + 1) : dyn(value + string(message.id))";
    expect(await run(CONTRACTS.AVRO, [change(expr)], ORDER)).toEqual({ ...ORDER, id: 2n, mail: 'a2' });
  });

  it('never change the value that was given', async () => {
    const given = structuredClone(ORDER);
    await run(CONTRACTS.AVRO, [change("typeName == 'STRING' ; '*'")], given);
    expect(given).toEqual(ORDER);
  });

  it('refuse by conditions, naming the field, and leave false and empty values of other fields alone', async () => {
    const condition = rule({ type: 'CEL_FIELD', tags: ['PII'], expr: "value != 'a'" });
    expect(await run(CONTRACTS.AVRO, [condition], ORDER)).toBe(
      "RuleError: rule r: acme.Order.mail: the condition does not hold: value != 'a'",
    );
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'off', type: 'boolean' },
        { name: 'text', type: 'string' },
      ],
    };
    const value = { off: false, text: '' };
    expect(await run({ schema }, [condition], value)).toBe(value);
  });

  it('run once where several have the same tags, the first of them in both directions', async () => {
    const rules = [
      { ...change("value + 'a'", 'PII'), name: 'a', mode: 'WRITEREAD' },
      { ...change("value + 'b'", 'PII'), name: 'b', mode: 'WRITEREAD' },
    ] as const;
    expect(await run(CONTRACTS.AVRO, rules, ORDER)).toEqual({ ...ORDER, mail: 'aa' });
    const back = { ...CONTRACTS.AVRO, mode: 'READ' } as const;
    expect(await run(back, rules.toReversed(), ORDER)).toEqual({ ...ORDER, mail: 'aa' });
  });
});

describe('Protobuf as CEL sees it', () => {
  it.each([
    'message.order_id == 5',
    'message.kind == 1',
    'message.at == timestamp("1970-01-01T00:00:01.5Z")',
    'message.count > 2 && message.count == 3u',
    'message.labels["k"] == "l"',
    'message.lines[0].line_note == "b"',
    '!has(message.nick) && !has(message.ssn) && has(message.vat)',
  ])('%s', async (expr) => {
    expect(await run(CONTRACTS.PROTOBUF, [rule({ expr })], PROTO_ORDER)).toBe(PROTO_ORDER);
  });

  it('comes back under the names of values', async () => {
    const expr = '{"order_id": message.order_id + 1, "kind": 0, "at": message.at, "lines": message.lines}';
    expect(await run(CONTRACTS.PROTOBUF, [rule({ kind: 'TRANSFORM', expr })], PROTO_ORDER)).toEqual({
      orderId: 6n,
      kind: 'NONE',
      at: { seconds: 1n, nanos: 500_000_000 },
      lines: [{ lineNote: 'b' }],
    });
  });

  it('is of the message that is named', async () => {
    const contract = { ...CONTRACTS.PROTOBUF, message: 'acme.Order.Line' };
    expect(await run(contract, [change("value + '!'")], { lineNote: 'b' })).toEqual({ lineNote: 'b!' });
    expect(await run({ ...contract, message: 'acme.Not' }, [change('value')], {})).toContain(
      'it has no message acme.Not',
    );
  });
});
