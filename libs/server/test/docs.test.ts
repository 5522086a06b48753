import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLogger } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSluice } from '../src/index.ts';
import type { DocsOptions } from '../src/index.ts';

const module = new URL('docs/fake-child.ts', import.meta.url);
const FREE = { host: '127.0.0.1', port: 0 };
let cwd: string;
let logged: string;
let close: () => Promise<void>;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-docs-'));
  logged = '';
  close = async () => {};
});
afterEach(async () => {
  await close();
  await rm(cwd, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
}

const INT = { schema: '"int"', schemaType: 'AVRO', references: [] } as const;
const DOCUMENT = 'asyncapi: 3.0.0\n';

async function serve(files: Readonly<Record<string, string>>, limits?: DocsOptions['limits']) {
  await write(files);
  const logger = createLogger({ level: 'error', destination: { write: (line: string) => void (logged += line) } });
  const sluice = await startSluice({
    ephemeral: true,
    kafka: FREE,
    http: FREE,
    logger,
    docs: { folder: 'docs', cwd, module, ...(limits === undefined ? {} : { limits }) },
  });
  close = () => sluice.close();
  return {
    ...sluice,
    get: (path: string, headers = {}) => fetch(sluice.http.url + path, { redirect: 'manual', headers }),
    async page(path: string): Promise<Record<string, unknown>> {
      return (await (await fetch(sluice.http.url + path)).json()) as Record<string, unknown>;
    },
  };
}

describe('the pages of documents', () => {
  it('are listed, where there are several', async () => {
    const { get } = await serve({
      'docs/a.yaml': DOCUMENT,
      'docs/in/b c.json': '{ "asyncapi": "3.0.0" }',
      'docs/same.yml': DOCUMENT,
      'docs/same.json': '{"asyncapi":"2.6.0"}',
      'docs/part.yaml': 'schemas: {}\n',
      'docs/read.md': DOCUMENT,
      'docs/.hidden/x.yaml': DOCUMENT,
      'docs/node_modules/x.yaml': DOCUMENT,
    });
    const response = await get('/docs');
    expect(response.status).toBe(200);
    const text = await response.text();
    const links = Array.from(text.matchAll(/href="([^"]+)"/gu), ([, address]) => address);
    expect(links).toEqual(['/docs/a', '/docs/in/b%20c', '/docs/same.json', '/docs/same.yml']);
    expect(text).toContain('&lt;docs/a.yaml&gt;');
    for (const link of links) expect((await get(link ?? '')).status).toBe(200);
    expect((await get('/docs/')).headers.get('location')).toBe('/docs');
    expect(await (await get('/console')).text()).toContain('href="/docs"');
  });

  it('stand alone where there is one, and none is found outside the folder', async () => {
    const { get } = await serve({ 'docs/a.yaml': DOCUMENT, 'other.yaml': DOCUMENT });
    expect((await get('/docs')).headers.get('location')).toBe('/docs/a');
    expect((await get('/docs/a.md')).headers.get('content-type')).toBe('text/markdown; charset=UTF-8');
    expect(await (await get('/docs/a.md')).text()).toBe('# docs/a.yaml\n');
    for (const path of ['/docs/b', '/docs/..%2fother', '/docs/%2e%2e/other', '/docs/a.yaml', '/docs/%00', '/docs/a/']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it('say so where there is no document, and are found once there is', async () => {
    const { get } = await serve({});
    const response = await get('/docs');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is no AsyncAPI document in docs.');
    await write({ 'docs/a.yaml': DOCUMENT });
    expect((await get('/docs')).status).toBe(302);
  });

  it('follow links to files, as mounted volumes are made of, and end at links to folders', async () => {
    await write({ 'real/a.yaml': DOCUMENT });
    const { get } = await serve({ 'docs/b.yaml': DOCUMENT });
    await symlink(join(cwd, 'real/a.yaml'), join(cwd, 'docs/a.yaml'));
    await symlink(join(cwd, 'docs'), join(cwd, 'docs/loop'));
    expect((await get('/docs/a')).status).toBe(200);
    expect(await (await get('/docs')).text()).not.toContain('loop');
  });

  it('are sent with a policy and a tag, and not again to who has them', async () => {
    const { get } = await serve({ 'docs/a.yaml': DOCUMENT });
    const { headers } = await get('/docs/a');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const again = await get('/docs/a', { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('what a page is made of', () => {
  it('makes it anew when its content is another, and not when only its time is', async () => {
    const { page } = await serve({ 'docs/a.yaml': DOCUMENT });
    const { made } = await page('/docs/a');
    expect(made).not.toBe(process.pid);
    expect(await page('/docs/a')).toMatchObject({ made });
    await utimes(join(cwd, 'docs/a.yaml'), new Date(1), new Date(1));
    expect(await page('/docs/a')).toMatchObject({ made });
    await write({ 'docs/a.yaml': `${DOCUMENT}#` });
    const second = await page('/docs/a');
    expect(second).toMatchObject({ text: `${DOCUMENT}#` });
    expect(second['made']).not.toBe(made);
    // A file that it refers to, and that was not there.
    await write({ 'part.avsc': '"string"' });
    expect((await page('/docs/a'))['made']).not.toBe(second['made']);
  });

  it('asks the registry of this process, for what it may read there', async () => {
    const { page, registry } = await serve({ 'docs/a.yaml': DOCUMENT });
    const first = await page('/docs/a');
    expect(first).toMatchObject({ status: 404, denied: 0, secrets: [] });
    await registry.registerSchema('others-value', INT);
    expect(await page('/docs/a')).toMatchObject({ made: first['made'] });
    await registry.registerSchema('orders-value', INT);
    const second = await page('/docs/a');
    expect(second).toMatchObject({ status: 200, body: '[1]' });
    expect(second['made']).not.toBe(first['made']);
  });

  it('shares one process among those who ask at once', async () => {
    const { page } = await serve({ 'docs/a.yaml': DOCUMENT });
    const answers = await Promise.all(Array.from({ length: 20 }, () => page('/docs/a')));
    expect(new Set(answers.map(({ made }) => made)).size).toBe(1);
  });
});

describe('a page that cannot be made', () => {
  it('says where the document is wrong, until it is right', async () => {
    const { get } = await serve({ 'docs/a.yaml': `# invalid\n${DOCUMENT}` });
    const response = await get('/docs/a');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('<code>docs/a.yaml:3:7</code>no &lt;title&gt;');
    const plain = await get('/docs/a.md');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([422, 'text/plain; charset=UTF-8']);
    expect(await plain.text()).toBe('docs/a.yaml:3:7: no <title>\nall of it\n');
    await write({ 'docs/a.yaml': DOCUMENT });
    expect((await get('/docs/a')).status).toBe(200);
  });

  it.each([
    ['hang', { timeMs: 1000 }, 'it took longer than 1 seconds'],
    ['memory', { heapMegabytes: 24 }, 'it needs more memory than 24 MB'],
    ['large', { answerBytes: 1000 }, 'its pages are larger than 1000 bytes'],
    ['exit', {}, 'the log of the server says what'],
    ['throw', {}, 'the log of the server says what'],
  ])('%s: says why, and nothing of ours', { timeout: 30_000 }, async (order, limits, reason) => {
    const { get } = await serve({ 'docs/a.yaml': `# ${order}\n${DOCUMENT}`, 'docs/b.yaml': DOCUMENT }, limits);
    const [page, other] = await Promise.all([get('/docs/a'), get('/docs/b')]);
    expect([page.status, other.status]).toEqual([503, 200]);
    const text = await page.text();
    expect(text).toContain(reason);
    expect(text).not.toMatch(/secret|\bat \w+|file:/u);
    expect(logged).toContain('no page of docs/a.yaml');
    if (order === 'throw') expect(logged).toContain('a secret place');
  });

  it('ends with the server', async () => {
    const { get, close: end } = await serve({ 'docs/a.yaml': `# hang\n${DOCUMENT}` });
    const waiting = get('/docs/a').catch(() => undefined);
    // The process is there once another document's, asked for later, is made.
    await write({ 'docs/b.yaml': DOCUMENT });
    expect((await get('/docs/b')).status).toBe(200);
    const startMs = performance.now();
    await end();
    close = async () => {};
    await waiting;
    expect(performance.now() - startMs).toBeLessThan(8000);
  });
});
