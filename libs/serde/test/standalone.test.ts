import { describe, expect, it } from 'vitest';
import { writeShape } from '../src/clients/formats/known-avro-format.ts';
import { createHttpSource } from '../src/standalone/http-source.ts';
import { createLoadingCache } from '../src/standalone/loading-cache.ts';
import { createRegistryClient } from '../src/standalone/registry-client.ts';
import { createFakeFetch } from './fake-registry.ts';

const record = (fields: string, more = ''): string =>
  `{"type":"record","name":"R","namespace":"a.b"${more},"fields":[${fields}]}`;

describe('the shape of a schema', () => {
  it.each([
    [
      'docs, aliases, defaults and other words',
      record('{"name":"x","type":{"type":"int","note":1},"doc":"d","default":1}', ',"doc":"d","aliases":["Q"]'),
    ],
    ['the form of names', '{"fields":[{"type":"int","name":"x"}],"name":"a.b.R","type":"record"}'],
    ['a type in a wrapper', `{"type":${record('{"name":"x","type":{"type":{"type":"int"}}}')}}`],
  ])('is the same whatever %s', (_, text) => {
    expect(writeShape([text])).toBe(writeShape([record('{"name":"x","type":"int"}')]));
  });

  it.each([
    ['a field has another type', record('{"name":"x","type":"long"}')],
    ['a field has another name', record('{"name":"y","type":"int"}')],
    ['there is a field more', record('{"name":"x","type":"int"},{"name":"y","type":"int"}')],
    ['the record has another namespace', record('{"name":"x","type":"int"}').replace('a.b', 'a.c')],
  ])('is another where %s', (_, text) => {
    expect(writeShape([text])).not.toBe(writeShape([record('{"name":"x","type":"int"}')]));
  });

  it('takes what a schema refers to from the texts before it', () => {
    const inner = '{"type":"enum","name":"E","namespace":"a.b","symbols":["A","B"]}';
    const fields = (type: string): string =>
      `{"name":"one","type":${type}},{"name":"more","type":{"type":"map","values":"E"}}`;
    const whole = writeShape([record(fields(inner))]);
    expect(writeShape([inner, record(fields('"E"'))])).toBe(whole);
    expect(writeShape([inner, record(fields('"a.b.E"'))])).toBe(whole);
    expect(writeShape([inner.replace('"B"', '"C"'), record(fields('"E"'))])).not.toBe(whole);
    expect(writeShape([record(fields('"E"'))])).not.toBe(whole);
  });

  it('tells unions, arrays, maps and fixed apart, and follows types that hold themselves', () => {
    const texts = [
      '["null","int"]',
      '["int","null"]',
      '{"type":"array","items":"int"}',
      '{"type":"map","values":"int"}',
      '{"type":"fixed","name":"F","size":1}',
      '{"type":"fixed","name":"F","size":2}',
      '{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}',
      '"int"',
    ];
    expect(new Set(texts.map((text) => writeShape([text]))).size).toBe(texts.length);
  });
});

describe('the small cache', () => {
  it('shares a load, keeps what it gave, and lets the one used longest ago go', async () => {
    const asked: number[] = [];
    const cache = createLoadingCache<number, string>({
      maxEntries: 2,
      load: async (key) => (asked.push(key), `${key}`),
    });
    expect(await Promise.all([cache.get(1), cache.get(1)])).toEqual(['1', '1']);
    await cache.get(2);
    expect(cache.peek(1)).toBe('1');
    await cache.get(3);
    expect([cache.peek(1), cache.peek(2), cache.peek(3)]).toEqual(['1', undefined, '3']);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('keeps neither failures nor misses', async () => {
    const answers = [() => undefined, () => Promise.reject(new Error('away')), () => 'here'];
    const cache = createLoadingCache<number, string>({ maxEntries: 2, load: async () => answers.shift()?.() });
    expect(await cache.get(1)).toBeUndefined();
    await expect(cache.get(1)).rejects.toThrow('away');
    expect(await cache.get(1)).toBe('here');
  });
});

describe('the small client of a registry', () => {
  it('asks as the whole one does', async () => {
    const schema = { id: 7, guid: 'g', version: 3, schema: '"int"' };
    const { fetch, requests } = createFakeFetch({
      'POST /subjects/a%2Fb/versions': { body: { id: 7 } },
      'POST /subjects/a%2Fb': { body: schema },
      'GET /schemas/ids/7': { body: { schema: '"int"' } },
      'GET /schemas/guids/g': { body: { schema: '"int"' } },
      'GET /schemas/guids/g/ids': { body: [{ context: '.', id: 7 }] },
      'GET /subjects/a%2Fb/versions/3?deleted=true': { body: schema },
      'GET /schemas/ids/8': { status: 404, body: { error_code: 40403, message: 'no' } },
    });
    const client = createRegistryClient({ url: 'http://registry', fetch });
    const source = createHttpSource(client);
    expect(await client.registerSchema('a/b', { schema: '"int"' })).toEqual({ id: 7 });
    expect(await client.findSchema('a/b', { schema: '"int"' })).toEqual(schema);
    const found = { id: 7, schemaType: 'AVRO', schema: '"int"', references: [] };
    expect(await source.byId(7)).toEqual({ ...found, guid: '' });
    expect(await source.byGuid('g')).toEqual({ ...found, guid: 'g' });
    expect(await source.byVersion('a/b', 3)).toMatchObject({ ...found, subject: 'a/b', version: 3, deleted: false });
    expect(await source.byId(8)).toBeUndefined();
    await expect(source.bySubject('a/b')).rejects.toMatchObject({ kind: 'unsupported' });
    expect(requests[0]?.body).toEqual({ schema: '"int"' });
  });
});
