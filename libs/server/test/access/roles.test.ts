import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorize } from '../../src/auth/authorize.ts';
import { mayUseAll, mayUseSome, mayUseSubject, parseGrant } from '../../src/auth/principal.ts';
import type { Principal } from '../../src/auth/principal.ts';
import { readContext, readQualifiedSubject, readSubjects } from '../../src/auth/qualified-subject.ts';
import { Refusal } from '../../src/auth/refusal.ts';
import { startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

function principal(...roles: readonly string[]): Principal {
  const grants = roles.map((role) => {
    const grant = parseGrant(role);
    if (grant === undefined) throw new Error(`no role: ${role}`);
    return grant;
  });
  return { name: 'somebody', method: 'basic', grants };
}

describe('a role as text', () => {
  it.each([
    ['read', { role: 'read', context: '*', prefix: '', exact: false }],
    ['write:orders-*', { role: 'write', context: '.', prefix: 'orders-', exact: false }],
    ['admin:orders-value', { role: 'admin', context: '.', prefix: 'orders-value', exact: true }],
    ['read:*', { role: 'read', context: '.', prefix: '', exact: false }],
    ['read::.eu:*', { role: 'read', context: '.eu', prefix: '', exact: false }],
    ['read::.:a*', { role: 'read', context: '.', prefix: 'a', exact: false }],
    ['read::*:a', { role: 'read', context: '*', prefix: 'a', exact: true }],
    ['write:a:b*', { role: 'write', context: '.', prefix: 'a:b', exact: false }],
    ['owner', undefined],
    ['read:', undefined],
    ['read::.eu:', undefined],
    ['read::eu:x', undefined],
    ['READ', undefined],
    ['', undefined],
  ])('%s', (text, grant) => {
    expect(parseGrant(text)).toEqual(grant);
  });
});

describe('a subject as paths and queries have it', () => {
  it.each([
    ['orders', '.', 'orders'],
    [':.:orders', '.', 'orders'],
    [':.eu:orders', '.eu', 'orders'],
    [':.eu:', '.eu', ''],
    [':.eu', '.eu', ''],
    [':.eu:a:b', '.eu', 'a:b'],
    [':*:orders', '*', 'orders'],
    [':orders', '.', ':orders'],
    ['a:.eu:b', '.', 'a:.eu:b'],
  ])('%s', (text, context, name) => {
    expect(readQualifiedSubject(text)).toEqual({ context, name });
  });

  it('is in the context of its path, or in that of its own and in every other that can be meant', () => {
    expect(['eu', '.eu', ':.eu:', '.', ':.:'].map(readContext)).toEqual(['.eu', '.eu', '.eu', '.', '.']);
    expect(readSubjects('a', '.eu')).toEqual([{ context: '.eu', name: 'a' }]);
    expect(readSubjects(':.eu:a', '.eu')).toEqual([{ context: '.eu', name: 'a' }]);
    expect(readSubjects(':.us:a', '.eu')).toContainEqual({ context: '.us', name: 'a' });
    expect(readSubjects(':.us:a', '.eu')).toContainEqual({ context: '.eu', name: 'a' });
  });
});

it('no role over something gives one over more', () => {
  const name = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', '-', ':', '.', '*') });
  fc.assert(
    fc.property(fc.constantFrom('read', 'write', 'admin'), name, name, (role, pattern, subject) => {
      const grant = parseGrant(`${role}:${pattern}`);
      fc.pre(grant !== undefined);
      const who: Principal = { name: 'x', method: 'basic', grants: grant === undefined ? [] : [grant] };
      const read = readQualifiedSubject(subject);
      const expected =
        (grant.context === '*' || grant.context === read.context) &&
        (grant.exact ? read.name === grant.prefix : read.name.startsWith(grant.prefix));
      expect(mayUseSubject(who, 'read', read)).toBe(expected);
      expect(mayUseSubject(who, 'admin', read)).toBe(expected && role === 'admin');
      if (mayUseAll(who, 'read', read.context)) expect(mayUseSubject(who, 'read', read)).toBe(true);
      if (mayUseSubject(who, 'read', read)) expect(mayUseSome(who, 'read', read.context)).toBe(true);
    }),
  );
});

const SCHEMA = { schema: '"string"' };

describe('what each request needs', () => {
  let guarded: Guarded;
  beforeAll(async () => {
    const users = {
      root: ['admin'],
      reader: ['read:orders-*'],
      writer: ['write:orders-*'],
      owner: ['admin:orders-*'],
      auditor: ['read'],
      nobody: [],
    };
    guarded = await startGuarded({ users });
    await guarded.register('orders-value', '"string"');
    await guarded.register('orders-key', '"int"');
    await guarded.register('salaries-value', '"long"');
  });
  afterAll(() => guarded[Symbol.asyncDispose]());

  type Row = readonly [string, string, object | undefined, allowed: string];
  const ALL = 'reader writer owner auditor';
  const rows: readonly Row[] = [
    ['GET', '/', undefined, ALL],
    ['GET', '/schemas/types', undefined, ALL],
    ['GET', '/config', undefined, ALL],
    ['GET', '/mode', undefined, ALL],
    ['GET', '/contexts', undefined, ALL],
    ['GET', '/subjects', undefined, ALL],
    ['GET', '/schemas', undefined, ALL],
    ['GET', '/metrics', undefined, ALL],
    ['GET', '/console', undefined, ALL],
    ['GET', '/api/v1/info', undefined, ALL],
    ['OPTIONS', '/subjects/salaries-value', undefined, ALL],
    ['GET', '/schemas/ids/1', undefined, ALL],
    ['GET', '/schemas/ids/1/schema', undefined, ALL],
    ['GET', '/schemas/ids/1?subject=orders-value', undefined, ALL],
    ['GET', '/schemas/ids/99', undefined, ALL],
    ['GET', '/schemas/ids/x', undefined, ALL],
    ['GET', '/schemas/ids/3/subjects', undefined, ALL],
    ['GET', '/schemas/ids/3', undefined, 'auditor'],
    ['GET', '/schemas/ids/3/schema', undefined, 'auditor'],
    ['GET', '/schemas/ids/1?subject=salaries-value', undefined, 'auditor'],
    ['GET', '/subjects/orders-value/versions', undefined, ALL],
    ['GET', '/subjects/orders-value/versions/latest', undefined, ALL],
    ['GET', '/subjects/orders-value/versions/1/schema', undefined, ALL],
    ['GET', '/subjects/orders-value/versions/1/referencedby', undefined, ALL],
    ['POST', '/subjects/orders-value', SCHEMA, ALL],
    ['POST', '/compatibility/subjects/orders-value/versions/latest', SCHEMA, ALL],
    ['POST', '/compatibility/subjects/orders-value/versions', SCHEMA, ALL],
    ['POST', '/api/v1/compatibility/subjects/orders-value/versions', SCHEMA, ALL],
    ['GET', '/config/orders-value', undefined, ALL],
    ['GET', '/mode/orders-value', undefined, ALL],
    ['GET', '/subjects/salaries-value/versions', undefined, 'auditor'],
    ['POST', '/subjects/salaries-value', SCHEMA, 'auditor'],
    ['POST', '/compatibility/subjects/salaries-value/versions/latest', SCHEMA, 'auditor'],
    ['POST', '/api/v1/compatibility/subjects/salaries-value/versions/latest', SCHEMA, 'auditor'],
    ['GET', '/api/v1/rejections', undefined, 'auditor'],
    ['POST', '/subjects/orders-value/versions', SCHEMA, 'writer owner'],
    ['POST', '/subjects/salaries-value/versions', SCHEMA, ''],
    ['PUT', '/config/orders-value', { compatibility: 'FULL' }, 'owner'],
    ['PUT', '/mode/orders-value', { mode: 'READWRITE' }, 'owner'],
    ['DELETE', '/mode/orders-value', undefined, 'owner'],
    ['DELETE', '/config/orders-value', undefined, 'owner'],
    ['PUT', '/config', { compatibility: 'NONE' }, ''],
    ['PUT', '/mode', { mode: 'READONLY' }, ''],
    ['DELETE', '/config', undefined, ''],
    ['PUT', '/config/salaries-value', { compatibility: 'NONE' }, ''],
    ['DELETE', '/subjects/salaries-value', undefined, ''],
    ['DELETE', '/contexts/.x', undefined, ''],
    ['GET', '/api/v1/audit', undefined, 'owner'],
    ['POST', '/api/v1/anything', {}, ''],
    ['GET', '/no/such/path', undefined, ''],
    ['DELETE', '/subjects/orders-value/versions/1', undefined, 'owner'],
    ['DELETE', '/subjects/orders-value', undefined, 'owner'],
  ];
  it.each(rows)('%s %s', async (method, path, body, allowed) => {
    for (const user of ['nobody', 'reader', 'writer', 'auditor', 'owner']) {
      const options = body === undefined ? { user } : { user, body };
      const { status } = await guarded.ask(method, path, options);
      expect([user, status === 403]).toEqual([user, !allowed.split(' ').includes(user)]);
    }
  });

  it('lists show what may be read, page by page', async () => {
    const list = async (user: string, path: string) => (await guarded.ask('GET', path, { user })).json();
    expect(await list('auditor', '/subjects')).toContain('salaries-value');
    for (const [path, shown] of [
      ['/subjects?deleted=true', ['orders-key', 'orders-value']],
      ['/subjects?deleted=true&limit=1', ['orders-key']],
      ['/subjects?deleted=true&offset=1', ['orders-value']],
      ['/subjects?deleted=true&offset=1&limit=-1', ['orders-value']],
      ['/subjects?subjectPrefix=sal', []],
      ['/schemas/ids/3/subjects', []],
      ['/schemas/ids/3/versions', []],
      ['/contexts', ['.']],
    ] as const) {
      expect([path, await list('reader', path)]).toEqual([path, shown]);
    }
    const versions = (await list('reader', '/schemas?deleted=true')) as { subject: string }[];
    expect(versions.map(({ subject }) => subject)).toEqual(['orders-key', 'orders-value']);
    expect((await guarded.ask('GET', '/subjects?limit=x', { user: 'reader' })).status).toBe(
      (await guarded.ask('GET', '/subjects?limit=x', { user: 'root' })).status,
    );
  });

  it('a schema that has several subjects is shown with one that may be read', async () => {
    const twice = { user: 'root', body: { schema: '"bytes"' } };
    await guarded.ask('POST', '/subjects/a-secret/versions', twice);
    const { id } = (await (await guarded.ask('POST', '/subjects/orders-raw/versions', twice)).json()) as { id: number };
    const answer = await guarded.ask('GET', `/schemas/ids/${id}`, { user: 'reader' });
    expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('a-secret')]);
    const { guid } = (await (await guarded.ask('GET', `/schemas/ids/${id}`, { user: 'root' })).json()) as {
      guid: string;
    };
    expect((await guarded.ask('GET', `/schemas/guids/${guid}`, { user: 'reader' })).status).toBe(200);
    const other = (await (await guarded.ask('GET', '/schemas/ids/3', { user: 'root' })).json()) as { guid: string };
    expect((await guarded.ask('GET', `/schemas/guids/${other.guid}`, { user: 'reader' })).status).toBe(403);
  });
});

