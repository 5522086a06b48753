import { describe, expect, it } from 'vitest';
import { createLoadingCache, createSchemaCache } from '../src/index.ts';
import type { RegisteredSchema, SchemaSource } from '../src/index.ts';

const makeSchema = (id: number): RegisteredSchema => ({
  id,
  guid: `g${id}`,
  schemaType: 'AVRO',
  schema: '"int"',
  references: [],
});

/** A source whose look-ups by id are counted, and answered by `answers` in turn, then by a schema. */
function countingSource(answers: (RegisteredSchema | undefined)[] = []): { source: SchemaSource; asked: number[] } {
  const asked: number[] = [];
  const source: SchemaSource = {
    async byId(id) {
      asked.push(id);
      await Promise.resolve();
      return answers.length > 0 ? answers.shift() : makeSchema(id);
    },
    byGuid: async () => undefined,
    bySubject: async () => [],
    byVersion: async () => undefined,
    changes: () => () => {},
  };
  return { source, asked };
}

describe('createSchemaCache', () => {
  it('asks once for an id, however many ask at once', async () => {
    const { source, asked } = countingSource();
    const cache = createSchemaCache(source);
    expect(cache.peekById(1)).toBeUndefined();
    const found = await Promise.all([cache.byId(1), cache.byId(1), cache.byId(1)]);
    expect(found.map((schema) => schema?.id)).toEqual([1, 1, 1]);
    expect(await cache.byId(1)).toBe(cache.peekById(1));
    expect(asked).toEqual([1]);
  });

  it('keeps no miss, so that what is registered next is found at once', async () => {
    const { source, asked } = countingSource([undefined]);
    const cache = createSchemaCache(source);
    expect(await cache.byId(1)).toBeUndefined();
    expect(await cache.byId(1)).toMatchObject({ id: 1 });
    expect(asked).toEqual([1, 1]);
  });

  it('shares no miss with a caller that came after the question', async () => {
    const { source } = countingSource([undefined]);
    const cache = createSchemaCache(source);
    const early = cache.byId(1);
    const late = cache.byId(1);
    expect(await early).toBeUndefined();
    expect(await late).toMatchObject({ id: 1 });
  });

  it('forgets the schema used longest ago', async () => {
    const { source, asked } = countingSource();
    const cache = createSchemaCache(source, { maxSchemas: 2 });
    for (const id of [1, 2, 1, 3, 1, 2]) await cache.byId(id);
    expect(asked).toEqual([1, 2, 3, 2]);
  });
});

describe('createLoadingCache', () => {
  it('keeps no failure', async () => {
    let failures = 1;
    const load = async (key: string) => {
      if (failures-- > 0) throw new Error('no');
      return key;
    };
    const cache = createLoadingCache({ maxEntries: 1, load });
    await expect(cache.get('a')).rejects.toThrow('no');
    expect(await cache.get('a')).toBe('a');
  });

  it('does not keep what was deleted while it was on its way', async () => {
    const cache = createLoadingCache({ maxEntries: 1, load: async (key: string) => key });
    const loading = cache.get('a');
    cache.delete('a');
    expect(await loading).toBe('a');
    expect(cache.peek('a')).toBeUndefined();
  });

  it('stays under its size', () => {
    const cache = createLoadingCache<number, string>({
      maxEntries: 100,
      maxSizeBytes: 10,
      sizeBytes: (value) => value.length,
      load: async () => undefined,
    });
    for (let key = 0; key < 10; key++) cache.set(key, 'xxxx');
    expect(cache.size).toBe(2);
    cache.set(9, 'x'.repeat(11));
    expect(cache.size).toBe(0);
  });
});
