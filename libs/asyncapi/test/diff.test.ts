import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel, writeDocument } from '@sluice/asyncapi';
import type { Model } from '@sluice/asyncapi';
import { diffModels, formatDiffJson, formatDiffMarkdown, formatDiffText } from '@sluice/asyncapi/diff';
import { FIXTURES, fixtureSource } from './fixtures.ts';

const BASE = await readFile(join(import.meta.dirname, 'lint/valid-3.yaml'), 'utf8');

async function load(text: string): Promise<Model> {
  return loadModel({ path: 'a.yaml', text });
}

function edit(edits: readonly string[]): string {
  let text = BASE;
  for (let index = 0; index < edits.length; index += 2) {
    const [before = '', after = ''] = edits.slice(index);
    expect(text).toContain(before);
    text = text.replaceAll(before, () => after);
  }
  return text;
}

async function diff(edits: readonly string[], base: readonly string[] = []): Promise<readonly string[]> {
  const changes = diffModels(await load(edit(base)), await load(edit([...base, ...edits])));
  // What to do about it is worded by the format.
  return changes
    .filter(({ path }) => !path.startsWith('components.'))
    .map(({ kind, severity, path, message }) => `${severity} ${kind} ${path}: ${message.replace(/ \(.*\)$/u, '')}`);
}

interface Case {
  readonly what: string;
  readonly edits: readonly string[];
  readonly base?: readonly string[];
  readonly finds: readonly string[];
}

const ORDER = 'channels.orders.messages.Order';
const SENT = ['action: receive', 'action: send'];

