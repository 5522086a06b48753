import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintDocument, LINT_RULES } from '@sluice/asyncapi/lint';
import type { LintFinding } from '@sluice/asyncapi/lint';

const VALID = {
  '2.x': readFileSync(join(import.meta.dirname, 'lint/valid-2.yaml'), 'utf8'),
  '3.x': readFileSync(join(import.meta.dirname, 'lint/valid-3.yaml'), 'utf8'),
} as const;

async function lint(text: string): Promise<readonly LintFinding[]> {
  return lintDocument({ path: 'a.yaml', text });
}

function brief({ rule, line, column, severity, message }: LintFinding): string {
  return `${line}:${column} ${severity} ${rule}: ${message}`;
}

interface Case {
  readonly in: keyof typeof VALID;
  /** What is written in place of what, in turns. */
  readonly edit: readonly string[];
  readonly finds: string;
}

/** What breaks each rule, once. Lines and columns are those of the edited document. */
const CASES: readonly Case[] = [
  {
    in: '3.x',
    edit: ['asyncapi: 3.0.0', 'asyncapi: 3.0.9'],
    finds: '1:11 error version-published: 3.0.9 is not a version of AsyncAPI',
  },
  {
    in: '3.x',
    edit: ['  - name: shop', '  - name: orders'],
    finds: '7:13 error tag-unique: the tag "orders" is given twice',
  },
  {
    in: '3.x',
    edit: ['protocol: kafka-secure', 'protocol: kafka-secure\n    port: 9092'],
    finds: '12:11 error structure: "main" has no "port"',
  },
  {
    in: '3.x',
    edit: [
      '  messages:\n    Order:\n      headers:',
      '  correlationIds:\n    lost:\n      $ref: "#/components/correlationIds/none"\n  messages:\n    Order:\n      headers:',
    ],
    finds: '80:7 error reference-found: #/components/correlationIds/none: nothing is named "none" there',
  },
  {
    in: '3.x',
    edit: ['  schemas:\n    Order:', '  schemas:\n    Other: {}\n    Order:'],
    finds: '126:12 info component-used: nothing uses "Other" of components.schemas',
  },
  {
    in: '3.x',
    edit: ['  schemas:\n    Order:', '  schemas:\n    O ther: {}\n    Order:'],
    finds: '126:13 error names: "O ther" is no name for one of "schemas": it takes letters, digits, ". - _"',
  },
  {
    in: '3.x',
    edit: ['address: answers', 'address: answers?a=b'],
    finds: '44:14 error channel-address: the address "answers?a=b" has a query or a fragment',
  },
  {
    in: '3.x',
    edit: ['address: orders.{country}', 'address: orders.{country}.{year}'],
    finds: '25:7 error channel-parameters: {year} is not described in "parameters"',
  },
  {
    in: '3.x',
    edit: ['address: orders.{country}', 'address: orders.all'],
    finds: '26:9 error channel-parameters: nothing is named {country}',
  },
  {
    in: '3.x',
    edit: ["host: '{region}.example.com:9092'", 'host: example.com:9092'],
    finds: '14:9 error server-variables: nothing is named {region}',
  },
  {
    in: '3.x',
    edit: ['address: answers', 'address: orders'],
    finds: '44:5 warning address-unique: the address "orders" is that of the channel "orders" too',
  },
  {
    in: '3.x',
    edit: ["- $ref: '#/channels/orders/messages/Order'", "- $ref: '#/components/messages/Order'"],
    finds:
      "55:9 error operation-messages: a message of the operation's channel begins with #/channels/orders/messages/; found #/components/messages/Order",
  },
  {
    in: '3.x',
    edit: ["      $ref: '#/channels/orders'\n", "      $ref: '#/components/messages/Order'\n"],
    finds:
      '53:7 error identity: "channel" is a reference to one of the document\'s channels, as {$ref: "#/channels/name"}',
  },
  {
    in: '3.x',
    edit: [
      'servers:\n  main:',
      "servers:\n  main:\n    $ref: '#/components/servers/main'\nx-was:\n  main:",
      "- $ref: '#/servers/main'",
      "- $ref: '#/components/servers/main'",
      '  schemas:\n',
      '  servers:\n    main: {host: a, protocol: kafka}\n  schemas:\n',
    ],
    finds:
      '31:9 error channel-servers: a server of a channel is a reference that begins with #/servers/; found #/components/servers/main',
  },
  {
    in: '3.x',
    edit: [
      '  answers:\n    address: answers',
      "  other:\n    $ref: '#/components/channels/other'\n  answers:\n    address: answers",
      "      $ref: '#/channels/orders'\n    messages:\n      - $ref: '#/channels/orders/messages/Order'",
      "      $ref: '#/components/channels/other'",
      '  schemas:\n',
      '  channels:\n    other: {address: other}\n  schemas:\n',
    ],
    finds:
      '55:7 error operation-channel: the channel of an operation is a reference that begins with #/channels/; found #/components/channels/other',
  },
  {
    in: '3.x',
    edit: ['scopes: [orders:read]', 'scopes: [orders:read, orders:write]'],
    finds: '72:29 error security-scopes: the scheme has no scope "orders:write": there are orders:read',
  },
  {
    in: '2.x',
    edit: [
      '            schemaFormat: application/vnd.apache.avro;version=1.9.0\n            payload:\n              type: record\n              name: Paid\n              fields: []',
      '            payload:\n              schemaFormat: application/vnd.apache.avro;version=1.9.0\n              schema: { type: record, name: Paid, fields: [] }',
    ],
    finds:
      '57:15 warning schema-format-place: in 2.x "schemaFormat" stands beside "payload", and the schema in its place: as it is, this payload says nothing of its values',
  },
  {
    in: '2.x',
    edit: ['- sasl: []', '- sasl: [a]'],
    finds: '14:15 error security-scopes: a scheme of the type scramSha256 has no scopes: the list must be empty',
  },
  {
    in: '2.x',
    edit: ['type: scramSha256', 'type: symmetricEncryption'],
    finds: '7:5 warning security-fits: Kafka has no security of the type symmetricEncryption, which "main" needs',
  },
  {
    in: '3.x',
    edit: ['default: 0', 'default: none'],
    finds: '113:24 error avro-schema: "none" is not a default for int',
  },
  {
    in: '3.x',
    edit: ["pattern: '^a-\\d+$'", "pattern: '^a-(\\d+$'"],
    finds:
      '127:7 error json-schema: the schema cannot be used: Invalid regular expression: /^a-(\\d+$/: Unterminated group',
  },
  {
    in: '3.x',
    edit: ['default:\n        id: a-1', 'default:\n        id: b-1'],
    finds: '136:13 error schema-values: the default: "id" must match pattern "^a-\\d+$"',
  },
  {
    in: '2.x',
    edit: ['default: de', 'default: 7'],
    finds: '22:20 error schema-values: the default: it must be a string, found a number',
  },
  {
    in: '3.x',
    edit: ['            id: a-1\n            country: de', '            id: a-1\n            country: 49'],
    finds: '101:22 error message-examples: the example\'s payload: "country" must be a string, found a number',
  },
  {
    in: '3.x',
    edit: ['            replyTo: here', '            replyTo: 8'],
    finds: '98:22 error message-examples: the example\'s headers: "replyTo" must be a string, found a number',
  },
  {
    in: '3.x',
    edit: ['            cents: 7', '            cents: 7000000000'],
    finds: "122:20 error message-examples: the example's payload: expected int, found 7000000000",
  },
  {
    in: '3.x',
    edit: ['              string: me', '              int: me'],
    finds: "124:15 error message-examples: the example's payload: expected one of null, string, found an object",
  },
  {
    in: '3.x',
    edit: ['headers:\n        type: object\n        properties:', 'headers:\n        type: array\n        items:'],
    finds: '81:9 error header-schema: headers are an object, and the schema says "array"',
  },
  {
    in: '3.x',
    edit: ['payload:\n          type: string', "payload:\n          $ref: 'registry:answers-value'"],
    finds:
      '48:11 info registry-reference: registry:answers-value is not looked up: no registry is asked and no lock file is given',
  },
  {
    in: '3.x',
    edit: ['location: $message.header#/correlationId', 'location: $message.header#/correlation'],
    finds: '90:19 warning location-found: $message.header#/correlation: the headers have no such thing',
  },
  {
    in: '3.x',
    edit: ['compression.type: zstd', 'compression.type: zip'],
    finds:
      '41:29 warning topic-config: "compression.type" is one of uncompressed, zstd, lz4, snappy, gzip, producer; found "zip"',
  },
  {
    in: '3.x',
    edit: ['compression.type: zstd', 'compresion.type: zstd'],
    finds: '41:28 warning topic-config: Kafka has no topic configuration "compresion.type"',
  },
  {
    in: '3.x',
    edit: ['topic: orders', 'topic: all orders'],
    finds: '36:16 error topic-name: "all orders" is no name of a topic: it holds " "',
  },
  {
    in: '3.x',
    edit: [
      '        topic: orders\n',
      '',
      'country:\n        location',
      'country:\n        enum: [de, großes b]\n        location',
    ],
    finds: '26:9 warning topic-name: "großes b" makes no name of a topic of "orders.{country}": it holds "ß"',
  },
  {
    in: '3.x',
    edit: [
      '  messages:\n    Order:\n      headers:',
      '  messages:\n    Back:\n      payload:\n        schemaFormat: application/vnd.apache.avro\n' +
        '        schema: { type: record, name: Back, namespace: a, fields: [] }\n    Order:\n      headers:',
      "      Paid:\n        $ref: '#/components/messages/Paid'",
      "      Paid:\n        $ref: '#/components/messages/Paid'\n      Back:\n        $ref: '#/components/messages/Back'",
    ],
    finds:
      '82:7 warning subject-shared: a.Back and Paid go to one topic, where a registry takes them for versions of one subject: ' +
      'say "schemaLookupStrategy": "RecordNameStrategy" or "TopicRecordNameStrategy" in their Kafka bindings',
  },
  {
    in: '3.x',
    edit: ['groupId:\n          type: string', 'groupId:\n          type: integer'],
    finds: '59:11 error kafka-schema: "groupId" is a text, and its schema says "integer"',
  },
  {
    in: '3.x',
    edit: ['key:\n            type: string', 'key:\n            typ: string'],
    finds: '94:13 error kafka-schema: a key is a schema, and none of typ is a word of one',
  },
  {
    in: '3.x',
    edit: ['partitions: 3', 'partitions: 0'],
    finds: '37:21 error value: "partitions" is a whole number above 0',
  },
  {
    in: '3.x',
    edit: ['schemaRegistryUrl: https', 'schemaRegistry: https'],
    finds: '19:25 error structure: "kafka" has no "schemaRegistry"',
  },
  {
    in: '2.x',
    edit: ['replicas: 1', 'replica: 1'],
    finds: '27:18 error binding-structure: kafka channel binding: it has no "replica"',
  },
  {
    in: '2.x',
    edit: [
      '            type: string\n          bindingVersion: 0.1.0',
      '            type: string\n          group: 1\n          bindingVersion: 0.1.0',
    ],
    finds: '38:18 error binding-structure: kafka operation binding: it has no "group"',
  },
  {
    in: '2.x',
    edit: [
      '                  type: string\n                bindingVersion: 0.3.0',
      '                  type: text\n                bindingVersion: 0.3.0',
    ],
    finds:
      '53:25 error binding-structure: kafka message binding: "type" must be one of "array", "boolean", "integer", "null", "number", "object", "string"',
  },
  {
    in: '2.x',
    edit: ['messageId: paid', 'messageId: order'],
    finds: '55:24 error message-id-unique: the messageId "order" is taken by another message',
  },
  {
    in: '2.x',
    edit: ['      operationId: receiveOrder\n', ''],
    finds: '30:7 info operation-id: publish of "orders/{country}" has no "operationId"',
  },
  {
    in: '3.x',
    edit: [
      '      Answer:\n        payload:\n          type: string',
      '      Answer:\n        payload:\n          schemaFormat: application/vnd.google.protobuf;version=3\n          schema: |\n            syntax = "proto3";\n            message Answer { strin id = 1; }',
    ],
    finds:
      '49:19 error protobuf-schema: not a Protobuf schema: type "strin" is not declared (line 2 of the schema, column 18)',
  },
];

