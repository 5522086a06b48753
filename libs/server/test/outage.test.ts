import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistrySource } from '@sluice/registry';
import { createLogger } from '@sluice/runtime';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { describeRequiring } from '../../../test/requirements.ts';
import { startSluice } from '../src/index.ts';
import type { SluiceOptions } from '../src/index.ts';

const FREE = { host: '127.0.0.1', port: 0 };
const WAIT = { timeout: 10_000, interval: 100 };

async function start(options: SluiceOptions) {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const sluice = await startSluice({ ephemeral: true, kafka: FREE, http: FREE, logger, ...options });
  onTestFinished(() => sluice.close());
  const readReadyz = async () => {
    const response = await fetch(`${sluice.http.url}/readyz`);
    return { status: response.status, body: await response.json() };
  };
  return { ...sluice, url: sluice.http.url, lines, readReadyz };
}

it('a broker starts without its registry, says so, and is ready when the registry is there', async () => {
  const registry = createServer((_, response) => response.end('["AVRO"]'));
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const { port } = registry.address() as AddressInfo;
  await new Promise((resolve) => registry.close(resolve));

  const name = `the schema registry at http://127.0.0.1:${port}`;
  const { lines, readReadyz } = await start({ only: 'broker', registry: `http://user:secret@127.0.0.1:${port}` });
  await vi.waitFor(() => expect(lines.join('')).toContain(`${name} does not answer: connect ECONNREFUSED`), WAIT);
  expect(lines.join('')).not.toContain('secret');
  expect(await readReadyz()).toEqual({
    status: 503,
    body: { status: 'unavailable', reason: expect.stringContaining(`${name} does not answer`) },
  });

  await new Promise<void>((resolve) => registry.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    registry.closeAllConnections();
    registry.close();
  });
  await vi.waitFor(async () => expect(await readReadyz()).toEqual({ status: 200, body: { status: 'ready' } }), WAIT);
  expect(lines.join('')).toContain(`${name} answers again`);
});

describeRequiring(['postgres'], 'a registry on PostgreSQL', () => {
  it('is not ready while the database is gone, and each failure is one line that names it', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const { url, lines, registry, readReadyz } = await start({ only: 'registry', store: postgres.url });
    expect((await readReadyz()).status).toBe(200);

    await postgres.stop();
    const name = `the schema store (PostgreSQL at ${new URL(postgres.url).host})`;
    await vi.waitFor(async () => expect((await readReadyz()).status).toBe(503), WAIT);
    expect((await readReadyz()).body).toMatchObject({ reason: expect.stringContaining(`${name} does not answer`) });

    lines.length = 0;
    const response = await fetch(`${url}/subjects`);
    expect([response.status, await response.json()]).toEqual([
      500,
      { error_code: 50001, message: 'Error in the backend data store' },
    ]);
    const failures = lines.filter((line) => line.includes('"path":"/subjects"'));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(`${name} failed: `);
    expect(lines.join('')).not.toMatch(/select|stack|Failed query/);

    // What the gate would tell producers.
    const source = registry && createRegistrySource(registry);
    await expect(source?.bySubject('s')).rejects.toThrow(/^the registry could not be asked: (?!Failed query)/);
  });
});
