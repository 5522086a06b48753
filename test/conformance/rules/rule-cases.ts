import type { SchemaInput, SchemaRule } from '@sluice/serde';

/** A contract, what is written under it, and what every client is to make of it. */
export interface RuleCase {
  readonly title: string;
  /** The versions of the subject, in order. */
  readonly versions: readonly SchemaInput[];
  readonly value: unknown;
  /** By metadata; the latest version where absent. */
  readonly writeWith?: Readonly<Record<string, string>>;
  readonly readWith?: Readonly<Record<string, string>>;
  /** What a reader gets; absent where the writer is to refuse. */
  readonly read?: unknown;
  /** Writers take it and readers refuse it. */
  readonly isRefusedOnRead?: true;
  /** Clients that are known to do something else, and why. */
  readonly differs?: Readonly<Partial<Record<'python' | 'node', Difference>>>;
}

export interface Difference {
  readonly why: string;
  /** What it says where it refuses to write, or what it reads where it should refuse. */
  readonly write?: RegExp;
  readonly read?: unknown;
}

function rule(name: string, parts: Partial<SchemaRule>): SchemaRule {
  return { name, kind: 'CONDITION', mode: 'WRITE', type: 'CEL', disabled: false, ...parts };
}

const field = (name: string, type: unknown, ...tags: readonly string[]): object => ({
  name,
  type,
  ...(tags.length > 0 && { 'confluent:tags': tags }),
});

const ORDER = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'acme',
  fields: [
    field('id', 'long'),
    field('email', 'string', 'PII'),
    field('phone', ['null', 'string'], 'PII'),
    field('price', 'double'),
    field('lines', {
      type: 'array',
      items: { type: 'record', name: 'Line', fields: [field('note', 'string', 'PII'), field('count', 'int')] },
    }),
  ],
});

const ORDER_JSON = JSON.stringify({
  type: 'object',
  title: 'Order',
  properties: {
    id: { type: 'integer' },
    email: { type: 'string', 'confluent:tags': ['PII'] },
    price: { type: 'number' },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { note: { type: 'string', 'confluent:tags': ['PII'] } } },
    },
  },
});

const VALUE = { id: 7, email: 'ann@acme.example', phone: '123', price: 2.5, lines: [{ note: 'soon', count: 2 }] };
const JSON_VALUE = { id: 7, email: 'ann@acme.example', price: 2.5, lines: [{ note: 'soon' }] };

const avro = (...domainRules: readonly SchemaRule[]): readonly SchemaInput[] => [
  { schema: ORDER, ruleSet: { domainRules } },
];
const json = (...domainRules: readonly SchemaRule[]): readonly SchemaInput[] => [
  { schema: ORDER_JSON, schemaType: 'JSON', ruleSet: { domainRules } },
];

const ORDER_PROTO = `syntax = "proto3";
package acme;
import "confluent/meta.proto";
message Order {
  int32 order_id = 1;
  string mail = 2 [(confluent.field_meta).tags = "PII"];
  repeated Line lines = 3;
  uint32 count = 4;
  message Line { string line_note = 1 [(confluent.field_meta).tags = "PII"]; }
}`;

const PROTO_VALUE = { orderId: 7, mail: 'a', lines: [{ lineNote: 'soon' }], count: 3 };

const proto = (...domainRules: readonly SchemaRule[]): readonly SchemaInput[] => [
  { schema: ORDER_PROTO, schemaType: 'PROTOBUF', ruleSet: { domainRules } },
];

const mask = rule('mask', { kind: 'TRANSFORM', type: 'CEL_FIELD', tags: ['PII'], expr: "'***' + value" });

/** Conditions by what they say: true and false. */
const CONDITIONS: readonly (readonly [string, boolean])[] = [
  ['message.price > 1.0', true],
  ['message.price > 3.0', false],
  ['message.id > 6', true],
  ['message.id == 8', false],
  ["message.email.endsWith('.example')", true],
  ["message.email.matches('^[a-c]+@')", false],
  ['size(message.lines) == 1 && message.lines[0].note.startsWith("so")', true],
  ["message.lines.all(line, line.note == 'late')", false],
  ['has(message.zip)', false],
  ['message.id > 100 ; message.price > 100.0', true],
  ['message.id < 100 ; message.price > 100.0', false],
];

