import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askWithHeaders, startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

describe('a listener that asks who comes', () => {
  let guarded: Guarded;
  beforeAll(async () => {
    guarded = await startGuarded({ users: { root: ['admin'], reader: ['read:orders-*'] } });
    for (const subject of ['orders-value', 'salaries-value']) await guarded.register(subject, '"string"');
  });
  afterAll(() => guarded[Symbol.asyncDispose]());

  it('lets nobody in without credentials, but to /livez and /readyz', async () => {
    const paths = [
      '/',
      '/subjects',
      '/schemas/ids/1',
      '/schemas/types',
      '/config',
      '/mode',
      '/contexts',
      '/v1/metadata/id',
      '/metrics',
      '/console',
      '/console/',
      '/docs',
      '/openapi.json',
      '/api/v1/info',
      '/api/v1/rejections',
      '/no/such/path',
      '/favicon.ico',
      '/livez/',
      '/livez/x',
      '/readyz/..',
      '/livez/../subjects',
      '/livez%2f..%2fsubjects',
      '/livezx',
      '/LIVEZ',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await askWithHeaders(guarded.url + path, {}, method);
        // The address without anything after it is asked for as /readyz/.. is: fetch and Node's client differ.
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(answer.headers['www-authenticate']).toBe('Basic realm="sluice", charset="UTF-8", Bearer realm="sluice"');
        if (method === 'GET') {
          expect(JSON.parse(answer.body)).toEqual({ error_code: 401, message: 'Credentials are needed' });
        }
      }
    }
    for (const path of ['/livez', '/readyz', '/livez?deep=1']) {
      expect((await guarded.ask('GET', path)).status).toBe(200);
      expect((await guarded.ask('HEAD', path)).status).toBe(200);
    }
    expect((await guarded.ask('POST', '/livez')).status).toBe(401);
  });

  const targets: readonly string[] = [
    '/subjects',
    '//subjects',
    '/subjects/',
    '/./subjects',
    '/x/../subjects',
    '/%73ubjects',
    '/s%75bjects/',
    '/livez/../subjects',
    '/livez//../../subjects',
    '/%2e%2e/subjects',
    '/subjects?x=/livez',
    '/subjects#/livez',
    '/subjects;/livez',
    '///livez/../subjects',
    '/contexts/./subjects',
    'http://127.0.0.1/subjects',
    'http://livez/subjects',
    '/\\subjects',
    '/subjects%00',
    '/subjects%',
    '/livez%00',
    '/livez%3f',
    '/livez;x',
    '/livez\\..\\subjects',
    '*',
    '/livez/%2e%2e/subjects',
  ];
  it.each(targets)('is not fooled by the request target %s', async (target) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PROPFIND', 'TRACE']) {
      const answer = await guarded.sendRaw(
        `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-HTTP-Method-Override: GET\r\n\r\n`,
      );
      expect([method, answer.slice(0, 12)]).toEqual([method, expect.stringMatching(/^HTTP\/1\.1 (401|400|405)/)]);
      expect(answer).not.toMatch(/orders|salaries/);
    }
  });

  const paths: readonly string[] = [
    '/subjects/salaries-value/versions',
    '//subjects/salaries-value/versions',
    '/subjects//salaries-value//versions/',
    '/subjects/%73alaries-value/versions',
    '/subjects/:.:salaries-value/versions',
    '/subjects/%3A.%3Asalaries-value/versions',
    '/x/../subjects/salaries-value/versions',
    '/subjects/salaries-value/versions/1',
    '/subjects/salaries-value/versions/latest/schema',
    '/subjects/orders-value/../salaries-value/versions',
    '/subjects/salaries-value/versions?subject=orders-value',
    '/subjects/orders-value%2f..%2f..%2fsalaries-value/versions/..',
    '/contexts/.x/subjects/orders-value/versions',
    '/contexts/.x/subjects/:.:orders-value/versions',
    '/subjects/:.x:orders-value/versions',
    '/subjects/ORDERS-value/versions',
    '/config/salaries-value',
    '/mode/salaries-value',
    '/subjects/salaries-value/metadata',
    '/subjects/:*:orders-value/versions',
    '/api/v1/rejections',
    '/api/v1/audit',
    '/api/v1/tokens',
    '/docs',
    '/docs/x',
    '/no/such/path',
    '/contexts/.x/api/v1/info',
    '/contexts/a/contexts/b/subjects',
    '/exporters',
    '/dek-registry/v1/keks',
    '/associations/resources/x/y',
  ];
  it.each(paths)('denies a reader of other subjects %s', async (path) => {
    const credentials = `Authorization: Basic ${Buffer.from('reader:correct horse battery staple').toString('base64')}`;
    for (const method of ['GET', 'HEAD']) {
      const answer = await guarded.sendRaw(
        `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${credentials}\r\n\r\n`,
      );
      expect([method, answer.slice(0, 12)]).toEqual([method, 'HTTP/1.1 403']);
      if (method === 'GET') expect(answer).toMatch(/"error_code":40301,"message":"User reader is denied operation/);
    }
  });

  it('lets that reader read what it may, however its path is written', async () => {
    for (const path of [
      '/subjects/orders-value/versions',
      '//subjects//orders-value/versions/',
      '/subjects/:.:orders-value/versions',
      '/subjects/%6frders-value/versions',
    ]) {
      const answer = await guarded.ask('GET', path, { user: 'reader' });
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, '[1]']);
    }
  });

  it('answers other methods with 405 once it is known who asks', async () => {
    const credentials = `Authorization: Basic ${Buffer.from('root:correct horse battery staple').toString('base64')}`;
    const answer = await guarded.sendRaw(
      `TRACE /subjects HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${credentials}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405/);
  });

  it('puts security headers on every answer', async () => {
    for (const [path, user] of [
      ['/subjects', 'root'],
      ['/subjects', undefined],
      ['/livez', undefined],
      ['/console', 'root'],
    ] as const) {
      const { headers } = await guarded.ask('GET', path, user === undefined ? {} : { user });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('refuses bodies that are too long, whether they say so or not', async () => {
    const credentials = `Authorization: Basic ${Buffer.from('root:correct horse battery staple').toString('base64')}`;
    const head = `POST /subjects/a/versions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n${credentials}\r\n`;
    expect(await guarded.sendRaw(`${head}Content-Length: 99999999\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413/);
    const chunk = `100000\r\n${' '.repeat(0x10_0000)}\r\n`;
    const endless = await guarded.sendRaw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(11)}0\r\n\r\n`);
    expect(endless).toMatch(/^HTTP\/1\.1 4(13|00)/);
    const right = await guarded.sendRaw(
      `${head}Transfer-Encoding: chunked\r\n\r\n15\r\n{"schema":"\\"long\\""}\r\n0\r\n\r\n`,
    );
    expect(right).toMatch(/^HTTP\/1\.1 200/);
  });
});

describe('a listener of this machine that asks nobody', () => {
  it('answers only to names of this machine', async () => {
    await using open = await startGuarded({ access: null });
    const { port } = new URL(open.url);
    for (const host of [
      '127.0.0.1',
      `127.0.0.1:${port}`,
      'localhost',
      `LOCALHOST:${port}`,
      '[::1]',
      'app.localhost',
      '127.1.2.3',
    ]) {
      expect([host, (await askWithHeaders(`${open.url}/subjects`, { host })).status]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '0.0.0.0',
      '[::]',
      '10.0.0.1',
      'evillocalhost',
    ]) {
      const answer = await askWithHeaders(`${open.url}/subjects`, { host });
      expect([host, answer.status]).toEqual([host, 403]);
      expect(answer.body).toContain('names of this machine only');
    }
  });

  it('answers no page of another origin, but those that --cors-origins lists', async () => {
    const friend = 'https://console.example.com';
    await using open = await startGuarded({ access: null, options: { corsOrigins: [friend] } });
    const { host } = new URL(open.url);
    const ask = (origin: string, method = 'GET', more = {}) =>
      askWithHeaders(`${open.url}/subjects`, { origin, ...more }, method);
    for (const origin of [
      'http://evil.example',
      'null',
      `http://${host}.evil.example`,
      'http://127.0.0.1:1',
      `${friend}.evil.example`,
    ]) {
      expect([origin, (await ask(origin)).status]).toEqual([origin, 403]);
    }
    const own = await ask(`http://${host}`);
    expect([own.status, own.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    const foreign = await ask(friend);
    expect([foreign.status, foreign.headers['access-control-allow-origin'], foreign.headers['vary']]).toEqual([
      200,
      friend,
      'origin',
    ]);
    const preflight = await ask(friend, 'OPTIONS', { 'access-control-request-method': 'PUT' });
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      'GET, HEAD, POST, PUT, DELETE',
    ]);
    const refused = await ask('http://evil.example', 'OPTIONS', { 'access-control-request-method': 'PUT' });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('with credentials', () => {
  it('a preflight needs none, what follows it does', async () => {
    const origin = 'https://console.example.com';
    await using guarded = await startGuarded({ users: { root: ['admin'] }, options: { corsOrigins: [origin] } });
    const preflight = await askWithHeaders(
      `${guarded.url}/subjects`,
      { origin, 'access-control-request-method': 'GET' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    const answer = await askWithHeaders(`${guarded.url}/subjects`, { origin });
    // The page must be able to read why it was refused.
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([401, origin]);
  });

  it('the listener answers to any name', async () => {
    await using guarded = await startGuarded({ users: { root: ['admin'] } });
    const answer = await askWithHeaders(`${guarded.url}/subjects`, { host: 'registry.example.com' });
    expect(answer.status).toBe(401);
  });
});