describe('the rules', () => {
  it('say nothing of a valid document of 3.x', async () => {
    expect((await lint(VALID['3.x'])).map(brief)).toEqual([]);
  });

  it('say only that it is old of a valid document of 2.x', async () => {
    expect((await lint(VALID['2.x'])).map(brief)).toEqual([
      '1:11 info version-newest: 2.6.0 is an old version: 3.x is the newest',
    ]);
  });

  it.each(CASES.map((item) => [item.finds.split(':').slice(0, 2).join(':'), item] as const))(
    'find %s',
    async (_, { in: version, edit, finds }) => {
      let text: string = VALID[version];
      for (let index = 0; index < edit.length; index += 2) {
        const [before = '', after = ''] = edit.slice(index);
        expect(text).toContain(before);
        text = text.replace(before, () => after);
      }
      expect((await lint(text)).map(brief)).toContain(finds);
    },
  );

  it('take Protobuf on trust where it imports what is not here, and say the line where it is a file', async () => {
    const payload = 'payload:\n          type: string';
    const refer = VALID['3.x'].replace(payload, 'payload: { $ref: a.proto }');
    const lintWith = async (proto: string): Promise<readonly string[]> => {
      const found = await lintDocument({ path: 'a.yaml', text: refer, readFile: async () => proto });
      return found.map((finding) => `${finding.file}:${brief(finding)}`);
    };
    const head = 'syntax = "proto3";\n';
    expect(await lintWith(`${head}import "acme/money.proto";\nmessage A { acme.Money a = 1; }`)).toEqual([]);
    expect(await lintWith(`${head}import "google/type/money.proto";\nmessage A { google.type.Money a = 1; }`)).toEqual(
      [],
    );
    expect(await lintWith(`${head}message A {\n  string a = 1;\n  string b = 1;\n}`)).toEqual([
      expect.stringMatching(/^a\.proto:4:3 error protobuf-schema: not a Protobuf schema: field b /),
    ]);
  });

  it('each have a document that breaks them', () => {
    const found = new Set(CASES.map(({ finds }) => /^\S+ \w+ ([\w-]+):/u.exec(finds)?.[1]));
    const all = LINT_RULES.map(({ id }) => id).filter((id) => id !== 'version-newest');
    expect(all.filter((id) => !found.has(id))).toEqual([]);
  });

  it('can be turned off, or made graver', async () => {
    const text = VALID['3.x'].replace('compression.type: zstd', 'compresion.type: zstd');
    const severities = { 'topic-config': 'error' } as const;
    const findings = await lintDocument({ path: 'a.yaml', text }, { severities });
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
    expect(await lintDocument({ path: 'a.yaml', text }, { severities: { 'topic-config': 'off' } })).toEqual([]);
  });
});
