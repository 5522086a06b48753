import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSluice } from '../../src/index.ts';
import { startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Certificates as openssl makes them, in a folder. */
function makeCertificates(dir: string) {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    );
  const issue = (
    name: string,
    subject: string,
    ca: string,
    extension = 'subjectAltName=IP:127.0.0.1,DNS:localhost',
  ) => {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    writeFileSync(join(dir, `${name}.ext`), extension);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  };
  authority('ca');
  authority('other-ca');
  issue('server', '/CN=localhost', 'ca');
  issue('renewed', '/CN=renewed', 'ca');
  issue('press', '/C=DE/O=Thingam, Industries/CN=press-7', 'ca');
  issue('forged', '/C=DE/O=Thingam, Industries/CN=press-7', 'other-ca');
  issue('unknown', '/CN=unknown', 'ca');
}

describe.skipIf(!hasOpenssl)('a listener with certificates', () => {
  let dir: string;
  let guarded: Guarded;
  const file = (name: string) => join(dir, name);
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
    makeCertificates(dir);
    copyFileSync(file('server.pem'), file('live.pem'));
    copyFileSync(file('server.key'), file('live.key'));
    guarded = await startGuarded({
      users: { root: ['admin'] },
      access: {
        certificates: { 'CN=press-7,O=Thingam\\, Industries,C=DE': { name: 'press-7', roles: ['read:presses-*'] } },
      },
      options: { tlsCert: file('live.pem'), tlsKey: file('live.key'), tlsClientCa: file('ca.pem') },
    });
  });
  afterAll(async () => {
    await guarded?.[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = (path: string, client?: string, headers = {}) =>
    new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
      (resolve, reject) => {
        const pair =
          client === undefined
            ? {}
            : { cert: readFileSync(file(`${client}.pem`)), key: readFileSync(file(`${client}.key`)) };
        const options = { ca: readFileSync(file('ca.pem')), ...pair, headers, agent: false };
        request(guarded.url + path, options, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
        })
          .once('error', reject)
          .end();
      },
    );

  it('speaks HTTPS, says so to browsers, and asks who comes', async () => {
    expect(guarded.url).toMatch(/^https:/);
    const answer = await ask('/subjects');
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([401, 'max-age=31536000']);
    expect((await ask('/livez')).status).toBe(200);
    const authorization = `Basic ${Buffer.from('root:correct horse battery staple').toString('base64')}`;
    expect((await ask('/subjects', undefined, { authorization })).status).toBe(200);
  });

  it('knows clients by the subject of a certificate of its authority, and by no other', async () => {
    expect((await ask('/subjects', 'press')).status).toBe(200);
    expect((await ask('/subjects/presses-1/versions', 'press')).status).toBe(404);
    expect((await ask('/subjects/salaries/versions', 'press')).body).toContain('User press-7 is denied operation read');
    expect(await ask('/subjects', 'unknown')).toMatchObject({
      status: 401,
      body: expect.stringContaining('CN=unknown is not known'),
    });
    expect((await ask('/subjects', 'forged')).status).toBe(401);
    // Credentials that are given are those that count.
    expect((await ask('/subjects', 'press', { authorization: 'Bearer nothing' })).status).toBe(401);
  });

  it('speaks no older TLS than 1.2', async () => {
    const { port } = new URL(guarded.url);
    const options = {
      port: Number(port),
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
      ciphers: 'ALL:@SECLEVEL=0',
    } as const;
    const failed = new Promise((resolve) => {
      const socket = connect(options, () => resolve('connected'));
      socket.once('error', () => resolve('refused'));
    });
    expect(await failed).toBe('refused');
  });

  it('takes a renewed certificate without a restart, and not one that is broken', async () => {
    const subjectNow = () =>
      new Promise<string>((resolve, reject) => {
        const { port } = new URL(guarded.url);
        const socket = connect({ port: Number(port), host: '127.0.0.1', ca: readFileSync(file('ca.pem')) }, () => {
          resolve(socket.getPeerX509Certificate()?.subject ?? '');
          socket.destroy();
        });
        socket.once('error', reject);
      });
    expect(await subjectNow()).toBe('CN=localhost');
    writeFileSync(file('live.pem'), 'broken');
    await vi.waitFor(() => expect(guarded.log()).toContain('the certificate from before stays in use'), {
      timeout: 5000,
    });
    expect(await subjectNow()).toBe('CN=localhost');
    copyFileSync(file('renewed.key'), file('live.key'));
    copyFileSync(file('renewed.pem'), file('live.pem'));
    await vi.waitFor(async () => expect(await subjectNow()).toBe('CN=renewed'), { timeout: 5000 });
  });

  it('that cannot be opened says why', async () => {
    const base = { only: 'registry', ephemeral: true, http: { host: '127.0.0.1', port: 0 } } as const;
    const access = guarded.accessPath;
    for (const [options, message] of [
      [{ tlsCert: file('server.pem') }, '--tls-cert and --tls-key go together: give --tls-key'],
      [{ tlsKey: file('server.key') }, 'give --tls-cert'],
      [{ tlsCert: file('no.pem'), tlsKey: file('server.key') }, 'no.pem cannot be read'],
      [{ tlsCert: file('server.pem'), tlsKey: file('press.key') }, 'is not the key of the certificate'],
      [{ tlsCert: file('server.ext'), tlsKey: file('server.key') }, '--tls-cert'],
      [{ tlsClientCa: file('ca.pem'), access }, '--tls-client-ca needs --tls-cert'],
      [
        { tlsCert: file('server.pem'), tlsKey: file('server.key'), tlsClientCa: file('ca.pem') },
        '--tls-client-ca needs --access',
      ],
      [{ corsOrigins: ['https://a.example/'] }, '--cors-origins https://a.example/: expected an origin'],
      [{ access: file('no.json') }, 'no.json is not there'],
    ] as const) {
      await expect(startSluice({ ...base, ...options })).rejects.toMatchObject({
        kind: 'options',
        message: expect.stringContaining(message),
      });
    }
  });

  it('lets requests under way finish when it closes, and does not wait for idle connections', async () => {
    await using other = await startGuarded({
      users: {},
      options: { tlsCert: file('server.pem'), tlsKey: file('server.key') },
    });
    const { port } = new URL(other.url);
    const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.resume().on('error', () => {});
    const startedMs = performance.now();
    await other[Symbol.asyncDispose]();
    await ended;
    expect(performance.now() - startedMs).toBeLessThan(4000);
  });
});

it('an address that others can reach needs somebody who asks, or openness that is accepted', async () => {
  await using guarded = await startGuarded({
    users: { root: ['admin'] },
    options: { http: { host: '0.0.0.0', port: 0 } },
  });
  expect(guarded.log()).toContain('passwords and tokens cross the network unencrypted');
  const kafka = startSluice({ ephemeral: true, access: guarded.accessPath, kafka: { host: '0.0.0.0', port: 0 } });
  await expect(kafka).rejects.toMatchObject({ kind: 'exposed', message: expect.stringContaining('--kafka 0.0.0.0:0') });
});
