import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAccessFile } from '../../src/auth/access-file.ts';
import { formatSubject } from '../../src/auth/certificate.ts';
import { listUsers, putUser, removeUser } from '../../src/auth/edit-users.ts';
import { openFileTokenStore } from '../../src/auth/file-token-store.ts';
import { createPasswordCheck } from '../../src/auth/password-check.ts';
import { hashPassword, isPassword, parsePasswordHash } from '../../src/auth/password.ts';
import { createRateLimiter, readAddressKey } from '../../src/auth/rate-limit.ts';
import { basic, PASSWORD, passwordHash, startGuarded } from './guarded.ts';
import type { Guarded } from './guarded.ts';

/** Files are looked at twice a second. */
const SOON = { timeout: 5000, interval: 50 };

describe('a user with a password', () => {
  let guarded: Guarded;
  beforeAll(async () => {
    guarded = await startGuarded({ users: { root: ['admin'], 'ä b': ['read'] } });
  });
  afterAll(() => guarded[Symbol.asyncDispose]());

  const status = async (authorization: string) => (await guarded.ask('GET', '/subjects', { authorization })).status;

  it('comes in with it, and with nothing else', async () => {
    expect(await status(basic('root', PASSWORD))).toBe(200);
    expect(await status(basic('ä b', PASSWORD))).toBe(200);
    expect(await status(basic('root', PASSWORD).replace('Basic', 'bASIC'))).toBe(200);
    const wrong = [
      basic('root', `${PASSWORD}x`),
      basic('root', ''),
      basic('nobody', PASSWORD),
      basic('', ''),
      basic('Root', PASSWORD),
      'Basic',
      'Basic !!!!',
      `Basic ${Buffer.from('root').toString('base64')}`,
      'Basic /w==',
      'Negotiate abc',
      '\t',
      `Bearer ${PASSWORD}`,
      `${basic('root', PASSWORD)} x`,
      `Basic ${'A'.repeat(15_000)}`,
      basic('__proto__', PASSWORD),
      basic('root', 'x'.repeat(2000)),
    ];
    for (const authorization of wrong)
      expect([authorization, await status(authorization)]).toEqual([authorization, 401]);
  });

  it('is asked for credentials in a way that browsers and clients know', async () => {
    const answer = await guarded.ask('GET', '/subjects', { authorization: 'Bearer nothing' });
    expect(answer.headers.get('www-authenticate')).toBe(
      'Basic realm="sluice", charset="UTF-8", Bearer realm="sluice", error="invalid_token"',
    );
    expect(await answer.json()).toEqual({ error_code: 401, message: 'Wrong credentials' });
  });

  it('who guesses is told to wait, and those who came in before are not', async () => {
    expect(await status(basic('root', PASSWORD))).toBe(200);
    const answers: number[] = [];
    for (let index = 0; index < 12; index += 1) answers.push(await status(basic('victim', `guess ${index}`)));
    expect(answers.filter((code) => code === 401).length).toBeLessThanOrEqual(6);
    const answer = await guarded.ask('GET', '/subjects', { authorization: basic('victim', 'again') });
    expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([
      429,
      expect.toSatisfy((wait: number) => wait > 0 && wait <= 10),
    ]);
    expect(await status(basic('root', PASSWORD))).toBe(200);
  });

  it('is checked once for many requests', async () => {
    const started = performance.now();
    const asked = Array.from({ length: 300 }, () => status(basic('root', PASSWORD)));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    // Each check alone would take 0.1 s and more.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

it('a change of the file is seen while the process runs; a broken one changes nothing', async () => {
  await using guarded = await startGuarded({ users: { root: ['admin'] } });
  const ask = async (user: string, path = '/subjects') => (await guarded.ask('GET', path, { user })).status;
  expect(await ask('root')).toBe(200);
  await guarded.writeAccess({ users: { late: { password: await passwordHash(), roles: ['read:x*'] } } });
  await vi.waitFor(async () => expect(await ask('late')).toBe(200), SOON);
  expect(await ask('root')).toBe(401);
  expect(await ask('late', '/api/v1/rejections')).toBe(403);
  await writeFile(guarded.accessPath, `{ "users": { "late": "${PASSWORD}`);
  await vi
    .waitFor(() => expect(guarded.log()).toContain('is not JSON; what it said before goes on'), {
      ...SOON,
      interval: 600,
    })
    .catch(() => {});
  await vi.waitFor(async () => {
    expect(await ask('late')).toBe(200);
    expect(guarded.log()).toContain('is not JSON; what it said before goes on');
  }, SOON);
  expect(guarded.log()).not.toContain(PASSWORD);
});

describe('a token', () => {
  it('comes in until it expires or is revoked', async () => {
    await using guarded = await startGuarded({ users: { root: ['admin'] } });
    const ask = async (text: string, path = '/subjects') => {
      const answer = await guarded.ask('GET', path, { authorization: `Bearer ${text}` });
      return answer.status;
    };
    const { text, id } = await guarded.makeToken('ci', ['read:orders-*']);
    expect(text).toMatch(/^slu_[0-9a-f]{16}_[\w-]{43}$/);
    await vi.waitFor(async () => expect(await ask(text)).toBe(200), SOON);
    expect(await ask(text, '/subjects/salaries/versions')).toBe(403);
    const past = await guarded.makeToken('old', ['admin'], Date.now() - 1);
    const soon = await guarded.makeToken('soon', ['admin'], Date.now() + 1500);
    await vi.waitFor(async () => expect(await ask(soon.text)).toBe(200), SOON);
    expect(await ask(past.text)).toBe(401);
    const other = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [other, text.slice(0, -1), `${text}x`, `slu_${id}_`, 'slu_', text.toUpperCase()]) {
      expect([wrong, await ask(wrong)]).toEqual([wrong, 401]);
    }
    await vi.waitFor(async () => expect(await ask(soon.text)).toBe(401), SOON);
    const store = openFileTokenStore(join(guarded.dir, 'tokens.json'));
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
    await vi.waitFor(async () => expect(await ask(text)).toBe(401), SOON);
  });

  it('is kept as a hash, with no word of its secret, for its owner alone', async () => {
    await using guarded = await startGuarded();
    const { text } = await guarded.makeToken('ci', ['read']);
    const { readFile, stat } = await import('node:fs/promises');
    const path = join(guarded.dir, 'tokens.json');
    expect(await readFile(path, 'utf8')).not.toContain(text.slice(21));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('two writers lose nothing', async () => {
    await using guarded = await startGuarded();
    const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
    await Promise.all(names.map((name) => guarded.makeToken(name, ['read'])));
    const kept = await openFileTokenStore(join(guarded.dir, 'tokens.json')).list();
    expect(kept.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });
});

describe('passwords', () => {
  it('are checked against their hash', async () => {
    const text = await hashPassword('pässword'.normalize('NFD'));
    const hash = parsePasswordHash(text);
    if (hash === undefined) throw new Error(text);
    expect(await isPassword('pässword'.normalize('NFC'), hash)).toBe(true);
    expect(await isPassword('passwort', hash)).toBe(false);
    expect(await hashPassword('pässword')).not.toBe(text);
  });

  it.each([
    '',
    'secret',
    'scrypt$1$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
    'scrypt$30$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
    'scrypt$15$8$99$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
  ])('no hash, or too much work: %s', (text) => expect(parsePasswordHash(text)).toBeUndefined());

  it('no more than two are checked at once, and few wait', async () => {
    const check = createPasswordCheck();
    const cheap = parsePasswordHash(`scrypt$10$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`);
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const attempt = {
          name: `u${index}`,
          password: 'x',
          digest: `${index}`,
          address: `10.0.0.${index}`,
          expected: cheap,
        };
        try {
          return await check(attempt);
        } catch (error) {
          return error instanceof Error ? error.message : error;
        }
      }),
    );
    expect(answers.filter((answer) => answer === false)).toHaveLength(34);
    expect(answers.filter((answer) => answer === 'Too many passwords are being checked: try again')).toHaveLength(26);
  }, 60_000);
});

describe('an access file', () => {
  it.each([
    ['{"users":', 'is not JSON'],
    ['[]', 'the file: expected an object'],
    ['{"user":{}}', "the file has the unknown key 'user': it takes users"],
    [
      '{"users":{"a":{"password":"hunter2","roles":[]}}}',
      "users.a.password: expected a hash as 'sluice user add' writes it",
    ],
    ['{"certificates":{"CN=a":{"roles":["owner"]}}}', "certificates.CN=a.roles: 'owner' is no role"],
    ['{"certificates":{"CN=a":{}}}', 'certificates.CN=a.roles: expected a list of texts'],
    ['{"issuers":[{"issuer":"http://idp.example","audience":"a"}]}', 'issuers[0].issuer: expected https'],
    ['{"issuers":[{"issuer":"https://a","audience":[]}]}', 'issuers[0].audience: expected one'],
    [
      '{"issuers":[{"issuer":"https://a","audience":"a","algorithms":["none"]}]}',
      'issuers[0].algorithms: none is not taken',
    ],
    [
      '{"issuers":[{"issuer":"https://a","audience":"a","algorithms":["HS256"]}]}',
      'issuers[0].algorithms: HS256 is not taken',
    ],
    ['{"issuers":[{"issuer":"https://a","audience":"a","clockSkewSeconds":3600}]}', 'expected a number from 0 to 300'],
    ['{"limits":{"principal":{"perSecond":0}}}', 'limits.principal.perSecond: expected a number'],
  ])('that is wrong says where: %s', (text, message) => {
    expect(() => parseAccessFile(text)).toThrow(message);
    expect(() => parseAccessFile(text)).not.toThrow('hunter2');
  });

  it('is made, read and changed', async () => {
    await using guarded = await startGuarded();
    const path = join(guarded.dir, 'new', 'access.json');
    await putUser(path, { name: 'ada', password: PASSWORD, roles: ['admin'] });
    await putUser(path, { name: '__proto__', password: PASSWORD, roles: ['read:*'] });
    expect(await listUsers(path)).toEqual([
      { name: 'ada', roles: ['admin'] },
      { name: '__proto__', roles: ['read:*'] },
    ]);
    expect(await removeUser(path, 'ada')).toBe(true);
    expect(await removeUser(path, 'ada')).toBe(false);
    expect(await listUsers(path)).toHaveLength(1);
    await expect(putUser(path, { name: 'a:b', password: PASSWORD, roles: [] })).rejects.toThrow(
      "'a:b' can be no user's name",
    );
    await expect(putUser(path, { name: 'a', password: 'short', roles: [] })).rejects.toThrow('too short');
  });
});

describe('limits', () => {
  it('let a burst through, then as many as the rate allows, each key for itself', () => {
    let nowMs = 0;
    const limiter = createRateLimiter({ nowMs: () => nowMs, maxKeys: 3 });
    const rate = { perSecond: 2, burst: 3 };
    expect([1, 2, 3, 4].map(() => limiter.take('a', rate))).toEqual([0, 0, 0, 1]);
    expect(limiter.take('b', rate)).toBe(0);
    nowMs += 500;
    expect([1, 2].map(() => limiter.take('a', rate))).toEqual([0, 1]);
    nowMs += 60_000;
    expect([1, 2, 3, 4].map(() => limiter.take('a', rate))).toEqual([0, 0, 0, 1]);
    for (const key of ['c', 'd', 'e']) limiter.take(key, rate);
    expect(limiter.check('a', rate)).toBe(0);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('count an address: %s', (address, key) => expect(readAddressKey(address)).toBe(key));

  it('hold for principals and for addresses, strangers included', async () => {
    const limits = { principal: { perSecond: 0.01, burst: 3 }, address: { perSecond: 0.01, burst: 6 } };
    await using guarded = await startGuarded({ users: { root: ['admin'], other: ['read'] }, access: { limits } });
    const ask = async (user?: string) =>
      (await guarded.ask('GET', '/subjects', user === undefined ? {} : { user })).status;
    expect([await ask('root'), await ask('root'), await ask('root'), await ask('root')]).toEqual([200, 200, 200, 429]);
    expect([await ask('other'), await ask(), await ask(), await ask('other')]).toEqual([200, 401, 429, 429]);
    const answer = await guarded.ask('GET', '/subjects', { user: 'root' });
    expect([answer.headers.get('retry-after'), await answer.json()]).toEqual([
      expect.stringMatching(/^\d+$/),
      { error_code: 429, message: 'Too many requests' },
    ]);
    expect((await guarded.ask('GET', '/livez')).status).toBe(200);
  });
});

it('a certificate is named as RFC 2253 orders it', () => {
  expect(formatSubject('C=DE\nO=Thingam\\, Inc\nCN=press-7')).toBe('CN=press-7,O=Thingam\\, Inc,C=DE');
});
