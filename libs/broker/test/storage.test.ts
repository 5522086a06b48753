import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfigs, incrementalAlterConfigs } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker } from './support/broker.ts';
import { createFaultBackend } from './support/fault-backend.ts';
import { batchOf, fetchFrom, makeTopic, produceTo, readAll } from './support/records.ts';

describe('a full disk', () => {
  it('makes its partition answer KAFKA_STORAGE_ERROR until there is room, and loses nothing acknowledged', async () => {
    const backend = createFaultBackend();
    const { connect } = await startBroker({ backend });
    const client = await connect();
    await makeTopic(client, 't', {}, 2);
    expect((await produceTo(client, 't', 0, batchOf(['before']))).error).toBe('NONE');
    backend.fullFor = join('t-0', '0000');
    const parallel = await Promise.all([1, 2, 3].map(() => produceTo(client, 't', 0, batchOf(['lost']))));
    expect(parallel.map(({ error }) => error)).toEqual(Array(3).fill('KAFKA_STORAGE_ERROR'));
    expect((await produceTo(client, 't', 0, batchOf(['lost']))).error).toBe('KAFKA_STORAGE_ERROR');
    expect((await fetchFrom(client, 't', 0, 0n)).error).toBe('KAFKA_STORAGE_ERROR');
    expect((await produceTo(client, 't', 1, batchOf(['elsewhere']))).error).toBe('NONE');
    backend.fullFor = undefined;
    const retry = async (): Promise<string> => (await produceTo(client, 't', 0, batchOf(['after']))).error;
    await expect.poll(retry, { timeout: 5000 }).toBe('NONE');
    expect(await readAll(client, 't', 0)).toEqual(['before', 'after']);
  });

  it('forgets the sequence of a batch that was not written', async () => {
    const backend = createFaultBackend();
    const { connect } = await startBroker({ backend });
    const client = await connect();
    await makeTopic(client, 't');
    const identity = { producerId: 4n, producerEpoch: 0 };
    await produceTo(client, 't', 0, batchOf(['0'], { ...identity, baseSequence: 0 }));
    backend.fullFor = join('t-0', '0000');
    const next = (): Uint8Array => batchOf(['1'], { ...identity, baseSequence: 1 });
    expect((await produceTo(client, 't', 0, next())).error).toBe('KAFKA_STORAGE_ERROR');
    backend.fullFor = undefined;
    const retry = async (): Promise<bigint> => (await produceTo(client, 't', 0, next())).baseOffset;
    await expect.poll(retry, { timeout: 5000 }).toBe(1n);
    expect(await readAll(client, 't', 0)).toEqual(['0', '1']);
  });
});

describe('durability', () => {
  it('fsync answers after the sync, one for many that wait; nothing is readable before', async () => {
    const backend = createFaultBackend();
    const { connect } = await startBroker({ backend, durability: 'fsync' });
    const client = await connect();
    const reader = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, 't', 0, batchOf(['first']))).error).toBe('NONE');
    const gate = Promise.withResolvers<void>();
    backend.syncGate = gate.promise;
    backend.syncedPaths.length = 0;
    let answered = 0;
    const answers = Array.from({ length: 20 }, async (_, i) => {
      await produceTo(client, 't', 0, batchOf([`${i}`]));
      answered++;
    });
    for (let i = 0; i < 5; i++) expect((await fetchFrom(reader, 't', 0, 0n)).values).toEqual(['first']);
    expect(answered).toBe(0);
    gate.resolve();
    await Promise.all(answers);
    expect(await readAll(reader, 't', 0)).toHaveLength(21);
    expect(backend.syncedPaths.length).toBeLessThan(10);
  });

  it('page-cache does not wait for the disk', async () => {
    const backend = createFaultBackend();
    const { connect, broker } = await startBroker({ backend });
    const client = await connect();
    await makeTopic(client, 't');
    backend.syncedPaths.length = 0;
    const gate = Promise.withResolvers<void>();
    backend.syncGate = gate.promise;
    expect((await produceTo(client, 't', 0, batchOf(['x']))).error).toBe('NONE');
    expect(backend.syncedPaths).toEqual([]);
    gate.resolve();
    await broker.close();
    expect(backend.syncedPaths.some((path) => path.includes('t-0'))).toBe(true);
  });
});

describe('the metadata log', () => {
  it('is rewritten when most of it is superseded, and reads the same after', async () => {
    const dataDir = await makeDirectory();
    const first = await startBroker({ dataDir });
    const client = await first.connect();
    await makeTopic(client, 't');
    await makeTopic(client, 'other', { 'retention.ms': '5' });
    const name = 'follower.replication.throttled.replicas';
    const valueOf = (round: number): string => `${round}:${'x'.repeat(30_000)}`;
    for (let round = 0; round < 120; round++) {
      const configs = [{ name, configOperation: 0, value: valueOf(round) }];
      const resources = [{ resourceType: 2, resourceName: 't', configs }];
      const answer = await client.call(incrementalAlterConfigs, 1, { resources, validateOnly: false });
      expect(answer.responses[0]?.errorCode).toBe(0);
    }
    const directory = join(dataDir, 'logs', '__sluice_metadata-0');
    const files = await readdir(directory);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(directory, file))).size));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(1_500_000);
    await first.broker.close();
    const again = await (await startBroker({ dataDir })).connect();
    const resources = ['t', 'other'].map((resourceName) => {
      return { resourceType: 2, resourceName, configurationKeys: [name, 'retention.ms'] };
    });
    const { results } = await again.call(describeConfigs, 4, { resources });
    expect(results.map(({ configs }) => configs.map(({ value }) => value))).toEqual([
      [valueOf(119), '604800000'],
      ['', '5'],
    ]);
  });
});
