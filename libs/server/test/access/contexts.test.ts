import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

describe('contexts of a registry', () => {
  let guarded: Guarded;
  beforeAll(async () => {
    const users = {
      root: ['admin'],
      local: ['admin:*'],
      east: ['write::.east:*'],
      orders: ['admin:orders*'],
    };
    guarded = await startGuarded({ users });
    await guarded.register('orders', '"string"');
    await guarded.register(':.east:orders', '"int"');
    await guarded.register(':.east:salaries', '"long"');
    await guarded.register(':.west:hidden', '"bytes"');
    await guarded.register('common', '"double"');
  });
  afterAll(() => guarded[Symbol.asyncDispose]());

  const ask = async (user: string, method: string, path: string, body?: object) => {
    const answer = await guarded.ask(method, path, body === undefined ? { user } : { user, body });
    return { status: answer.status, text: await answer.text() };
  };

  it.each([
    ['east', '/contexts/.east/subjects', [':.east:orders', ':.east:salaries']],
    ['east', '/contexts/.east/subjects?subjectPrefix=:*:', [':.east:orders', ':.east:salaries']],
    ['east', '/subjects', [':.east:orders', ':.east:salaries']],
    ['east', '/contexts', ['.east']],
    ['local', '/contexts/.east/subjects?subjectPrefix=:*:', ['common', 'orders']],
    ['local', '/contexts', ['.']],
    ['orders', '/subjects?limit=1', ['orders']],
  ])('%s sees of %s what it may', async (user, path, shown) => {
    const answer = await ask(user, 'GET', path);
    // Who has no role in a context at all may not ask about it.
    if (user === 'local' && path.includes('.east')) expect(answer.status).toBe(403);
    else expect(JSON.parse(answer.text)).toEqual(shown);
  });

  it.each([
    ['local', '/subjects/hidden/versions/1'],
    ['local', '/subjects/hidden/versions/latest'],
    ['local', '/subjects/hidden/versions/1/schema'],
    ['local', '/subjects/salaries/versions/latest/schema'],
    ['local', '/schemas/ids/2?subject=salaries'],
    ['local', '/schemas/ids/1/schema?subject=hidden'],
    ['local', '/contexts/.west/schemas/ids/1'],
    ['local', '/schemas/ids/1?subject=:.west:'],
    ['east', '/schemas/ids/1'],
    ['east', '/contexts/.west/schemas/ids/1/schema'],
    ['east', '/contexts/.east/subjects/:.west:hidden/versions'],
    ['east', '/schemas/ids/1/schema?subject=:.west:hidden'],
  ])('%s finds no way to what other contexts have: %s', async (user, path) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, text } = await ask(user, method, path);
      expect([method, status, text]).toEqual([
        method,
        expect.toSatisfy((code) => code === 403 || code === 404),
        expect.any(String),
      ]);
      expect(text).not.toMatch(/bytes|long|int"/);
    }
  });

  it('no alias and no reference leads further than its author may read', async () => {
    expect(await ask('orders', 'PUT', '/config/orders', { alias: ':.west:hidden' })).toMatchObject({ status: 403 });
    expect(await ask('orders', 'PUT', '/config/orders', { alias: 'common' })).toMatchObject({ status: 403 });
    expect(await ask('orders', 'PUT', '/config/orders', { alias: 'orders-2' })).toMatchObject({ status: 200 });
    expect(await ask('orders', 'DELETE', '/config/orders')).toMatchObject({ status: 200 });
    expect(await ask('root', 'PUT', '/config/orders', { alias: ':.west:hidden' })).toMatchObject({ status: 200 });
    expect(await ask('orders', 'GET', '/subjects/orders/versions/1')).toMatchObject({ status: 403 });
    expect(await ask('orders', 'GET', '/schemas/ids/1?subject=orders')).toMatchObject({ status: 403 });
    expect(await ask('orders', 'POST', '/subjects/orders/versions', { schema: '"null"' })).toMatchObject({
      status: 403,
    });
    expect(await ask('root', 'DELETE', '/config/orders')).toMatchObject({ status: 200 });
    const references = [{ name: 'common', subject: 'common', version: 1 }];
    for (const path of ['/subjects/orders/versions', '/subjects/orders', '/compatibility/subjects/orders/versions']) {
      const answer = await ask('orders', 'POST', path, { schema: '"float"', references });
      expect([path, answer]).toEqual([path, { status: 403, text: expect.stringContaining('Subject: common') }]);
    }
    expect(
      (await ask('orders', 'POST', '/subjects/orders/versions?normalize=true', { schema: '"string"' })).status,
    ).toBe(200);
  });

  it('lists without an end are asked for once', async () => {
    const { guid } = JSON.parse((await ask('root', 'GET', '/schemas/ids/1')).text) as { guid: string };
    expect(await ask('orders', 'GET', `/schemas/guids/${guid}/ids`)).toEqual({
      status: 200,
      text: '[{"context":".","id":1}]',
    });
  });
});