const PROTO_CONDITIONS: readonly (readonly [string, boolean])[] = [
  ['message.order_id > 6 && message.count > 2u', true],
  ['message.order_id == 8', false],
  ["message.lines[0].line_note == 'soon'", true],
  ['size(message.lines) == 2', false],
];

const contact = (major: string, fields: readonly object[], migrationRules?: readonly SchemaRule[]): SchemaInput => ({
  schema: JSON.stringify({ type: 'record', name: 'Contact', namespace: 'acme', fields }),
  metadata: { properties: { major } },
  ...(migrationRules !== undefined && { ruleSet: { migrationRules } }),
});

const migrate = (name: string, mode: SchemaRule['mode'], expr: string): SchemaRule =>
  rule(name, { kind: 'TRANSFORM', type: 'JSONATA', mode, expr });

const CONTACTS: readonly SchemaInput[] = [
  contact('1', [field('name', 'string'), field('age', 'int')]),
  contact(
    '2',
    [field('fullName', 'string'), field('age', 'int')],
    [
      migrate('rename', 'UPGRADE', "$merge([$sift($, function($v, $k) {$k != 'name'}), {'fullName': $.name}])"),
      migrate('restore', 'DOWNGRADE', "$merge([$sift($, function($v, $k) {$k != 'fullName'}), {'name': $.fullName}])"),
    ],
  ),
  contact(
    '3',
    [field('fullName', 'string'), field('years', 'int')],
    [
      migrate('count', 'UPGRADE', "$merge([$sift($, function($v, $k) {$k != 'age'}), {'years': $.age}])"),
      migrate('uncount', 'DOWNGRADE', "$merge([$sift($, function($v, $k) {$k != 'years'}), {'age': $.years}])"),
    ],
  ),
];

