import { cp, open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { initProducerId, metadata } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker } from './support/broker.ts';
import { batchOf, fetchFrom, findTopicId, makeTopic, produceTo, readAll } from './support/records.ts';

const SMALL = { 'segment.bytes': '2000', 'index.interval.bytes': '200' };

/** What is on disk while the broker runs is what kill -9 would leave: its copy is opened by another broker. */
async function copyAsKilled(dataDir: string): Promise<string> {
  const copy = join(await makeDirectory(), 'copy');
  await cp(dataDir, copy, { recursive: true, filter: (path) => !/(\/lock|\.tmp)$/.test(path) });
  return copy;
}

describe('a restart', () => {
  it.each([
    ['after a clean stop', true],
    ['after kill -9', false],
  ])('%s finds records, topics, configs, ids and sequences', async (_, isClean) => {
    const dataDir = await makeDirectory();
    const first = await startBroker({ dataDir });
    const client = await first.connect();
    const topicId = await makeTopic(client, 't', SMALL, 2);
    const values = Array.from({ length: 100 }, (_, i) => `value ${i}`);
    for (const [i, value] of values.entries()) {
      const identity = { producerId: 3n, producerEpoch: 0, baseSequence: i };
      await produceTo(client, 't', 1, batchOf([value], { ...identity, compression: i % 2 === 0 ? 'none' : 'zstd' }));
    }
    const given = await client.call(initProducerId, 4, { transactionalId: null });
    const described = await client.call(metadata, 12, { topics: [{ name: 't' }] });
    if (isClean) await first.broker.close();

    const second = await startBroker({ dataDir: isClean ? dataDir : await copyAsKilled(dataDir) });
    const again = await second.connect();
    expect(second.broker.clusterId).toBe(first.broker.clusterId);
    expect(await findTopicId(again, 't')).toBe(topicId);
    expect(await readAll(again, 't', 1)).toEqual(values);
    const last = batchOf(['value 99'], { producerId: 3n, producerEpoch: 0, baseSequence: 99 });
    expect(await produceTo(again, 't', 1, last)).toMatchObject({ error: 'NONE', baseOffset: 99n });
    const next = batchOf(['value 100'], { producerId: 3n, producerEpoch: 0, baseSequence: 100 });
    expect(await produceTo(again, 't', 1, next)).toMatchObject({ error: 'NONE', baseOffset: 100n });
    const later = await again.call(initProducerId, 4, { transactionalId: null });
    expect(later.producerId).toBeGreaterThan(given.producerId);
    const now = await again.call(metadata, 12, { topics: [{ name: 't' }] });
    const epochOf = (answer: typeof now): number => answer.topics[0]?.partitions[0]?.leaderEpoch ?? -1;
    expect(epochOf(now)).toBeGreaterThan(epochOf(described));
    expect(second.lines.filter(({ msg }) => msg === 'log cut')).toEqual([]);
  });

  it('keeps a deleted topic deleted, and a new one of its name empty', async () => {
    const dataDir = await makeDirectory();
    const first = await startBroker({ dataDir });
    const client = await first.connect();
    await makeTopic(client, 't');
    await produceTo(client, 't', 0, batchOf(['old']));
    const killed = await copyAsKilled(dataDir);
    await first.broker.close();
    // The topic of this directory is another one: same name, other id.
    await rm(join(dataDir, 'logs', '__sluice_metadata-0'), { recursive: true });
    const second = await startBroker({ dataDir });
    const again = await second.connect();
    await makeTopic(again, 't');
    expect(await readAll(again, 't', 0)).toEqual([]);
    const third = await startBroker({ dataDir: killed });
    expect(await readAll(await third.connect(), 't', 0)).toEqual(['old']);
  });
});

describe('a damaged log', () => {
  async function makeLog(count: number, isClean = false): Promise<{ killed: string; logDir: string }> {
    const dataDir = await makeDirectory();
    const { connect, broker } = await startBroker({ dataDir });
    const client = await connect();
    await makeTopic(client, 't', SMALL);
    for (let i = 0; i < count; i++) await produceTo(client, 't', 0, batchOf([`value ${i}`]));
    if (isClean) await broker.close();
    const killed = await copyAsKilled(dataDir);
    return { killed, logDir: join(killed, 'logs', 't-0') };
  }

  it('loses its torn tail and nothing else, wherever it is torn', async () => {
    const { killed, logDir } = await makeLog(5);
    const file = join(logDir, '00000000000000000000.log');
    const whole = (await stat(file)).size;
    const batch = whole / 5;
    for (const cut of [1, 10, 30, batch - 61, batch - 1]) {
      const copy = await copyAsKilled(killed);
      await truncate(join(copy, 'logs', 't-0', '00000000000000000000.log'), whole - cut);
      const { connect, lines } = await startBroker({ dataDir: copy });
      const client = await connect();
      expect(await readAll(client, 't', 0)).toEqual(['value 0', 'value 1', 'value 2', 'value 3']);
      expect((await produceTo(client, 't', 0, batchOf(['value 4']))).baseOffset).toBe(4n);
      expect(lines).toContainEqual(expect.objectContaining({ msg: 'log cut', cutBytes: batch - cut }));
    }
  });

  it('makes missing and damaged indexes anew', async () => {
    const { killed, logDir } = await makeLog(100, true);
    const names = await readdir(logDir);
    const indexes = names.filter((name) => name.endsWith('.index'));
    expect(indexes.length).toBeGreaterThanOrEqual(3);
    for (const [i, name] of indexes.entries()) {
      if (i % 2 === 0) await rm(join(logDir, name));
      else await truncate(join(logDir, name), 5);
    }
    const { connect } = await startBroker({ dataDir: killed });
    const client = await connect();
    for (const offset of [0n, 17n, 63n, 99n]) {
      expect((await fetchFrom(client, 't', 0, offset, { partitionMaxBytes: 1 })).values[0]).toBe(`value ${offset}`);
    }
  });

  it('reports flipped bits and never serves them', async () => {
    const { killed, logDir } = await makeLog(100);
    const { connect, lines } = await startBroker({ dataDir: killed });
    const client = await connect();
    expect((await fetchFrom(client, 't', 0, 0n)).error).toBe('NONE');
    const file = await open(join(logDir, '00000000000000000000.log'), 'r+');
    const size = (await readFile(join(logDir, '00000000000000000000.log'))).length;
    await file.write(Uint8Array.of(0xff), 0, 1, size - 2);
    await file.close();
    const values: (string | null)[] = [];
    for (let offset = 0n; ;) {
      const fetched = await fetchFrom(client, 't', 0, offset);
      if (fetched.error !== 'NONE') {
        expect(fetched.error).toBe('CORRUPT_MESSAGE');
        break;
      }
      values.push(...fetched.values);
      offset += BigInt(fetched.values.length);
    }
    expect(values).toEqual(Array.from({ length: values.length }, (_, i) => `value ${i}`));
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'damaged batch not served' }));
  });
});
