import { connect as connectSocket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { apiVersions, encodeRequest, errorName, fetch, metadata, produce } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { startBroker } from './support/broker.ts';
import type { StartedBroker } from './support/broker.ts';
import { batchOf, fetchFrom, makeTopic, produceTo, readAll } from './support/records.ts';

function sized(size: number, ...rest: number[]): Uint8Array {
  const bytes = new Uint8Array(4 + rest.length);
  new DataView(bytes.buffer).setInt32(0, size);
  bytes.set(rest, 4);
  return bytes;
}

async function expectAlive({ connect }: StartedBroker): Promise<void> {
  const client = await connect();
  const answer = await client.call(apiVersions, 3, { clientSoftwareName: 'x', clientSoftwareVersion: '1' });
  expect(answer.errorCode).toBe(0);
}

describe('bytes that are no request', () => {
  const header = (key: number, version: number): Uint8Array => {
    const bytes = sized(10, 0, key, 0, version, 0, 0, 0, 1, 0xff, 0xff);
    return bytes;
  };
  const cases: [string, Uint8Array][] = [
    ['HTTP', new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a TLS greeting', Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3)],
    ['a size of 2^31-1', sized(0x7fffffff, 0, 0)],
    ['a negative size', sized(-1, 0, 0)],
    ['a size of 0', sized(0)],
    ['a size just above the limit', sized(104_857_601, 0)],
    ['an unknown API', header(99, 0)],
    ['an unknown version', header(3, 99)],
    ['a negative version', sized(10, 0, 3, 0xff, 0xff, 0, 0, 0, 1, 0xff, 0xff)],
    ['a header cut short', sized(8, 0, 3, 0, 9, 0, 0, 0, 1)],
    ['a body cut short', header(3, 8)],
    ['an array of 2^31-1', sized(14, 0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff)],
  ];
  it.each(cases)('%s ends the connection with one line, and nothing else', async (_, bytes) => {
    const started = await startBroker();
    const client = await started.connect();
    await client.write(bytes);
    await client.closed;
    expect(started.lines.filter(({ msg }) => msg === 'connection closed')).toHaveLength(1);
    await expectAlive(started);
  });

  it('ApiVersions in a version to come is answered in version 0 with the ranges', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    for (const version of [5, 99]) {
      const answer = client.next();
      await client.write(sized(13, 0, 18, 0, version, 0, 0, 0, 7, 0, 1, 0x78, 0, 0));
      const frame = Buffer.from(await answer);
      expect(frame.readInt32BE(0)).toBe(7);
      expect(errorName(frame.readInt16BE(4))).toBe('UNSUPPORTED_VERSION');
      const ranges = Array.from({ length: frame.readInt32BE(6) }, (_, i) => {
        const at = 10 + i * 6;
        return [frame.readInt16BE(at), frame.readInt16BE(at + 2), frame.readInt16BE(at + 4)];
      });
      expect(ranges).toContainEqual([18, 0, 4]);
      expect(ranges).toContainEqual([0, 0, 13]);
      expect(ranges).toContainEqual([1, 4, 18]);
    }
  });
});

describe('what a peer can make the broker hold', () => {
  it('is what it has sent, not what it announces', async () => {
    const started = await startBroker();
    const clients = await Promise.all(Array.from({ length: 200 }, () => started.connect()));
    const before = process.memoryUsage();
    await Promise.all(clients.map((client) => client.write(sized(100_000_000, 0, 0, 0, 9))));
    await expectAlive(started);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(200 * 300 * 1024);
    expect(started.metrics.render()).toMatch(/sluice_kafka_bytes_in_flight 1600/);
  });

  it('is bounded over all connections, and a frame left unfinished is given up', async () => {
    const limits = { maxBytesInFlight: 1_000_000, frameTimeoutMs: 300 };
    const started = await startBroker({ limits });
    const clients = await Promise.all(Array.from({ length: 10 }, () => started.connect()));
    for (const client of clients) void client.write(Buffer.concat([sized(50_000_000), Buffer.alloc(10_000_000)]));
    await Promise.all(clients.map(({ closed }) => closed));
    await expect.poll(() => started.metrics.render()).toMatch(/sluice_kafka_bytes_in_flight 0/);
    await expectAlive(started);
  });

  it('does not include answers that it does not read', async () => {
    const started = await startBroker();
    const producer = await started.connect();
    await makeTopic(producer, 't');
    const names = Array.from({ length: 2000 }, (_, i) => ({ name: `no-such-topic-${i}-${'x'.repeat(100)}` }));
    const parts = encodeRequest(
      metadata,
      8,
      { correlationId: 1, clientId: 'slow' },
      { topics: names, allowAutoTopicCreation: false },
    );
    const request = Buffer.concat(parts);
    const socket = connectSocket(started.address);
    socket.pause();
    for (let i = 0; i < 100; i++) socket.write(request);
    await expectAlive(started);
    expect((await produceTo(producer, 't', 0, batchOf(['x']))).error).toBe('NONE');
    const unsent = (): number => Number(/^sluice_kafka_unsent_bytes (\d+)$/m.exec(started.metrics.render())?.[1]);
    await expect.poll(unsent).toBeGreaterThan(1_000_000);
    expect(unsent()).toBeLessThan(8_000_000);
    socket.destroy();
    await expect.poll(unsent).toBe(0);
  });

  it('does not keep those waiting who take their answers', async () => {
    const started = await startBroker({ limits: { maxBytesInFlight: 4_000_000 } });
    const producer = await started.connect();
    await makeTopic(producer, 't');
    for (let i = 0; i < 8; i++) await produceTo(producer, 't', 0, batchOf(['x'.repeat(900_000)]));
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 24 }];
    const value = { maxWaitMs: 60_000, minBytes: 1, maxBytes: 1 << 24, topics: [{ topic: 't', partitions }] };
    const request = Buffer.concat(encodeRequest(fetch, 11, { correlationId: 1, clientId: 'slow' }, value));
    const slow = Array.from({ length: 40 }, () => connectSocket(started.address));
    for (const socket of slow) {
      socket.pause();
      socket.on('error', () => undefined);
      for (let i = 0; i < 20; i++) socket.write(request);
    }
    const unsent = (): number => Number(/^sluice_kafka_unsent_bytes (\d+)$/m.exec(started.metrics.render())?.[1]);
    await expect.poll(unsent).toBeGreaterThan(4_000_000);
    const begun = performance.now();
    await expectAlive(started);
    expect((await produceTo(producer, 't', 0, batchOf(['x']))).error).toBe('NONE');
    const latest = await fetchFrom(producer, 't', 0, 8n, { maxWaitMs: 200 });
    expect(['', 'x']).toContain(latest.values.join());
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(unsent()).toBeLessThan(3 * 4_000_000);
    for (const socket of slow) socket.destroy();
    await expect.poll(unsent).toBe(0);
    expect((await fetchFrom(producer, 't', 0, 8n)).values).toEqual(['x']);
  });

  it('is read from while it goes on, however many frames it begins', async () => {
    const started = await startBroker({ limits: { frameTimeoutMs: 50 } });
    const client = await started.connect();
    const topicData = [{ name: 'no-such-topic', partitionData: [{ index: 0, records: Buffer.alloc(200_000) }] }];
    const value = { acks: -1, timeoutMs: 10, topicData };
    const request = Buffer.concat(encodeRequest(produce, 9, { correlationId: 1, clientId: 'f' }, value));
    // Cut so that a frame is always unfinished.
    await client.write(request.subarray(0, 100));
    const halves = Buffer.concat([request.subarray(100), request.subarray(0, 100)]);
    const begun = performance.now();
    while (performance.now() - begun < 300) await client.write(halves);
    expect(client.isClosed).toBe(false);
    expect(started.lines.filter(({ reason }) => reason === 'a frame took too long')).toEqual([]);
  });

  it('may take large answers slowly', async () => {
    const started = await startBroker({ limits: { answerTimeoutMs: 600 } });
    const producer = await started.connect();
    await makeTopic(producer, 't');
    for (let i = 0; i < 12; i++)
      await produceTo(producer, 't', 0, batchOf([randomBytes(900_000).toString('latin1').slice(0, 450_000)]));
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 24 }];
    const value = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 24, topics: [{ topic: 't', partitions }] };
    const request = Buffer.concat(encodeRequest(fetch, 11, { correlationId: 1, clientId: 'slow' }, value));
    const socket = connectSocket(started.address);
    let received = 0;
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      let expected = Infinity;
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`closed after ${received}`)));
      socket.on('data', (chunk: Buffer) => {
        if (received === 0) expected = chunk.readInt32BE(0) + 4;
        received += chunk.length;
        if (received >= expected) resolve();
        // About a megabyte each 100 ms.
        socket.pause();
        setTimeout(() => socket.resume(), (chunk.length / 1_000_000) * 150);
      });
      socket.write(request);
    });
    expect(performance.now() - begun).toBeGreaterThan(700);
    socket.removeAllListeners('close');
    socket.destroy();
  });

  it('keeps others waiting only so long by what it packs', async () => {
    const started = await startBroker();
    const client = await started.connect();
    await makeTopic(client, 't', { 'sluice.key.schema.validation': 'payload' });
    const one = batchOf([null], { keys: ['\0'.repeat(30_000_000)], compression: 'zstd' });
    const bomb = Buffer.concat(Array.from({ length: 40 }, () => one));
    const sent = produceTo(client, 't', 0, bomb);
    const other = await started.connect();
    const waits: number[] = [];
    const progress = { isAnswered: false };
    void sent.then(() => (progress.isAnswered = true));
    while (!progress.isAnswered) {
      const begun = performance.now();
      await other.call(apiVersions, 3, { clientSoftwareName: 'x', clientSoftwareVersion: '1' });
      waits.push(performance.now() - begun);
    }
    expect((await sent).error).toBe('MESSAGE_TOO_LARGE');
    expect(Math.max(...waits)).toBeLessThan(1500);
  });

  it('names no more topics than there can be', async () => {
    const started = await startBroker({ maxPartitions: 10 });
    const client = await started.connect();
    const topics = Array.from({ length: 11 }, (_, i) => ({ name: `t${i}` }));
    client.send(metadata, 8, { topics, allowAutoTopicCreation: false });
    await client.closed;
    await expectAlive(started);
  });

  it('is given up when its answers are not taken in time', async () => {
    const started = await startBroker({ limits: { answerTimeoutMs: 100 } });
    const producer = await started.connect();
    await makeTopic(producer, 't');
    await produceTo(producer, 't', 0, batchOf(['x'.repeat(1_000_000)]));
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }];
    const value = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, topics: [{ topic: 't', partitions }] };
    const request = Buffer.concat(encodeRequest(fetch, 11, { correlationId: 1, clientId: 'slow' }, value));
    const socket = connectSocket(started.address);
    socket.pause();
    socket.on('error', () => undefined);
    for (let i = 0; i < 20; i++) socket.write(request);
    const lines = (): unknown[] => started.lines.filter(({ reason }) => reason === 'its answers are not taken');
    await expect.poll(lines).toHaveLength(1);
    await expectAlive(started);
    socket.destroy();
  });

  it('includes a limited number of connections', async () => {
    const started = await startBroker({ limits: { maxConnections: 3 } });
    const clients = await Promise.all([started.connect(), started.connect(), started.connect()]);
    const more = await started.connect();
    await more.closed;
    await clients[0]?.close();
    await expect.poll(() => started.metrics.render()).toMatch(/sluice_kafka_connections 2/);
    await expectAlive(started);
  });
});

