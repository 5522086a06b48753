import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import { spawnSluice } from './spawn-sluice.ts';

const PASSWORD = 'correct horse battery';
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-access-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(argv: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  let out = '';
  let error = '';
  const code = await runCli(argv, {
    env,
    cwd: dir,
    readInput: async () => input,
    writeOut: (text) => void (out += text),
    writeError: (text) => void (error += text),
  });
  return { code, out, error };
}

describe('sluice user', () => {
  it('adds, lists and removes users of a file that only its owner can read', async () => {
    const access = ['--access', 'access.json'];
    expect(await run(['user', 'add', 'ada', '--role', 'admin', ...access], `${PASSWORD}\n`)).toEqual({
      code: 0,
      out: '',
      error: '',
    });
    expect(
      (await run(['user', 'add', 'bob', '--role', 'read:a*', '--role', 'write:b', ...access], PASSWORD)).code,
    ).toBe(0);
    expect((await run(['user', 'list', ...access])).out).toBe('ada  admin\nbob  read:a*, write:b\n');
    expect(JSON.parse((await run(['user', 'list', '--json', ...access])).out)).toEqual({
      users: [
        { name: 'ada', roles: ['admin'] },
        { name: 'bob', roles: ['read:a*', 'write:b'] },
      ],
    });
    const text = await readFile(join(dir, 'access.json'), 'utf8');
    expect(text).toMatch(/"password": "scrypt\$15\$8\$3\$/);
    expect(text).not.toContain(PASSWORD);
    expect((await stat(join(dir, 'access.json'))).mode & 0o777).toBe(0o600);
    expect((await run(['user', 'remove', 'ada', ...access])).code).toBe(0);
    expect(await run(['user', 'remove', 'ada', ...access])).toEqual({
      code: 1,
      out: '',
      error: 'sluice: access.json has no user ada\n',
    });
    expect((await run(['user', 'list'], '', { SLUICE_ACCESS: 'access.json' })).out).toBe('bob  read:a*, write:b\n');
  });

  const cases: readonly [readonly string[], string, number, RegExp][] = [
    [['user', '--access', 'a'], '', 2, /expected: sluice user add NAME/],
    [['user', 'add', '--access', 'a'], '', 2, /expected: sluice user add NAME/],
    [['user', 'list', 'x', '--access', 'a'], '', 2, /expected: sluice user add NAME/],
    [['user', 'add', 'a'], '', 2, /--access is required/],
    [['user', 'add', 'a', '--access', 'a'], PASSWORD, 2, /--role is needed/],
    [
      ['user', 'add', 'a', '--access', 'a', '--role', 'owner'],
      PASSWORD,
      2,
      /--role 'owner': expected read, write or admin/,
    ],
    [['user', 'add', 'a', '--access', 'a', '--role', 'read'], 'short', 1, /too short or too long/],
    [['user', 'add', 'a:b', '--access', 'a', '--role', 'read'], PASSWORD, 1, /'a:b' can be no user's name/],
    [['user', 'list', '--access', 'none.json'], '', 1, /none\.json is not there/],
  ];
  it.each(cases)('%j says what is wrong', async (argv, input, code, error) => {
    const outcome = await run(argv, input);
    expect(outcome).toMatchObject({ code, out: '' });
    expect(outcome.error).toMatch(error);
  });
});

describe('sluice token', () => {
  it('prints a token once, lists what it is for, and revokes it', async () => {
    const created = await run([
      'token',
      'create',
      'ci',
      '--role',
      'write:orders-*',
      '--data-dir',
      'data',
      '--expires',
      '12h',
    ]);
    expect(created).toMatchObject({ code: 0, error: '', out: expect.stringMatching(/^slu_[0-9a-f]{16}_[\w-]{43}\n$/) });
    const { tokens } = JSON.parse((await run(['token', 'list', '--json', '--data-dir', 'data'])).out) as {
      tokens: { id: string; name: string; roles: string[]; expires: string }[];
    };
    expect(tokens).toMatchObject([{ name: 'ci', roles: ['write:orders-*'] }]);
    const [{ id, expires } = { id: '', expires: '' }] = tokens;
    expect(Math.abs(Date.parse(expires) - Date.now() - 12 * 3_600_000)).toBeLessThan(60_000);
    expect((await run(['token', 'list', '--data-dir', 'data'])).out).toContain(`${id}  ci  write:orders-*  20`);
    expect((await run(['token', 'revoke', id, '--data-dir', 'data'])).code).toBe(0);
    expect(await run(['token', 'revoke', id, '--data-dir', 'data'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('no token with the id'),
    });
    expect((await run(['token', 'create', 'x', '--role', 'read', '--expires', 'soon'])).error).toMatch(
      /--expires 'soon': expected 12h/,
    );
    expect((await run(['token', 'create', 'x'])).error).toMatch(/--role is needed/);
  });
});

it('a server takes the credentials that the command line made, and the command line presents them', async () => {
  const access = join(dir, 'access.json');
  const dataDir = join(dir, 'data');
  await run(['user', 'add', 'ada', '--role', 'admin', '--access', access], PASSWORD);
  const token = (await run(['token', 'create', 'ci', '--role', 'read', '--data-dir', dataDir])).out.trim();
  const free = ['--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0'];
  await using registry = spawnSluice(['up', '--only', 'registry', '--access', access, '--data-dir', dataDir, ...free]);
  const url = /http=(\S+)/.exec(await registry.firstLine)?.[1] ?? '';
  const register = (authorization: string) =>
    fetch(`${url}/subjects/orders-value/versions`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Order\\",\\"fields\\":[]}"}',
    });
  expect((await register(`Bearer ${token}`)).status).toBe(403);
  expect((await register(`Basic ${Buffer.from(`ada:${PASSWORD}`).toString('base64')}`)).status).toBe(200);

  const generate = (registryUrl: string, env: Readonly<Record<string, string>>) =>
    run(['generate', '--registry', registryUrl, '--subject', 'orders-value', '--out', 'gen'], '', env);
  expect(await generate(url, {})).toMatchObject({ code: 4, error: expect.stringContaining('401') });
  expect(await generate(url, { SLUICE_TOKEN: token })).toMatchObject({ code: 0 });
  const withUser = url.replace('http://', `http://ada:${encodeURIComponent(PASSWORD)}@`);
  expect(await generate(withUser, { SLUICE_TOKEN: 'nonsense' })).toMatchObject({ code: 0 });

  const env = { SLUICE_TOKEN: token };
  await using broker = spawnSluice(['up', '--only', 'broker', '--registry', url, '--ephemeral', ...free], { env });
  const brokerUrl = /http=(\S+)/.exec(await broker.firstLine)?.[1] ?? '';
  expect(await (await fetch(`${brokerUrl}/readyz`)).json()).toEqual({ status: 'ready' });
  await using stranger = spawnSluice(['up', '--only', 'broker', '--registry', url, '--ephemeral', ...free]);
  const strangerUrl = /http=(\S+)/.exec(await stranger.firstLine)?.[1] ?? '';
  expect(await (await fetch(`${strangerUrl}/readyz`)).text()).toContain('401');
  for (const process of [registry, broker, stranger]) expect(process.error()).not.toContain(token);
});

it('whoever may read a subject may check schemas against it, and only who may write it applies them', async () => {
  const dataDir = join(dir, 'data');
  const create = async (role: string) =>
    (await run(['token', 'create', role, '--role', `${role}:orders-*`, '--data-dir', dataDir])).out.trim();
  const [reader, writer] = [await create('read'), await create('write')];
  const access = join(dir, 'access.json');
  await run(['user', 'add', 'ada', '--role', 'admin', '--access', access], PASSWORD);
  const args = ['--access', access, '--data-dir', dataDir, '--http', '127.0.0.1:0'];
  await using registry = spawnSluice(['up', '--only', 'registry', ...args]);
  const url = /http=(\S+)/.exec(await registry.firstLine)?.[1] ?? '';
  const write = (fields: string) =>
    writeFile(join(dir, 'schemas', 'orders.avsc'), `{"type":"record","name":"Order","fields":[${fields}]}`);
  await mkdir(join(dir, 'schemas'));
  await write('');

  const as = (command: string, token: string) => run([command, '--registry', url], '', { SLUICE_TOKEN: token });
  expect(await as('check', 'nonsense')).toMatchObject({ code: 4, out: '' });
  expect(await as('check', reader)).toMatchObject({ code: 0, out: expect.stringContaining('1 schema: 1 new') });
  expect(await as('apply', reader)).toMatchObject({ code: 4, out: '', error: expect.stringContaining('403') });
  expect(await as('apply', writer)).toMatchObject({ code: 0, out: expect.stringContaining('new version 1 id 1') });
  await write('{"name":"total","type":"int"}');
  expect(await as('check', reader)).toMatchObject({ code: 1, out: expect.stringContaining('at total (version 1)') });
});