export const RULE_CASES: readonly RuleCase[] = [
  ...CONDITIONS.flatMap(([expr, holds]): readonly RuleCase[] => [
    { title: `Avro: ${expr}`, versions: avro(rule('check', { expr })), value: VALUE, ...(holds && { read: VALUE }) },
    {
      title: `JSON: ${expr}`,
      versions: json(rule('check', { expr })),
      value: JSON_VALUE,
      ...(holds && { read: JSON_VALUE }),
    },
  ]),
  {
    title: 'Avro: a transform of tagged fields, in a union and in a list too',
    versions: avro(mask),
    value: VALUE,
    read: { ...VALUE, email: '***ann@acme.example', phone: '***123', lines: [{ note: '***soon', count: 2 }] },
  },
  {
    title: 'JSON: a transform of tagged fields',
    versions: json(mask),
    value: JSON_VALUE,
    read: { ...JSON_VALUE, email: '***ann@acme.example', lines: [{ note: '***soon' }] },
  },
  {
    title: 'Avro: a guard chooses a field by name and type',
    versions: avro(
      rule('first', {
        kind: 'TRANSFORM',
        type: 'CEL_FIELD',
        expr: "typeName == 'STRING' && name == 'email' ; value + '!'",
      }),
    ),
    value: VALUE,
    read: { ...VALUE, email: 'ann@acme.example!' },
  },
  {
    title: 'Avro: tags by pattern in the metadata',
    versions: [
      {
        schema: ORDER,
        metadata: { tags: { 'acme.*.note': ['SECRET'], '**.em?il': ['SECRET'] } },
        ruleSet: {
          domainRules: [
            rule('hide', {
              kind: 'TRANSFORM',
              type: 'CEL_FIELD',
              tags: ['SECRET'],
              expr: 'fullName + tags[0].substring(0, 0)',
            }),
          ],
        },
      },
    ],
    value: VALUE,
    read: { ...VALUE, email: 'acme.Order.email', lines: [{ note: 'acme.Line.note', count: 2 }] },
    differs: { python: { why: 'its CEL has no substring()', write: /substring/ } },
  },
  {
    title: 'Avro: rules of both directions run back in reverse',
    versions: avro(
      rule('a', { kind: 'TRANSFORM', type: 'CEL_FIELD', mode: 'WRITEREAD', expr: "name == 'email' ; value + 'a'" }),
      rule('b', { kind: 'TRANSFORM', type: 'CEL_FIELD', mode: 'WRITEREAD', expr: "name == 'email' ; value + 'b'" }),
    ),
    value: { ...VALUE, email: '' },
    read: { ...VALUE, email: 'abba' },
  },
  {
    title: 'Avro: a field condition that does not hold',
    versions: avro(
      rule('mail', { type: 'CEL_FIELD', tags: ['PII'], expr: "name == 'email' ; value.endsWith('.org')" }),
    ),
    value: VALUE,
  },
  {
    title: 'Avro: onFailure NONE lets the value go on',
    versions: avro(rule('soft', { expr: 'message.price > 3.0', onFailure: 'NONE' })),
    value: VALUE,
    read: VALUE,
  },
  {
    title: 'Avro: two actions, the second of them for readers',
    versions: avro(rule('soft', { mode: 'WRITEREAD', expr: 'message.price > 3.0', onFailure: 'NONE,ERROR' })),
    value: VALUE,
    isRefusedOnRead: true,
    differs: { node: { why: 'its CEL cannot see into decoded Avro, and no result counts as true', read: VALUE } },
  },
  {
    title: 'Avro: a disabled rule',
    versions: avro(rule('off', { expr: 'false', disabled: true })),
    value: VALUE,
    read: VALUE,
  },
  {
    title: 'Avro: rules that are not for clients',
    versions: [{ schema: ORDER, ruleSet: { domainRules: [rule('no', { expr: 'false' })], enableAt: 'GATEWAY' } }],
    value: VALUE,
    read: VALUE,
  },
  {
    title: 'Avro: encryption without what runs it',
    versions: avro(rule('crypt', { kind: 'TRANSFORM', type: 'ENCRYPT', mode: 'WRITEREAD', tags: ['PII'] })),
    value: VALUE,
  },
  ...PROTO_CONDITIONS.map(([expr, holds]): RuleCase => ({
    title: `Protobuf: ${expr}`,
    versions: proto(rule('check', { expr, mode: 'WRITEREAD' })),
    value: PROTO_VALUE,
    ...(holds && { read: PROTO_VALUE }),
  })),
  {
    title: 'Protobuf: a transform of tagged fields',
    versions: proto(mask),
    value: PROTO_VALUE,
    read: { ...PROTO_VALUE, mail: '***a', lines: [{ lineNote: '***soon' }] },
  },
  {
    title: 'JSON: a JSONata transform of the value',
    versions: json(
      rule('whole', { kind: 'TRANSFORM', type: 'JSONATA', expr: "$merge([$, {'email': $uppercase(email)}])" }),
    ),
    value: JSON_VALUE,
    read: { ...JSON_VALUE, email: 'ANN@ACME.EXAMPLE' },
  },
  {
    title: 'Avro: a migration over two versions, up',
    versions: CONTACTS,
    value: { name: 'Ann', age: 30 },
    writeWith: { major: '1' },
    read: { fullName: 'Ann', years: 30 },
  },
  {
    title: 'Avro: a migration over two versions, down',
    versions: CONTACTS,
    value: { fullName: 'Ann', years: 30 },
    readWith: { major: '1' },
    read: { name: 'Ann', age: 30 },
  },
  {
    title: 'JSON: a migration, up',
    versions: [
      {
        schemaType: 'JSON',
        schema: '{"type":"object","properties":{"a":{"type":"string"}}}',
        metadata: { properties: { major: '1' } },
      },
      {
        schemaType: 'JSON',
        schema: '{"type":"object","properties":{"b":{"type":"string"}}}',
        metadata: { properties: { major: '2' } },
        ruleSet: { migrationRules: [migrate('ab', 'UPGRADE', "{'b': a}")] },
      },
    ],
    value: { a: 'x' },
    writeWith: { major: '1' },
    read: { b: 'x' },
  },
];
