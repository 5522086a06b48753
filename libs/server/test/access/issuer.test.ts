import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

/** An OpenID provider as far as it is asked for keys. */
async function startProvider() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const stranger = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig' }];
  const asked: string[] = [];
  let answer: (path: string) => { status: number; body: string } | undefined = () => undefined;
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const special = answer(url);
    const body = url.endsWith('/jwks') ? { keys } : { issuer, jwks_uri: `${issuer}/jwks` };
    response.writeHead(special?.status ?? 200, { 'content-type': 'application/json' });
    response.end(special?.body ?? JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: Readonly<Record<string, unknown>>, { alg = 'RS256', kid = 'k1', key = privateKey } = {}) =>
    new SignJWT({ iss: issuer, aud: 'sluice', sub: 'ada', exp: Math.floor(Date.now() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg, kid })
      .sign(key);
  return {
    issuer,
    keys,
    asked,
    sign,
    stranger: stranger.privateKey,
    privateKey,
    answerWith: (special: typeof answer) => void (answer = special),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a JSON Web Token', () => {
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let guarded: Guarded;
  beforeAll(async () => {
    provider = await startProvider();
    const roles = { 'order-team': ['write:orders-*'], platform: ['admin'] };
    const issuers = [
      { issuer: provider.issuer, audience: 'sluice', rolesClaim: 'realm.roles', roles, clockSkewSeconds: 5 },
    ];
    guarded = await startGuarded({ access: { issuers } });
  });
  afterAll(async () => {
    await guarded[Symbol.asyncDispose]();
    await provider.close();
  });
  const ask = async (token: string, path = '/subjects') =>
    (await guarded.ask('GET', path, { authorization: `Bearer ${token}` })).status;
  const nowSeconds = () => Math.floor(Date.now() / 1000);

  it('comes in with the roles that its claims stand for', async () => {
    const token = await provider.sign({ realm: { roles: ['order-team', 'unknown'] } });
    expect(await ask(token)).toBe(200);
    expect(await ask(token, '/subjects/orders-x/versions')).toBe(404);
    expect(await ask(token, '/subjects/salaries/versions')).toBe(403);
    const admin = await provider.sign({ realm: { roles: 'openid platform' } });
    expect(await ask(admin, '/no/such/path')).toBe(404);
    const nobody = await provider.sign({ realm: { roles: ['toString', '__proto__'] } });
    expect(await ask(nobody)).toBe(403);
    expect(await ask(await provider.sign({}))).toBe(403);
    expect(await ask(await provider.sign({ realm: { roles: { platform: true } } }))).toBe(403);
  });

  it('is refused when it is not right', async () => {
    const roles = { realm: { roles: ['platform'] } };
    const good = await provider.sign(roles);
    const [head = '', body = '', signature = ''] = good.split('.');
    const claims = { iss: provider.issuer, aud: 'sluice', sub: 'ada', exp: nowSeconds() + 60, ...roles };
    const secret = new TextEncoder().encode(JSON.stringify(provider.keys[0]));
    const wrong: Readonly<Record<string, string>> = {
      'another audience': await provider.sign({ ...roles, aud: 'other' }),
      'another issuer': await provider.sign({ ...roles, iss: 'http://127.0.0.1:1' }),
      'no issuer': await provider.sign({ ...roles, iss: undefined }),
      expired: await provider.sign({ ...roles, exp: nowSeconds() - 10 }),
      'not yet valid': await provider.sign({ ...roles, nbf: nowSeconds() + 60 }),
      'without an end': await provider.sign({ ...roles, exp: undefined }),
      'without a name': await provider.sign({ ...roles, sub: undefined }),
      'with an object for a name': await provider.sign({ ...roles, sub: { a: 1 } }),
      'of another key': await provider.sign(roles, { key: provider.stranger }),
      'of an algorithm not listed': `${encode({ alg: 'RS512', kid: 'k1' })}.${body}.${signature}`,
      'without signature': `${encode({ alg: 'none' })}.${body}.`,
      'without signature, in capitals': `${encode({ alg: 'None', kid: 'k1' })}.${body}.`,
      'signed with the public key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(secret),
      'with a key of its own': `${encode({ alg: 'RS256', jwk: provider.keys[0] })}.${body}.${signature}`,
      changed: `${head}.${encode({ ...claims, sub: 'root' })}.${signature}`,
      cut: good.slice(0, -4),
      'no token': 'a.b.c',
      dots: '...',
      'not an object': `${encode(1)}.${encode(null)}.x`,
    };
    for (const [what, token] of Object.entries(wrong)) expect([what, await ask(token)]).toEqual([what, 401]);
    expect(await ask(good)).toBe(200);
    expect(await ask(await provider.sign({ ...roles, exp: nowSeconds() - 2 }))).toBe(200);
  });

  it('asks for keys once, however many tokens and unknown keys come', async () => {
    const before = provider.asked.length;
    for (let index = 0; index < 20; index += 1) await ask(await provider.sign({}, { kid: `unknown-${index}` }));
    expect(provider.asked.length - before).toBeLessThanOrEqual(1);
    expect(provider.asked.filter((url) => url.includes('openid-configuration'))).toHaveLength(1);
  });
});

describe('an issuer', () => {
  const cases: readonly [string, (path: string) => { status: number; body: string } | undefined][] = [
    ['fails', () => ({ status: 500, body: 'no' })],
    [
      'has another name',
      (path) =>
        path.includes('openid')
          ? { status: 200, body: '{"issuer":"http://other","jwks_uri":"http://127.0.0.1:1/"}' }
          : undefined,
    ],
    [
      'sends to an open address',
      (path) =>
        path.includes('openid')
          ? { status: 200, body: '{"issuer":"ISSUER","jwks_uri":"http://example.com/"}' }
          : undefined,
    ],
    ['answers without end', () => ({ status: 200, body: `{"a":"${'x'.repeat(600_000)}"}` })],
    [
      'has keys without end',
      (path) =>
        path.endsWith('jwks')
          ? { status: 200, body: JSON.stringify({ keys: Array.from({ length: 200 }, () => ({ kty: 'oct' })) }) }
          : undefined,
    ],
  ];
  it.each(cases)('that %s lets nobody in, and is asked once in a while', async (_name, answer) => {
    const provider = await startProvider();
    provider.answerWith((path) => {
      const given = answer(path);
      return given === undefined ? undefined : { ...given, body: given.body.replace('ISSUER', provider.issuer) };
    });
    const issuers = [{ issuer: provider.issuer, audience: 'sluice', roles: { a: ['admin'] } }];
    await using guarded = await startGuarded({ users: { root: ['admin'] }, access: { issuers } });
    for (let index = 0; index < 5; index += 1) {
      const token = await provider.sign({ roles: ['a'] });
      const response = await guarded.ask('GET', '/subjects', { authorization: `Bearer ${token}` });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect(provider.asked.length).toBeLessThanOrEqual(2);
    expect(guarded.log()).toContain('tokens cannot be checked');
    expect((await guarded.ask('GET', '/subjects', { user: 'root' })).status).toBe(200);
    await provider.close();
  });
});