const CASES: readonly Case[] = [
  {
    what: 'a title',
    edits: ['title: Orders', 'title: Others'],
    finds: ['non-breaking changed info.title: title was changed from "Orders" to "Others"'],
  },
  {
    what: 'a host',
    edits: ["'{region}.example.com:9092'", "'{region}.example.com:9093'"],
    finds: [
      'breaking changed servers.main.host: host was changed from "{region}.example.com:9092" to "{region}.example.com:9093"',
    ],
  },
  {
    what: "a server's choice",
    edits: ['enum: [eu, us]', 'enum: [eu]'],
    finds: ['breaking changed servers.main.variables.region.enum: enum was changed'],
  },
  {
    what: 'one choice more',
    edits: ['enum: [eu, us]', 'enum: [eu, us, asia]'],
    finds: ['non-breaking changed servers.main.variables.region.enum: enum was changed'],
  },
  {
    what: 'a security scheme',
    edits: ["    security:\n      - $ref: '#/components/securitySchemes/oauth'\n", ''],
    finds: ['non-breaking removed servers.main.security: the security scheme oauth (oauth2) was removed'],
  },
  {
    what: "a channel's id",
    edits: ['  answers:\n', '  replies:\n', '#/channels/answers', '#/channels/replies'],
    finds: [
      'non-breaking renamed channels.replies: the channel answers is called replies now',
      'breaking changed operations.receiveOrder.reply: reply was changed',
    ],
  },
  {
    what: 'an address',
    edits: ['address: answers', 'address: replies'],
    finds: ['breaking changed channels.answers.address: address was changed from "answers" to "replies"'],
  },
  {
    what: 'partitions, more',
    edits: ['partitions: 3', 'partitions: 6'],
    finds: ['unclassified changed channels.orders.kafka.partitions: partitions were changed from 3 to 6'],
  },
  {
    what: 'partitions, fewer',
    edits: ['partitions: 3', 'partitions: 2'],
    finds: ['breaking changed channels.orders.kafka.partitions: partitions were changed from 3 to 2'],
  },
  {
    what: 'a topic configuration',
    edits: ['retention.ms: 1000', 'retention.ms: 500'],
    finds: [
      'unclassified changed channels.orders.kafka.topicConfiguration.retention.ms: retention.ms was changed from 1000 to 500',
    ],
  },
  {
    what: 'an action',
    edits: SENT,
    finds: ['breaking changed operations.receiveOrder.action: action was changed from "receive" to "send"'],
  },
  {
    what: 'a payload that asks for more, received',
    edits: ['required: [id]', 'required: [id, country]'],
    finds: [
      `breaking changed ${ORDER}.payload: what old senders write is not read any more at country: The keyword at path '#/required/country' in the new schema is not present in the old schema`,
    ],
  },
  {
    what: 'a payload that asks for more, sent',
    base: SENT,
    edits: ['required: [id]', 'required: [id, country]'],
    finds: [`non-breaking changed ${ORDER}.payload: the payload's schema was changed, and is compatible`],
  },
  {
    what: 'a payload that promises less, received',
    edits: ['required: [id]', 'required: []'],
    finds: [`non-breaking changed ${ORDER}.payload: the payload's schema was changed, and is compatible`],
  },
  {
    what: 'a payload that promises less, sent',
    base: SENT,
    edits: ['required: [id]', 'required: []'],
    finds: [
      `breaking changed ${ORDER}.payload: old receivers cannot read what is sent now at id: The keyword at path '#/required/id' in the old schema is not present in the new schema`,
    ],
  },
  {
    what: 'a pattern',
    edits: [String.raw`'^a-\d+$'`, String.raw`'^a-\d*$'`],
    finds: [
      `breaking changed ${ORDER}.payload: what old senders write is not read any more at id: The value at path '#/properties/id/pattern' is different between the new and old schema`,
    ],
  },
  {
    what: 'an Avro field without a default, where nobody says which way it goes',
    edits: [
      '            - name: by\n',
      '            - name: at\n              type: long\n            - name: by\n',
      '            country: de\n            by: me',
      '            country: de\n            at: 1\n            by: me',
    ],
    finds: [
      'breaking changed channels.orders.messages.Paid.payload: what old senders write is not read any more at at: at',
      'non-breaking changed channels.orders.messages.Paid.examples: examples were changed',
    ],
  },
  {
    what: 'an Avro type that is wider',
    edits: ['type: int\n', 'type: long\n'],
    finds: [
      'breaking changed channels.orders.messages.Paid.payload: old receivers cannot read what is sent now at cents: reader type: INT not compatible with writer type: LONG',
    ],
  },
  {
    what: 'a key',
    edits: ['key:\n            type: string', 'key:\n            type: integer'],
    finds: [
      `breaking changed ${ORDER}.kafka.key: what old senders write is not read any more: A type at path '#/' is different between the new schema and the old schema`,
    ],
  },
  {
    what: 'a content type',
    edits: ['    Paid:\n      payload', '    Paid:\n      contentType: avro/binary\n      payload'],
    finds: ['breaking added channels.orders.messages.Paid.contentType: contentType was added'],
  },
  {
    what: 'a message',
    edits: ["      Paid:\n        $ref: '#/components/messages/Paid'\n", ''],
    finds: ['breaking removed channels.orders.messages.Paid: the message was removed: old senders still send it'],
  },
];

describe('diffModels', () => {
  it.each(CASES.map((item) => [item.what, item] as const))('judges %s', async (_, { edits, base, finds }) => {
    expect(await diff(edits, base)).toEqual(finds);
  });

  it.each(FIXTURES)('finds nothing between %s and itself written anew', async (name) => {
    const model = await loadModel(fixtureSource(name));
    expect(diffModels(model, model)).toEqual([]);
    expect(diffModels(model, await load(writeDocument(model)))).toEqual([]);
  });

  it('points into the new document', async () => {
    const [change] = diffModels(await load(BASE), await load(edit(['partitions: 3', 'partitions: 2'])));
    expect(change).toMatchObject({ pointer: '/channels/orders/bindings/kafka/partitions', before: 3, after: 2 });
  });
});

