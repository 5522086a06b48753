import { createLogger } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { createMemoryStore } from '../src/index.ts';
import { checkCall, CONTENT_TYPE, openApp } from './http-case.ts';
import { ASSOCIATION_SEQUENCES } from './association-calls-table.ts';
import { CONFIG_SEQUENCES } from './config-calls-table.ts';
import { CONTEXT_SEQUENCES } from './context-calls-table.ts';
import { CONTRACT_SEQUENCES } from './contract-calls-table.ts';
import { SEQUENCES } from './http-calls-table.ts';
import { usePostgres, useStores } from './open-stores.ts';

const stores = useStores();
const ALL = [...SEQUENCES, ...CONTEXT_SEQUENCES, ...CONFIG_SEQUENCES, ...CONTRACT_SEQUENCES, ...ASSOCIATION_SEQUENCES];

describe.each([
  { name: 'memory', open: stores.memory },
  { name: 'SQLite', open: stores.sqlite },
])('the REST API on $name', ({ open }) => {
  it.each(ALL)('$title', async ({ calls }) => {
    const { store } = await open();
    const app = openApp(store);
    for (const call of calls) await checkCall(app, call);
  });
});

describeRequiring(['postgres'], 'the REST API on PostgreSQL', () => {
  const { open } = usePostgres();
  it.each(ALL)('$title', async ({ calls }) => {
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

  it('answers reads with an ETag, and 304 to who has them, until they change', async () => {
    const app = openApp();
    const send = (path: string, body: object) =>
      app.request(path, { method: 'POST', headers: { 'content-type': CONTENT_TYPE }, body: JSON.stringify(body) });
    await send('/subjects/s/versions', { schema: '"int"' });
    const paths = ['/schemas/ids/1', '/schemas/ids/1/schema', '/subjects/s/versions/1', '/subjects/s/versions/latest'];
    const { guid } = JSON.parse(await (await app.request('/schemas/ids/1')).text()) as { guid: string };
    for (const path of [...paths, `/schemas/guids/${guid}`]) {
      const first = await app.request(path);
      const etag = first.headers.get('etag') ?? '';
      expect({ path, etag }).toEqual({ path, etag: expect.stringMatching(/^"[\w-]{27}"$/) });
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      const text = await first.text();
      expect(await (await app.request(path)).text()).toBe(text);
      for (const known of [etag, `W/${etag}, "x"`, '*']) {
        const second = await app.request(path, { headers: { 'if-none-match': known } });
        expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', etag]);
      }
      expect((await app.request(path, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
      const other = await app.request(path, { headers: { accept: 'application/json' } });
      expect([other.headers.get('content-type'), await other.text()]).toEqual(['application/json', text]);
    }
    await app.request('/subjects/s/versions/1', { method: 'DELETE' });
    await checkCall(app, { path: '/schemas/ids/1', answer: expect.objectContaining({ deleted: true }) });
    await checkCall(app, { path: '/subjects/s/versions/1', status: 404, code: 40401 });
    await app.request('/subjects/s/versions/1?permanent=true', { method: 'DELETE' });
    await checkCall(app, { path: '/schemas/ids/1', status: 404, code: 40403 });
    // Version 1 is born again as something else.
    await send('/subjects/s/versions', { schema: '"long"' });
    await checkCall(app, { path: '/subjects/s/versions/1/schema', answer: 'long' });
  });

  it('keeps no answer of what its store was read for before another process wrote', async () => {
    const { store, openAnother } = await stores.sqlite();
    const [one, two] = [openApp(store), openApp((await openAnother?.()) ?? store)];
    const path = '/subjects/s/versions?force=true';
    await checkCall(one, { method: 'POST', path, body: { schema: '"int"' } });
    await checkCall(two, { path: '/subjects/s/versions/latest/schema', answer: 'int' });
    await checkCall(one, { method: 'POST', path, body: { schema: '"string"' } });
    await checkCall(two, { path: '/subjects/s/versions/latest/schema', answer: 'string' });
    await checkCall(two, { path: '/schemas/ids/2/schema', answer: 'string' });
  });

  it('says who it is', async () => {
    const app = openApp(createMemoryStore(), { server: { version: '1.2', commitId: 'c', clusterId: 'k' } });
    const clusters = { 'kafka-cluster': 'k', 'schema-registry-cluster': 'schema-registry' };
    await checkCall(app, { path: '/v1/metadata/id', answer: { id: '', scope: { path: [], clusters } } });
    await checkCall(app, { path: '/v1/metadata/version', answer: { version: '1.2', commitId: 'c' } });
    await checkCall(app, { path: '/v1/metadata/deployment', answer: { attributes: [] } });
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
