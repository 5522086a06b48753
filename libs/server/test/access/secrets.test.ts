import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { createLogger } from '@sluice/runtime';
import { expect, it } from 'vitest';
import { startSluice } from '../../src/index.ts';
import { basic, PASSWORD, passwordHash, startGuarded } from './guarded.ts';

it('no secret stands in a log, an error or an answer', async () => {
  const wrong = 'a-wrong-password-7781';
  const registryToken = 'a-registry-token-5521';
  const answers: string[] = [];
  let log = '';
  const jwt = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"iss":"http://127.0.0.1:9"}').toString('base64url')}.c2lnbmF0dXJl`;

  // A registry elsewhere that knows us, and says all that it heard in its errors.
  const heard: (string | undefined)[] = [];
  const registry = createServer(({ headers }, response) => {
    heard.push(headers.authorization);
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"error_code":50001,"message":"no"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => registry.once('listening', resolve));
  const registryUrl = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;

  const issuers = [{ issuer: 'http://127.0.0.1:9', audience: 'a' }];
  const guarded = await startGuarded({ users: { root: ['admin'], reader: ['read:a*'] }, access: { issuers } });
  const token = await guarded.makeToken('ci', ['admin']);
  const paths = [
    '/subjects',
    '/api/v1/info',
    '/api/v1/rejections',
    '/metrics',
    '/console',
    '/no/such/path',
    '/subjects/b/versions',
    '/config',
    '/readyz',
  ];
  const credentials = [
    undefined,
    basic('root', PASSWORD),
    basic('reader', PASSWORD),
    basic('root', wrong),
    `Bearer ${token.text}`,
    `Bearer ${token.text.slice(0, -2)}zz`,
    `Bearer ${jwt}`,
    basic(wrong, ''),
  ];
  for (const authorization of credentials) {
    for (const path of paths) {
      const answer = await guarded.ask('GET', path, authorization === undefined ? {} : { authorization });
      answers.push(JSON.stringify([...answer.headers]), await answer.text());
    }
    const body = { schema: PASSWORD.length };
    const posted = await guarded.ask(
      'POST',
      '/subjects/a/versions',
      authorization === undefined ? { body } : { authorization, body },
    );
    answers.push(await posted.text());
  }
  await writeFile(guarded.accessPath, `{"users":{"x":{"password":"${wrong}","roles":["${wrong.slice(0, 4)}"]}}}`);
  await expect
    .poll(
      async () => {
        await guarded.ask('GET', '/subjects', { user: 'root' });
        return guarded.log();
      },
      { timeout: 5000 },
    )
    .toContain('expected a hash');
  const hashes = await readFile(`${guarded.dir}/tokens.json`, 'utf8');

  const logger = createLogger({ level: 'trace', destination: { write: (line: string) => void (log += line) } });
  const free = { host: '127.0.0.1', port: 0 };
  const withUser = registryUrl.replace('http://', `http://user:${wrong}@`);
  for (const options of [{ registry: registryUrl, registryToken }, { registry: withUser }]) {
    const broker = await startSluice({ only: 'broker', ephemeral: true, kafka: free, http: free, logger, ...options });
    for (const path of ['/api/v1/info', '/readyz', '/metrics'])
      answers.push(await (await fetch(broker.http.url + path)).text());
    await broker.close();
  }
  const failed = startSluice({
    only: 'registry',
    http: free,
    logger,
    store: `postgres://sluice:${wrong}@127.0.0.1:9/x`,
  });
  answers.push(
    await failed.then(
      () => 'started',
      (error: unknown) => String(error),
    ),
  );
  await guarded[Symbol.asyncDispose]();
  await new Promise((resolve) => registry.close(resolve));

  expect(heard).toContain(`Bearer ${registryToken}`);
  expect(heard).toContain(basic('user', wrong));
  const everything = [guarded.log(), log, ...answers].join('\n');
  expect(everything).toContain('Wrong credentials');
  expect(everything).toContain('does not answer');
  const [, , , , salt = 'salt', hash = 'hash'] = (await passwordHash()).split('$');
  const secrets = [
    PASSWORD,
    wrong,
    registryToken,
    token.text,
    token.text.slice(21),
    jwt,
    jwt.split('.')[1] ?? jwt,
    salt,
    hash,
    ...hashes.matchAll(/"hash": "(\w+)"/g).map(([, found = '']) => found),
    ...[PASSWORD, wrong].flatMap((text) => ['root', 'reader', 'user'].map((user) => basic(user, text).slice(6))),
    basic(wrong, '').slice(6),
  ];
  expect(secrets.length).toBeGreaterThan(12);
  for (const secret of secrets) expect(everything.includes(secret), `${secret} was said`).toBe(false);
});
