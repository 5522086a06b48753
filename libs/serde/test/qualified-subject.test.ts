import { describe, expect, it } from 'vitest';
import { joinSubject, normalizeSubject, qualifySubject, resolveReferences, splitSubject } from '../src/index.ts';
import type { SchemaSource } from '../src/index.ts';

describe('qualified subjects', () => {
  it.each([
    ['s', { context: '.', name: 's' }, 's'],
    ['', { context: '.', name: '' }, ''],
    ['a:b', { context: '.', name: 'a:b' }, 'a:b'],
    [':.:s', { context: '.', name: 's' }, 's'],
    [':.c:s', { context: '.c', name: 's' }, ':.c:s'],
    [':.c:a:b', { context: '.c', name: 'a:b' }, ':.c:a:b'],
    [':.c', { context: '.c', name: '' }, ':.c:'],
    [':.c:', { context: '.c', name: '' }, ':.c:'],
  ])('takes %s apart', (subject, parts, normal) => {
    expect(splitSubject(subject)).toEqual(parts);
    expect(joinSubject(parts.context, parts.name)).toBe(normal);
    expect(normalizeSubject(subject)).toBe(normal);
  });

  it('means a subject without a context in the context of the one that names it', () => {
    expect(qualifySubject('.c', 's')).toBe(':.c:s');
    expect(qualifySubject('.c', ':.d:s')).toBe(':.d:s');
    expect(qualifySubject('.', 's')).toBe('s');
  });

  it('resolves references in the context of the schema that has them', async () => {
    const schemas: Record<
      string,
      { schema: string; references: { name: string; subject: string; version: number }[] }
    > = {
      ':.c:a': { schema: 'A', references: [{ name: 'B', subject: ':.d:b', version: 1 }] },
      ':.d:b': { schema: 'B', references: [{ name: 'E', subject: 'e', version: 1 }] },
      ':.d:e': { schema: 'E', references: [] },
    };
    const byVersion: SchemaSource['byVersion'] = async (subject, version) => {
      const found = schemas[subject];
      if (found === undefined || version === 'latest') return undefined;
      return { id: 1, guid: '', schemaType: 'AVRO', subject, version, deleted: false, ...found };
    };
    const resolved = await resolveReferences({ byVersion }, [{ name: 'A', subject: 'a', version: 1 }], '.c');
    expect(resolved.map(({ schema }) => schema)).toEqual(['E', 'B', 'A']);
  });
});
