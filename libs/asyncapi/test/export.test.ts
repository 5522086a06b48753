import { describe, expect, it } from 'vitest';
import { AsyncApiError, loadModel, writeDocument } from '@sluice/asyncapi';
import { diffModels } from '@sluice/asyncapi/diff';
import { exportModel } from '@sluice/asyncapi/export';
import type { LiveTopic } from '@sluice/asyncapi/export';
import type { RegistrySchema } from '@sluice/asyncapi/lint';
import { lintDocument } from '@sluice/asyncapi/lint';
import { comparable } from './fixtures.ts';

const json = JSON.stringify;
const MONEY = json({ type: 'record', name: 'x.Money', fields: [{ name: 'cents', type: 'int' }] });

const TOPICS: readonly LiveTopic[] = [
  {
    name: 'orders',
    partitions: 3,
    replicas: 2,
    configs: {
      'retention.ms': '86400000',
      'cleanup.policy': 'compact, delete',
      'min.cleanable.dirty.ratio': '0.5',
      preallocate: 'false',
      'flush.messages': '9223372036854775807',
      'compression.type': 'zstd',
    },
  },
  { name: 'a.b-c_d', partitions: 1, replicas: 1, configs: {}, subjects: ['a.b-c_d-value', 'a.b-c_d-Y', 'missing'] },
  { name: 'raw', partitions: 1, replicas: 1, configs: {} },
];

const SUBJECTS: readonly RegistrySchema[] = [
  {
    subject: 'orders-value',
    version: 2,
    id: 7,
    schemaType: 'AVRO',
    schema: json({ type: 'record', name: 'x.Order', fields: [{ name: 'sum', type: 'x.Money' }] }),
    references: [{ name: 'x.Money', subject: 'money', version: 1, schema: MONEY }],
  },
  { subject: 'orders-key', version: 1, id: 1, schemaType: 'AVRO', schema: '"string"', references: [] },
  {
    subject: 'a.b-c_d-value',
    version: 1,
    id: 2,
    schemaType: 'JSON',
    schema: json({
      $id: 'http://example.com/thing',
      title: 'Thing',
      type: 'object',
      properties: { a: { $ref: '#/definitions/A' }, b: { $ref: 'other.json' }, c: { $ref: '#' } },
      definitions: { A: { type: 'integer' } },
    }),
    references: [{ name: 'other.json', subject: 'other', version: 4, schema: '{"type":"string"}' }],
  },
  {
    subject: 'a.b-c_d-Y',
    version: 1,
    id: 3,
    schemaType: 'PROTOBUF',
    schema: 'syntax = "proto3";\nmessage Y { int32 a = 1; }\n',
    references: [],
  },
];

const MODEL = exportModel({
  title: 'Live',
  server: { host: 'localhost:9092', registryUrl: 'http://localhost:8081' },
  topics: TOPICS,
  subjects: SUBJECTS,
});

describe('exportModel', () => {
  it('gives a model that is the same once written and loaded', async () => {
    const again = await loadModel({ path: 'live.yaml', text: writeDocument(MODEL) });
    expect(comparable(again)).toEqual(comparable(MODEL));
    expect(diffModels(MODEL, again)).toEqual([]);
  });

  it('gives a document that there is nothing to say against', async () => {
    expect(await lintDocument({ path: 'live.yaml', text: writeDocument(MODEL) })).toEqual([]);
  });

  it('has topics with their configurations as values', () => {
    expect(MODEL.channels.map(({ id, address }) => [id, address])).toEqual([
      ['orders', 'orders'],
      ['a.b-c_d', 'a.b-c_d'],
      ['raw', 'raw'],
    ]);
    expect(MODEL.channels[0]?.kafka).toEqual({
      partitions: 3,
      replicas: 2,
      topicConfiguration: {
        'cleanup.policy': ['compact', 'delete'],
        'compression.type': 'zstd',
        'flush.messages': 9223372036854775807n,
        'min.cleanable.dirty.ratio': 0.5,
        preallocate: false,
        'retention.ms': 86400000,
      },
      bindingVersion: '0.5.0',
    });
  });

  it('has a message for each subject, with its key', () => {
    const messages = MODEL.channels.flatMap((channel) => channel.messages);
    expect(
      messages.map(({ id, name, contentType, kafka }) => [
        id,
        name,
        contentType,
        kafka?.key?.component,
        kafka?.schemaLookupStrategy,
      ]),
    ).toEqual([
      ['Order', 'x.Order', 'application/vnd.apache.avro', 'orders-key', 'TopicNameStrategy'],
      ['Thing', 'Thing', 'application/json', undefined, 'TopicNameStrategy'],
      ['Y', 'Y', 'application/x-protobuf', undefined, 'TopicRecordNameStrategy'],
    ]);
    expect(MODEL.components.schemas.map(({ id }) => id)).toEqual([
      'orders-value',
      'orders-key',
      'a.b-c_d-value',
      'other',
      'a.b-c_d-Y',
    ]);
    expect(MODEL.operations.map(({ id }) => id)).toEqual([
      'sendOrders',
      'receiveOrders',
      'sendABC_d',
      'receiveABC_d',
      'sendRaw',
      'receiveRaw',
    ]);
  });

  it('says which subject has a schema that cannot be read', () => {
    const broken = { subject: 's', version: 1, id: 1, schemaType: 'AVRO', schema: '{', references: [] } as const;
    expect(() => exportModel({ topics: [], subjects: [broken] })).toThrow(AsyncApiError);
    expect(() => exportModel({ topics: [], subjects: [broken] })).toThrow(
      /^the schema of s, version 1, cannot be read/u,
    );
  });
});
