import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startSluiceProcess } from '../../../test/harness/sluice-process.ts';
import type { SluiceProcess } from '../../../test/harness/sluice-process.ts';
import { startPostgres } from '../../../test/postgres.ts';
import type { PostgresServer } from '../../../test/postgres.ts';
import { describeRequiring } from '../../../test/requirements.ts';
import { checkReplicas, makeSchema, register, startRegistryLoad } from '../../../test/fault/registry-load.ts';
import type { Refused } from '../../../test/fault/registry-load.ts';
import { startStallingProxy } from '../../../test/fault/stalling-proxy.ts';

describeRequiring(['postgres'], 'registry replicas on one PostgreSQL', () => {
  let server: PostgresServer;
  let databases = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  /** An empty database. */
  async function createDatabase(): Promise<string> {
    const name = `fault_${++databases}`;
    await ask(server.url, (client) => client.unsafe(`CREATE DATABASE ${name}`));
    return server.url.replace(/[^/]+$/, name);
  }

  async function startReplica(store: string): Promise<SluiceProcess> {
    const replica = await startSluiceProcess(['--only', 'registry', '--store', store]);
    onTestFinished(() => replica[Symbol.asyncDispose]());
    await fetch(`${replica.http}/config`, { method: 'PUT', headers: JSON_TYPE, body: '{"compatibility":"NONE"}' });
    return replica;
  }

  it('agree when three register the same and different schemas at once', async () => {
    const store = await createDatabase();
    const urls = (await Promise.all([1, 2, 3].map(() => startReplica(store)))).map(({ http }) => http);
    const load = startRegistryLoad(urls);
    await load.moreAcknowledged(300);
    await load.stop();
    expect(load.refused).toEqual([]);
    expect(await checkReplicas(urls, load.acknowledged)).toEqual([]);

    // What one answered with, the others know at once.
    const [first = '', ...others] = urls;
    for (let n = 0; n < 20; n++) {
      const made = await register(first, `fresh${n}`, makeSchema(100_000 + n));
      if (!('id' in made)) throw new Error(JSON.stringify(made));
      for (const url of others) {
        expect((await fetch(`${url}/schemas/ids/${made.id}`)).status).toBe(200);
        expect((await fetch(`${url}/subjects/fresh${n}/versions/latest`)).status).toBe(200);
        const found = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ schema: made.schema }) };
        expect(await (await fetch(`${url}/subjects/fresh${n}`, found)).json()).toMatchObject({
          id: made.id,
          version: 1,
        });
      }
    }
  });

  it('go on after PostgreSQL crashed under load', async () => {
    const store = await createDatabase();
    const urls = (await Promise.all([1, 2].map(() => startReplica(store)))).map(({ http }) => http);
    const load = startRegistryLoad(urls);
    for (let crash = 0; crash < 3; crash++) {
      await load.moreAcknowledged(40);
      await server.restart();
    }
    await load.moreAcknowledged(40);
    await load.stop();
    expectClear(load.refused);
    expect(load.refused.length).toBeGreaterThan(0);
    expect(await checkReplicas(urls, load.acknowledged)).toEqual([]);
  });

  it('go on after one of them was killed in the middle of its writes', async () => {
    const store = await createDatabase();
    const [first, second] = [await startReplica(store), await startReplica(store)];
    const killed = startRegistryLoad([first.http], 8);
    const load = startRegistryLoad([second.http]);
    await Promise.all([killed.moreAcknowledged(50), load.moreAcknowledged(20)]);
    await first.stop('SIGKILL');
    await load.moreAcknowledged(50);
    await Promise.all([killed.stop(), load.stop()]);
    expectClear(load.refused);
    const third = await startReplica(store);
    const acknowledged = [...killed.acknowledged, ...load.acknowledged];
    expect(await checkReplicas([second.http, third.http], acknowledged)).toEqual([]);
  });

  it('say so while there are no connections left, and go on when there are', async () => {
    const store = await createDatabase();
    const { http } = await startReplica(store);
    const before = await register(http, 'before', makeSchema(1));
    const hogs: postgres.Sql[] = [];
    onTestFinished(async () => void (await Promise.all(hogs.map((hog) => hog.end({ timeout: 0 })))));
    const admin = postgres(server.url, { max: 1, onnotice: () => {} });
    hogs.push(admin);
    await admin`SELECT 1`;
    for (let isFull = false; !isFull;) {
      const hog = postgres(server.url, { max: 1, onnotice: () => {} });
      hogs.push(hog);
      isFull = await hog`SELECT 1`.then(
        () => false,
        () => true,
      );
      // Those of the replica are cut, so that it needs new ones.
      if (isFull && hogs.length < 60) {
        const cut =
          await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice'`;
        isFull = cut.length === 0;
      }
    }
    const refused = await Promise.all([1, 2, 3].map((n) => register(http, 'full', makeSchema(n))));
    expectClear(refused as Refused[]);
    await Promise.all(hogs.splice(0).map((hog) => hog.end({ timeout: 0 })));
    await expect.poll(() => register(http, 'after', makeSchema(2)), { timeout: 10_000 }).toMatchObject({ version: 1 });
    expect(
      await checkReplicas(
        [http],
        [before].filter((answer) => 'id' in answer),
      ),
    ).toEqual([]);
  });

  it('answer writes in time while a commit cannot end, and reads all the while', async () => {
    const store = await createDatabase();
    const { http } = await startReplica(store);
    const made = await register(http, 's', makeSchema(1));
    const refused = await ask(store, (client) =>
      client.begin(async (locker) => {
        await locker`LOCK TABLE sluice.head IN EXCLUSIVE MODE`;
        const writes = Promise.all([2, 3, 4].map((n) => register(http, 's', makeSchema(n))));
        expect((await fetch(`${http}/schemas/ids/1`)).status).toBe(200);
        return writes;
      }),
    );
    expectClear(refused as Refused[]);
    expect((refused as Refused[]).map(({ code }) => code)).toEqual([50002, 50002, 50002]);
    expect(await register(http, 's', makeSchema(5))).toMatchObject({ version: 2 });
    expect(
      await checkReplicas(
        [http],
        [made].filter((answer) => 'id' in answer),
      ),
    ).toEqual([]);
  });

  it('answer in time while the network loses everything, and go on over new connections', async () => {
    const store = await createDatabase();
    const { hostname: host, port } = new URL(store);
    await using proxy = await startStallingProxy({ host, port: Number(port) });
    const { http } = await startReplica(store.replace(`:${port}/`, `:${proxy.port}/`));
    const direct = await startReplica(store);
    const load = startRegistryLoad([http, direct.http]);
    await load.moreAcknowledged(40);
    proxy.stall();
    const refused = await Promise.all([1, 2, 3, 4].map((n) => register(http, `stalled${n}`, makeSchema(n))));
    expectClear(refused as Refused[]);
    // The other one was held up by no lock of the first.
    await load.moreAcknowledged(20);
    proxy.resume();
    await expect
      .poll(() => register(http, 'after', makeSchema(9)), { timeout: 30_000, interval: 200 })
      .toMatchObject({ version: 1 });
    await load.stop();
    expectClear(load.refused);
    expect(await checkReplicas([http, direct.http], load.acknowledged)).toEqual([]);
  }, 120_000);
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** Confluent's codes for a store that fails, within the time that the registry promises. */
function expectClear(refused: readonly Refused[]): void {
  for (const { status, code, tookMs } of refused) {
    if (status === 0) continue; // of a process that was killed
    expect({ status, code }).toEqual({ status: 500, code: code === 50001 ? 50001 : 50002 });
    expect(tookMs).toBeLessThan(32_000);
  }
}

async function ask<Answer>(url: string, run: (client: postgres.Sql) => Promise<Answer>): Promise<Answer> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
