import { createLogger } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { createMemoryStore } from '../src/index.ts';
import { checkCall, CONTENT_TYPE, openApp } from './http-case.ts';
import { SEQUENCES } from './http-calls-table.ts';
import { usePostgres, useStores } from './open-stores.ts';

const stores = useStores();

describe.each([
  { name: 'memory', open: stores.memory },
  { name: 'SQLite', open: stores.sqlite },
])('the REST API on $name', ({ open }) => {
  it.each(SEQUENCES)('$title', async ({ calls }) => {
    const { store } = await open();
    const app = openApp(store);
    for (const call of calls) await checkCall(app, call);
  });
});

describeRequiring(['postgres'], 'the REST API on PostgreSQL', () => {
  const { open } = usePostgres();
  it.each(SEQUENCES)('$title', async ({ calls }) => {
    const { store } = await open();
    const app = openApp(store);
    for (const call of calls) await checkCall(app, call);
  });
});

describe('the REST API', () => {
  it.each([
    { accept: undefined, type: CONTENT_TYPE },
    { accept: '*/*', type: CONTENT_TYPE },
    { accept: 'application/json', type: 'application/json' },
    { accept: 'application/vnd.schemaregistry+json;q=0.2, application/json;q=0.9', type: 'application/json' },
    { accept: 'application/vnd.schemaregistry+json, application/json', type: 'application/vnd.schemaregistry+json' },
  ])('answers Accept $accept with $type', async ({ accept, type }) => {
    const response = await openApp().request('/subjects', accept === undefined ? {} : { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(type);
  });

  it.each([
    { title: 'does not answer', readSchema: () => new Promise<never>(() => {}) },
    { title: 'gives up', readSchema: () => Promise.reject(Object.assign(new Error('canceled'), { code: '57014' })) },
  ])('answers 50002 when the store $title', async ({ readSchema }) => {
    const app = openApp({ ...createMemoryStore(), readSchema }, { answerTimeoutMs: 20 });
    await checkCall(app, { path: '/schemas/ids/1', status: 500, code: 50002 });
  });

  it('answers OPTIONS with the methods of a path', async () => {
    const response = await openApp().request('/subjects/s', { method: 'OPTIONS' });
    expect(response.status).toBe(200);
    expect(response.headers.get('allow')).toBe('POST, DELETE, OPTIONS');
  });

  it('takes a body that breaks off for the mistake of the client, not ours', async () => {
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line) => lines.push(line) }, pretty: false });
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const request = new Request('http://x/subjects/s/versions', { method: 'POST', body, duplex: 'half' });
    expect((await openApp(createMemoryStore(), { logger }).request(request)).status).toBe(400);
    expect(lines).toEqual([]);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    const response = await openApp().request('/subjects/s/versions', { method: 'POST', body });
    expect(response.status).toBe(400);
  });

  it('answers 50001 and logs when the store fails, without its words', async () => {
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line) => lines.push(line) }, pretty: false });
    const store = { ...createMemoryStore(), readSchema: () => Promise.reject(new Error('disk gone')) };
    await checkCall(openApp(store, { logger }), {
      path: '/schemas/ids/1',
      status: 500,
      code: 50001,
      message: 'Error in the backend data store',
    });
    expect(lines.join('')).toMatch(/disk gone/);
  });
});