describe('payloads are judged by the engine of the registry', () => {
  const document = (action: string, format: string, schema: string): string => `asyncapi: 3.0.0
info: { title: t, version: '1' }
channels: { c: { address: c, messages: { m: { payload: { schemaFormat: ${format}, schema: ${schema} } } } } }
operations: { o: { action: ${action}, channel: { $ref: '#/channels/c' } } }
components:
  schemas: { Inner: { schemaFormat: ${format}, schema: ${schema} } }
`;
  const PROTOBUF = 'application/vnd.google.protobuf;version=3';
  const JSON_SCHEMA = 'application/schema+json;version=draft-07';
  const message = (fields: string): string => JSON.stringify(`syntax = "proto3"; message M { ${fields} }`);

  it.each([
    ['Protobuf, a field more', PROTOBUF, message('int32 a = 1;'), message('int32 a = 1; int32 b = 2;'), '+', '+'],
    ['Protobuf, another type', PROTOBUF, message('int32 a = 1;'), message('string a = 1;'), '-', '-'],
    ['Protobuf, a field less', PROTOBUF, message('int32 a = 1; int32 b = 2;'), message('int32 a = 1;'), '+', '+'],
    ['Protobuf, comments', PROTOBUF, message('int32 a = 1;'), message('/* x */ int32 a = 1;'), '+', '+'],
    ['Protobuf, not valid', PROTOBUF, message('int32 a = 1;'), message('int33 a = 1;'), '?', '?'],
    ['JSON, a wider type', JSON_SCHEMA, '{ type: integer }', '{ type: number }', '+', '-'],
    [
      'JSON, a property more',
      JSON_SCHEMA,
      '{ type: object }',
      '{ properties: { a: { type: string } }, type: object }',
      '?',
      '+',
    ],
    ['JSON, a choice less', JSON_SCHEMA, '{ enum: [a, b] }', '{ enum: [a] }', '-', '+'],
  ])('%s', async (_, format, before, after, received, sent) => {
    for (const [action, expected] of [
      ['receive', received],
      ['send', sent],
    ] as const) {
      const changes = diffModels(
        await load(document(action, format, before)),
        await load(document(action, format, after)),
      );
      const judged = changes.filter(({ path }) => path === 'channels.c.messages.m.payload');
      const signs = judged.map(({ severity }) => ({ breaking: '-', 'non-breaking': '+', unclassified: '?' })[severity]);
      expect([action, ...new Set(signs)]).toEqual([action, expected]);
    }
  });

  it('through references to components, recursive ones too', async () => {
    const node = (type: string): string => `asyncapi: 3.0.0
info: { title: t, version: '1' }
channels: { c: { address: c, messages: { m: { payload: { $ref: '#/components/schemas/Tree' } } } } }
operations: { o: { action: receive, channel: { $ref: '#/channels/c' } } }
components:
  schemas:
    Leaf: { type: ${type} }
    Tree: { type: object, properties: { leaf: { $ref: '#/components/schemas/Leaf' }, next: { $ref: '#/components/schemas/Tree' } } }
`;
    const changes = diffModels(await load(node('string')), await load(node('integer')));
    expect(changes.filter(({ path }) => path.startsWith('channels.')).map(({ severity }) => severity)).toContain(
      'breaking',
    );
    expect(diffModels(await load(node('string')), await load(node('string')))).toEqual([]);
  });
});

describe('changes are written', () => {
  const edits = [
    'partitions: 3',
    'partitions: 2',
    'retention.ms: 1000',
    'retention.ms: 500',
    'title: Orders',
    'title: "Orders | *all*"',
  ];

  it.each([
    ['diff.md', formatDiffMarkdown],
    ['diff.txt', formatDiffText],
    ['diff.json', formatDiffJson],
  ] as const)('as in lint/golden/%s', async (name, format) => {
    const changes = diffModels(await load(BASE), await load(edit(edits)));
    await expect(format(changes)).toMatchFileSnapshot(join('lint/golden', name));
  });

  it('where there are none', () => {
    expect(formatDiffText([])).toBe('no changes\n');
  });
});
