import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAIN, spawnSluice } from './spawn-sluice.ts';

const FREE_PORTS = ['--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0'];
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-up-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

describe('sluice up', () => {
  it('prints one line when both listeners accept, and ends with 0 on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      await using sluice = spawnSluice(['up', '--data-dir', dir, ...FREE_PORTS]);
      const line = await sluice.firstLine;
      expect(line).toMatch(/^sluice ready kafka=127\.0\.0\.1:\d+ http=http:\/\/127\.0\.0\.1:\d+$/);
      const url = line.slice(line.indexOf('http=') + 5);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(existsSync(join(dir, 'registry.sqlite'))).toBe(true);
      sluice.kill(signal);
      sluice.kill(signal);
      expect(await sluice.exited).toBe(0);
      expect(sluice.out()).toBe(`${line}\n`);
    }
  });

  it('keeps nothing on disk with --ephemeral, and speaks JSON with --json', async () => {
    const dataDir = join(dir, 'never-made');
    const env = { SLUICE_DATA_DIR: dataDir };
    await using sluice = spawnSluice(['up', '--ephemeral', '--json', ...FREE_PORTS], { env });
    expect(JSON.parse(await sluice.firstLine)).toEqual({
      ready: true,
      kafka: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      http: expect.stringMatching(/^http:/),
    });
    sluice.kill('SIGTERM');
    expect(await sluice.exited).toBe(0);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('runs one role with --only, the broker on a registry elsewhere', async () => {
    await using registry = spawnSluice(['up', '--only', 'registry', '--data-dir', dir, '--http', '127.0.0.1:0']);
    const line = await registry.firstLine;
    expect(line).toMatch(/^sluice ready http=http:\/\/127\.0\.0\.1:\d+$/);
    const url = line.slice(line.indexOf('http=') + 5);
    await using broker = spawnSluice(['up', '--only', 'broker', '--registry', url, '--ephemeral', ...FREE_PORTS]);
    expect(await broker.firstLine).toMatch(/^sluice ready kafka=\S+ http=\S+$/);
  });

  for (const flag of ['--kafka', '--http']) {
    it(`says which port is taken, and by which flag to change it: ${flag}`, async () => {
      using taken = await takePort();
      const others = flag === '--kafka' ? ['--http', '127.0.0.1:0'] : ['--kafka', '127.0.0.1:0'];
      await using sluice = spawnSluice(['up', '--ephemeral', flag, taken.address, ...others]);
      expect(await sluice.exited).toBe(1);
      expect(sluice.error()).toContain(`sluice: ${flag} ${taken.address}: the port is taken by another process`);
      expect(sluice.out()).toBe('');
    });
  }

  it('says what is wrong with a data directory that cannot be used', async () => {
    const file = join(dir, 'file');
    await writeFile(file, '');
    const broken = join(dir, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'registry.sqlite'), 'this is a text, and long enough to be no database');
    const newer = join(dir, 'newer');
    await mkdir(newer);
    await writeFile(join(newer, 'meta.json'), '{"formatVersion":99}');
    const cases = [
      [file, `--data-dir ${file} cannot be made`],
      [broken, 'registry.sqlite cannot be opened: file is not a database'],
      [newer, 'has format version 99'],
    ] as const;
    for (const [dataDir, message] of cases) {
      await using sluice = spawnSluice(['up', '--data-dir', dataDir, ...FREE_PORTS]);
      expect(await sluice.exited).toBe(1);
      expect(sluice.error()).toContain(message);
    }
  });

  it('names the process that has the data directory', async () => {
    await using first = spawnSluice(['up', '--data-dir', dir, ...FREE_PORTS]);
    await first.firstLine;
    await using second = spawnSluice(['up', '--data-dir', dir, ...FREE_PORTS]);
    expect(await second.exited).toBe(1);
    expect(second.error()).toContain(`process ${first.pid}`);
  });

  it('ends in good order when the launcher that passes signals on was killed', async () => {
    const stdio = ['ignore', 'pipe', 'ignore', 'ipc'] as const;
    const child = spawn(process.execPath, [MAIN, 'up', '--data-dir', dir, ...FREE_PORTS], { stdio: [...stdio] });
    const ended = once(child, 'exit');
    await once(child.stdout ?? child, 'data');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    [
      ['--only', 'registry', '--data-dir', 'IN', '--validation', 'id'],
      '--only registry runs no broker: --kafka, --validation have no effect',
    ],
    [['--ephemeral', '--data-dir', 'IN/kept'], '--ephemeral keeps nothing on disk: --data-dir has no effect'],
    [['--ephemeral', '--durability', 'fsync'], '--ephemeral keeps nothing on disk: --durability has no effect'],
  ])('goes on with %j, and says what has no effect', async (args, warning) => {
    const inside = args.map((text) => text.replace('IN', dir));
    await using sluice = spawnSluice(['up', ...inside, ...FREE_PORTS]);
    expect(await sluice.firstLine).toContain('sluice ready');
    expect(sluice.error()).toContain(warning);
    expect(existsSync(join(dir, 'kept'))).toBe(false);
  });

  it('reads its options from the environment too', async () => {
    const env = { SLUICE_KAFKA: '127.0.0.1:0', SLUICE_HTTP: '127.0.0.1:0', SLUICE_EPHEMERAL: 'yes' };
    await using sluice = spawnSluice(['up'], { env });
    expect(await sluice.firstLine).toContain('sluice ready');
  });

  it('has loaded no AsyncAPI parser, no Kafka client and no PostgreSQL driver, even when it has served documents', async () => {
    const file = join(dir, 'modules.txt');
    const hook = new URL('record-modules.ts', import.meta.url).href;
    await using sluice = spawnSluice(['up', '--data-dir', dir, ...FREE_PORTS], {
      nodeArgs: ['--import', hook],
      env: { SLUICE_TEST_MODULES: file },
    });
    const line = await sluice.firstLine;
    // The project's own documents: their pages are made elsewhere.
    const page = await fetch(`${line.slice(line.indexOf('http=') + 5)}/docs/thingam`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('MachineSensor')]);
    const modules = (await readFile(file, 'utf8')).split('\n');
    expect(modules.filter((url) => url.endsWith('/libs/server/src/start-sluice.ts'))).toHaveLength(1);
    expect(modules.filter((url) => url.includes('/node_modules/drizzle-orm/'))).not.toEqual([]);
    const unwanted =
      /\/node_modules\/(@asyncapi|@platformatic|kafkajs|node-rdkafka|@confluentinc|postgres|ajv|protobufjs|yaml|jose)\/|\/libs\/(asyncapi|codegen)\/|\/cli\/src\/documents\//;
    expect(modules.filter((url) => unwanted.test(url))).toEqual([]);
  });
});
