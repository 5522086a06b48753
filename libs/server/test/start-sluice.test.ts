import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSluice } from '../src/index.ts';
import type { SluiceOptions } from '../src/index.ts';

const logger = createLogger({ level: 'silent' });
const FREE = { host: '127.0.0.1', port: 0 };
let opened: { close(): Promise<void> }[] = [];
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-server-'));
});
afterEach(async () => {
  for (const { close } of opened) await close();
  opened = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: SluiceOptions = {}) {
  const sluice = await startSluice({ ephemeral: true, kafka: FREE, http: FREE, logger, ...options });
  opened.push(sluice);
  return { ...sluice, get: (path: string) => fetch(sluice.http.url + path, { redirect: 'manual' }) };
}

function register(url: string, subject: string, schema: string) {
  return fetch(`${url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
}

describe('one process', () => {
  it('answers everything on one HTTP listener', async () => {
    const { get } = await start();
    const cases: readonly [string, number, string, RegExp][] = [
      ['/livez', 200, 'application/json', /alive/],
      ['/readyz', 200, 'application/json', /"ready"/],
      ['/metrics', 200, 'text/plain; version=0.0.4; charset=utf-8', /^process_resident_memory_bytes \d+$/m],
      ['/console', 200, 'text/html; charset=UTF-8', /Sluice is running/],
      ['/api/v1/info', 200, 'application/json', /"roles":\["registry","broker"\],"kafka":"127\.0\.0\.1:\d+"/],
      ['/api/v1/rejections', 200, 'application/json', /^\{"rejections":\[\]\}$/],
      ['/api/v1/rejections?limit=0', 400, 'application/json', /limit: expected a whole number from 1 to 1000/],
      ['/api/v1/rejections?limit=x', 400, 'application/json', /limit/],
      ['/subjects', 200, '', /^\[\]$/],
      ['/no/such/path', 404, 'application/', /"error_code":404/],
    ];
    for (const [path, status, type, body] of cases) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, status]);
      expect(response.headers.get('content-type')).toContain(type);
      expect(await response.text()).toMatch(body);
    }
  });

  it('lets the console page load and run nothing', async () => {
    const { get } = await start();
    const response = await get('/console');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/<script|https?:\/\//);
  });

  it('counts requests by route, not by what was asked', async () => {
    const { get } = await start();
    for (let index = 0; index < 20; index += 1) await get(`/subjects/s${index}/versions`);
    const lines = (await (await get('/metrics')).text()).split('\n');
    const counted = lines.filter((line) => line.startsWith('sluice_http_requests_total{'));
    expect(counted.length).toBeLessThanOrEqual(2);
    expect(counted.join('\n')).toMatch(/method="GET",route="\/subjects\/:[^"]*",status="404"\} 20/);
  });

  it('keeps schemas and the cluster across a restart', async () => {
    const first = await start({ ephemeral: false, dataDir });
    const registered = await register(first.http.url, 't-value', '"string"');
    expect(registered.status).toBe(200);
    const { id } = (await registered.json()) as { id: number };
    await first.close();
    const second = await start({ ephemeral: false, dataDir });
    expect(await (await second.get(`/schemas/ids/${id}`)).json()).toMatchObject({ schema: '"string"' });
  });

  it('has the role it is asked for', async () => {
    const registry = await start({ only: 'registry' });
    expect(registry.kafka).toBeUndefined();
    expect((await registry.get('/subjects')).status).toBe(200);
    const broker = await start({ registry: registry.http.url });
    expect(broker.registry).toBeUndefined();
    expect((await broker.get('/subjects')).status).toBe(404);
    expect(await (await broker.get('/api/v1/info')).json()).toMatchObject({
      roles: ['broker'],
      registry: registry.http.url,
    });
  });
});

describe('a start is refused', () => {
  const cases: readonly [string, SluiceOptions, string, string][] = [
    ['on an open address', { http: { host: '0.0.0.0', port: 0 } }, 'exposed', '--http 0.0.0.0:0 can be reached'],
    ['on an open Kafka address', { kafka: { host: '::', port: 0 } }, 'exposed', '--kafka [::]:0 can be reached'],
    ['with a broker and no registry', { only: 'broker' }, 'options', '--only broker needs --registry URL'],
    ['with two stores', { registry: 'http://a', store: 'memory' }, 'options', 'leave out --store'],
    [
      'with two listeners on one address',
      { kafka: { host: 'localhost', port: 7 }, http: { host: 'localhost', port: 7 } },
      'options',
      '--kafka and --http are both localhost:7',
    ],
    [
      'when clients are told to connect everywhere',
      { advertisedKafka: { host: '::', port: 9092 } },
      'options',
      '--advertised-kafka [::]:9092: no client can connect',
    ],
    [
      'when clients are told no port',
      { advertisedKafka: { host: 'kafka', port: 0 } },
      'options',
      '--advertised-kafka kafka:0: clients need a port',
    ],
    [
      'on a host that is not known',
      { kafka: { host: 'nosuchhost.invalid', port: 0 } },
      'address',
      '--kafka nosuchhost.invalid:0: unknown host',
    ],
    [
      'on a host that is not known, though it may be reached from everywhere',
      { kafka: { host: 'nosuchhost.invalid', port: 0 }, allowInsecure: true },
      'address',
      '--kafka nosuchhost.invalid:0: unknown host',
    ],
    [
      'on an address of another machine',
      { http: { host: '127.0.0.1', port: 0 }, kafka: { host: '192.0.2.1', port: 0 }, allowInsecure: true },
      'address',
      '--kafka 192.0.2.1:0: this machine has no such address',
    ],
  ];
  for (const [name, options, kind, message] of cases) {
    it(`when ${name}`, async () => {
      await expect(start(options)).rejects.toMatchObject({ kind, message: expect.stringContaining(message) });
    });
  }

  it('and leaves nothing open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const http = { host: '127.0.0.1', port };
    await expect(start({ ephemeral: false, dataDir, http })).rejects.toMatchObject({
      kind: 'address',
      message: expect.stringContaining(`--http 127.0.0.1:${port}: the port is taken`),
    });
    await new Promise((resolve) => taken.close(resolve));
    await start({ ephemeral: false, dataDir, http });
  });

  it('unless openness is accepted', async () => {
    const sluice = await start({ http: { host: '0.0.0.0', port: 0 }, allowInsecure: true });
    expect(sluice.http.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });
});

describe('closing', () => {
  it('lets a request under way finish', async () => {
    const sluice = await start();
    const { hostname, port } = new URL(sluice.http.url);
    const body = JSON.stringify({ schema: '"string"' });
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    let answer = '';
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const continued = new Promise<void>((resolve) => {
      socket.on('data', (text: string) => {
        answer += text;
        if (answer.startsWith('HTTP/1.1 100')) resolve();
      });
    });
    const headers = [
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    socket.write(`POST /subjects/s/versions HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    await continued;
    const closed = sluice.close();
    socket.write(body);
    await Promise.all([closed, ended]);
    expect(answer).toMatch(/HTTP\/1\.1 200 OK[^]*"id":1/);
  });

  it('happens once, frees the ports, and does not wait for idle connections', async () => {
    const sluice = await start();
    const { port } = new URL(sluice.http.url);
    expect((await sluice.get('/livez')).status).toBe(200);
    const idle = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    await Promise.all([sluice.close(), sluice.close()]);
    await ended;
    await expect(sluice.get('/livez')).rejects.toThrow('fetch failed');
    await start({ http: { host: '127.0.0.1', port: Number(port) }, kafka: sluice.kafka });
  });
});
