import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSluice } from '@sluice/server';
import type { Sluice } from '@sluice/server';
import { createToken, openFileTokenStore, putUser } from '@sluice/server/access';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeRequiring, locate } from '../../requirements.ts';
import type { Requirement } from '../../requirements.ts';

const PASSWORD = 'pass:with colon, ü';

/** What a client got: a value, or what it made of the refusal. */
type Got = unknown;
type Outcome = Readonly<Record<'subjects' | 'register' | 'read' | 'other' | 'config', Got>>;

interface AccessClient {
  readonly title: string;
  readonly needs: readonly Requirement[];
  command(): readonly [program: string, args: readonly string[], env: NodeJS.ProcessEnv];
}

const CLIENTS: readonly AccessClient[] = [
  {
    title: 'confluent-kafka (Python)',
    needs: ['python-clients'],
    command: () => [locate('python-clients') ?? '', [script('confluent_kafka_access.py')], {}],
  },
  {
    title: '@confluentinc/schemaregistry (Node)',
    needs: ['js-clients'],
    command: () => [
      process.execPath,
      [script('confluent-schemaregistry-access.cjs')],
      { NODE_PATH: join(dirname(locate('js-clients') ?? ''), 'node_modules') },
    ],
  },
];

for (const { title, needs, command } of CLIENTS) {
  describeRequiring(needs, `${title} with credentials`, () => {
    let dir: string;
    let sluice: Sluice;
    let url: string;
    let token: string;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'sluice-access-'));
      const access = join(dir, 'access.json');
      await putUser(access, { name: 'owner', password: PASSWORD, roles: ['admin:orders-*'] });
      await putUser(access, { name: 'reader', password: PASSWORD, roles: ['read:orders-*'] });
      const made = createToken({ name: 'ci', roles: ['write:orders-*'] });
      token = made.text;
      await openFileTokenStore(join(dir, 'tokens.json')).add(made.record);
      const http = { host: '127.0.0.1', port: 0 };
      sluice = await startSluice({ only: 'registry', dataDir: dir, store: 'memory', http, access });
      ({ url } = sluice.http);
    }, 60_000);
    afterAll(async () => {
      await sluice.close();
      await rm(dir, { recursive: true, force: true });
    });

    it('may do what its role allows, and is told by status and code what not', async () => {
      const who = [
        { user: 'owner', password: PASSWORD },
        { user: 'reader', password: PASSWORD },
        { token },
        { user: 'owner', password: 'wrong' },
        { token: `${token.slice(0, -3)}abc` },
      ];
      const [program, args, env] = command();
      const options = { env: { ...process.env, ...env }, timeout: 100_000 };
      const { stdout } = await promisify(execFile)(program, [...args, JSON.stringify({ url, who })], options);
      const [owner, reader, bearer, wrong, forged] = JSON.parse(stdout) as readonly Outcome[];
      const denied = { status: 403, code: 40301, message: expect.stringContaining('is denied operation') as string };
      const unknown = { status: 401, code: 401, message: expect.stringContaining('Wrong credentials') as string };
      expect(owner).toMatchObject({ subjects: [], register: 1, read: '"string"', other: denied });
      expect(owner?.config).not.toMatchObject({ status: 403 });
      const seen = { subjects: ['orders-value'], read: '"string"', other: denied, config: denied };
      expect(reader).toEqual({ ...seen, register: denied });
      expect(bearer).toEqual({ ...seen, register: 1 });
      for (const outcome of [wrong, forged]) {
        expect(outcome).toEqual({
          subjects: unknown,
          register: unknown,
          read: unknown,
          other: unknown,
          config: unknown,
        });
      }
    }, 120_000);
  });
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