describe('a fuzzer', () => {
  it('with its seed does not bring the broker down, by frames or by records', { timeout: 60_000 }, async () => {
    const started = await startBroker();
    const client = await started.connect();
    await makeTopic(client, 'plain');
    await makeTopic(client, 'checked', { 'sluice.value.schema.validation': 'payload' });
    const random = seededRandom(20260);
    const good = (topic: string): Buffer => {
      const compression = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)[random(5)] ?? 'none';
      const records = batchOf(['one', 'two', 'three'], { compression, keys: ['a', 'b', 'c'] });
      const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
      const value = { acks: -1, timeoutMs: 10, topicData };
      return Buffer.concat(encodeRequest(produce, 3 + random(10), { correlationId: 1, clientId: 'f' }, value));
    };
    for (let round = 0; round < 300; round++) {
      const bytes = random(4) === 0 ? randomBytes(1 + random(200)) : good(random(2) === 0 ? 'plain' : 'checked');
      const from = random(3) === 0 ? 0 : 4;
      for (let i = 0; i < 1 + random(4); i++) bytes[from + random(Math.max(1, bytes.length - from))] = random(256);
      const peer = await started.connect();
      void peer.next().catch(() => undefined);
      await peer.write(bytes);
      await peer.end();
    }
    await expectAlive(started);
    expect(started.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    for (const topic of ['plain', 'checked']) {
      const values = await readAll(client, topic, 0).catch((error: unknown) => error);
      expect(values).not.toHaveLength(0);
    }
  });
});

/** Mulberry32: numbers below `bound` that are the same at each run. */
function seededRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}
