import { findLanguage, loadModel, parseAvro } from '@sluice/asyncapi';
import type { Model, SchemaUse } from '@sluice/asyncapi';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { comparable, filesSource, FIXTURES, fixtureSource } from './fixtures.ts';

const HEAD2 = 'asyncapi: 2.6.0\ninfo: { title: T, version: "1" }\n';

const payloadsOf = (model: Model): SchemaUse[] =>
  model.channels.flatMap(({ messages }) => messages.flatMap(({ payload }) => (payload === undefined ? [] : [payload])));

describe('2.x in the words of 3.x', () => {
  it('who publishes to the application makes it receive', async () => {
    const text = `${HEAD2}channels: { c: { publish: { operationId: in }, subscribe: { operationId: out } } }`;
    const { operations } = await loadModel({ path: 'a.yaml', text });
    expect(operations.map(({ id, action }) => [id, action])).toEqual([
      ['in', 'receive'],
      ['out', 'send'],
    ]);
  });

  it.each([
    ['localhost:9092', { host: 'localhost:9092' }],
    ['kafka://h:1', { host: 'h:1' }],
    ['wss://h/a/b', { host: 'h', pathname: '/a/b' }],
    ['{h}.com:{p}/{x}', { host: '{h}.com:{p}', pathname: '/{x}' }],
    ['/relative', { host: '', pathname: '/relative' }],
  ])('the url %s', async (url, expected) => {
    const text = `${HEAD2}servers: { s: { url: '${url}', protocol: kafka } }`;
    const { host, pathname } = (await loadModel({ path: 'a.yaml', text })).servers[0] ?? {};
    expect({ host, ...(pathname === undefined ? {} : { pathname }) }).toEqual(expected);
  });

  it.each(['thingam', 'door-sensors', 'door-alarm', 'clickstream'])('%s is the same document in both', async (name) => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const load = (path: string): Promise<Model> =>
      loadModel({ path, root: '', readFile: (file) => readFile(root + file, 'utf8') });
    const [older, newer] = await Promise.all([load(`asyncapi/2.6/${name}.yaml`), load(`asyncapi/${name}.yaml`)]);
    const withoutId = (channel: Model['channels'][number]): object => ({ ...channel, extensions: undefined });
    const plain = (model: Model): object => ({ ...model, channels: model.channels.map(withoutId) });
    expect(comparable(plain(older) as Model)).toEqual(comparable(newer));
    for (const use of payloadsOf(newer)) if (use.format === 'avro') expect(parseAvro(use).type).toBe('record');
  });
});

describe('models', () => {
  it.each(FIXTURES)('%s is frozen all through', async (name) => {
    const check = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value), path).toBe(true);
      expect([Object.prototype, Array.prototype], path).toContain(Object.getPrototypeOf(value));
      for (const [key, item] of Object.entries(value)) check(item, `${path}/${key}`);
    };
    check(await loadModel(fixtureSource(name)), '');
  });

  it('have Avro schemas that stand alone', async () => {
    const model = await loadModel(fixtureSource('3.0-avro-files.yaml'));
    expect(payloadsOf(model).map((use) => parseAvro(use).type)).toEqual(['record', 'enum', 'array', 'map']);
    const [first] = payloadsOf(model);
    expect(first && parseAvro(first)).toBe(first && parseAvro(first));
  });

  it('take comments in Avro files, and types without a namespace from everywhere', async () => {
    const files = {
      'main.yaml':
        'asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\nchannels: { c: { messages: { m: { payload: { $ref: a.avsc } } } } }',
      'a.avsc':
        '/* a\n "record" */\n{ // of\n "type": "record", "name": "x.A", "doc": "// no /* comment */", "fields": [{ "name": "b", "type": "Bare" }] }',
      'bare.avsc': '{ "type": "enum", "name": "Bare", "symbols": ["A"] }',
    };
    const [use] = payloadsOf(await loadModel(filesSource(files)));
    if (use === undefined) throw new Error('a payload');
    expect(use.place).toMatchObject({ line: 3, column: 1 });
    expect(parseAvro(use)).toMatchObject({
      name: 'x.A',
      doc: '// no /* comment */',
      fields: [{ schema: { name: 'Bare', symbols: ['A'] } }],
    });
  });

  it('keep the references of a registry, each with its place', async () => {
    const { registryRefs } = await loadModel(fixtureSource('3.0-registry.yaml'));
    expect(registryRefs.map(({ ref, place }) => `${ref} ${place.line}:${place.column}`)).toEqual([
      'registry:factory7-value/versions/3 6:25',
      'registry:factory7-value 7:77',
      'registry:a 8:59',
      'registry:b 12:88',
    ]);
  });

  it('read JSON as JSON: tabs, escapes, and integers too big for a double', async () => {
    const text =
      '{\n\t"asyncapi": "3.0.0",\n\t"info": { "title": "\\u00e9\\ud83d\\ude00\\/", "version": "1" },\n\t"x-big": 12345678901234567890\n}';
    const model = await loadModel({ path: 'a.json', text });
    expect(model.info.title).toBe('é😀/');
    expect(model.extensions).toEqual({ 'x-big': 12345678901234567890n });
  });
});

it.each([
  ['application/vnd.apache.avro', 'avro'],
  ['application/vnd.apache.avro+JSON; version=1.12.0', 'avro'],
  ['application/schema+yaml;version=draft-07', 'json-schema'],
  ['application/vnd.aai.asyncapi+json;version=2.0.0', 'asyncapi'],
  ['application/vnd.google.protobuf;version=3', 'protobuf'],
  ['application/json', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
])('the media type %s is %s', (mediaType, language) => expect(findLanguage(mediaType)).toBe(language));