describe('contexts and aliases', () => {
  /** A registry that answers these paths, and nothing else. */
  const registry = (answers: Readonly<Record<string, unknown>>) => async (request: Request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    return path in answers ? Response.json(answers[path]) : new Response(null, { status: 404 });
  };
  const decide = async (
    who: Principal,
    method: string,
    path: string,
    answers: Readonly<Record<string, unknown>> = {},
  ) => {
    try {
      const request = new Request(`http://a${path}`, { method });
      await authorize({ principal: who, request, ask: registry(answers) }, path);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 403) return false;
      throw error;
    }
  };

  it.each([
    ['GET', '/contexts/.eu/subjects/a/versions', true],
    ['GET', '/contexts/eu/subjects/a/versions', true],
    ['GET', '/contexts/:.eu:/subjects/a/versions', true],
    ['GET', '/contexts/.eu/subjects/:.eu:a/versions', true],
    ['GET', '/subjects/:.eu:a/versions', true],
    ['GET', '/contexts/.eu/subjects/:.us:a/versions', false],
    ['GET', '/contexts/.us/subjects/:.eu:a/versions', false],
    ['GET', '/contexts/.us/subjects/a/versions', false],
    ['GET', '/subjects/a/versions', false],
    ['GET', '/subjects/:.:a/versions', false],
    ['GET', '/subjects/:*:a/versions', false],
    ['GET', '/subjects/:.europe:a/versions', false],
    ['POST', '/contexts/.eu/subjects/a/versions', false],
    ['GET', '/contexts/.eu/config', true],
    ['GET', '/contexts/.us/config', false],
    ['GET', '/config/:.eu:', true],
    ['PUT', '/contexts/.eu/config', false],
    ['DELETE', '/contexts/.eu', false],
    ['GET', '/contexts/.eu/contexts/.us/subjects/a/versions', false],
    ['GET', '/contexts/.eu/livez', false],
  ])('read over one context: %s %s %s', async (method, path, allowed) => {
    expect(await decide(principal('read::.eu:*'), method, path)).toBe(allowed);
  });

  it('an administrator of a context is none of others, or of all', async () => {
    const who = principal('admin::.eu:*');
    const open = ['/contexts/.eu/config', '/contexts/.eu/mode', '/config/:.eu:', '/mode/:.eu:', '/config/:.eu:a'];
    for (const path of open) expect([path, await decide(who, 'PUT', path)]).toEqual([path, true]);
    const shut = [
      '/config',
      '/mode',
      '/config/:.us:',
      '/config/:.__GLOBAL:',
      '/mode/:.__GLOBAL:',
      '/config/:.:',
      '/config/a',
    ];
    for (const path of shut) expect([path, await decide(who, 'PUT', path)]).toEqual([path, false]);
    expect(await decide(who, 'DELETE', '/contexts/.eu')).toBe(true);
    expect(await decide(principal('admin::.eu:a*'), 'PUT', '/config/:.eu:')).toBe(false);
  });

  it('what an alias stands for decides, not the alias', async () => {
    const answers = {
      '/config/old': { alias: 'salaries' },
      '/config/nick': { alias: 'orders-1' },
      '/config/orders-9': { alias: 'old' },
    };
    const who = principal('write:orders-*', 'write:old');
    for (const [path, allowed] of [
      ['/subjects/old/versions', false],
      ['/subjects/orders-9/versions', false],
      ['/subjects/nick/versions', true],
      ['/subjects/orders-1/versions', true],
      ['/compatibility/subjects/old/versions', false],
    ] as const) {
      expect([path, await decide(who, 'POST', path, answers)]).toEqual([path, allowed]);
    }
    expect(await decide(who, 'GET', '/config/old', answers)).toBe(true);
    const endless = { '/config/orders-a': { alias: 'orders-b' }, '/config/orders-b': { alias: 'orders-a' } };
    expect(await decide(who, 'GET', '/subjects/orders-a/versions', endless)).toBe(false);
  });

  it('ids are those of their context', async () => {
    const held = (subject: string) => [{ subject, version: 1 }];
    const answers = {
      '/contexts/.eu/schemas/ids/1/versions': held(':.eu:a'),
      '/schemas/ids/1/versions': held('b'),
    };
    expect(await decide(principal('read::.eu:*'), 'GET', '/contexts/.eu/schemas/ids/1', answers)).toBe(true);
    expect(await decide(principal('read::.eu:*'), 'GET', '/schemas/ids/1', answers)).toBe(false);
    expect(await decide(principal('read:b'), 'GET', '/contexts/.eu/schemas/ids/1', answers)).toBe(false);
    const guid = { '/schemas/guids/g/ids': [{ context: '.eu', id: 1 }], ...answers };
    expect(await decide(principal('read::.eu:*'), 'GET', '/schemas/guids/g', guid)).toBe(true);
    expect(await decide(principal('read:b'), 'GET', '/schemas/guids/g', guid)).toBe(false);
  });
});
