import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFactory } from '../harness/factory.ts';
import type { Factory } from '../harness/factory.ts';

const MAX_RSS_MB = 300;

/** A Kafka frame: its length, API key, version, correlation id and a null client id, then `body`. */
function frame(apiKey: number, apiVersion: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(14);
  header.writeInt32BE(10 + body.length, 0);
  header.writeInt16BE(apiKey, 4);
  header.writeInt16BE(apiVersion, 6);
  header.writeInt32BE(7, 8);
  header.writeInt16BE(-1, 12);
  return Buffer.concat([header, body]);
}

/** The same bytes at every run (xorshift32). */
function seededBytes(sizeBytes: number, seed: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let state = seed;
  for (let index = 0; index < sizeBytes; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** What arrives, and whether the client then ends its side. Each ends in a closed connection or an answer. */
const KAFKA_CASES: { name: string; bytes: Buffer; ends?: boolean }[] = [
  { name: 'a frame cut in its length', bytes: Buffer.from([0, 0]), ends: true },
  { name: 'a frame cut in its body', bytes: frame(3, 4).subarray(0, 9), ends: true },
  { name: 'a length of 2^31 - 1', bytes: int32(0x7fff_ffff) },
  { name: 'a negative length', bytes: int32(-5) },
  { name: 'a length of 0', bytes: int32(0) },
  { name: 'an unknown API key', bytes: frame(999, 0) },
  { name: 'a negative API key', bytes: frame(-3, 0) },
  { name: 'an unknown version of Metadata', bytes: frame(3, 99) },
  { name: 'an unknown version of ApiVersions', bytes: frame(18, 77) },
  { name: 'an array of 2^31 - 1 topics', bytes: frame(3, 4, int32(0x7fff_ffff)) },
  { name: 'a Produce request of zeros', bytes: frame(0, 7, Buffer.alloc(64)), ends: true },
  { name: 'HTTP', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n') },
  { name: 'a TLS client hello', bytes: Buffer.from('16030100c8010000c40303', 'hex'), ends: true },
  { name: 'random bytes', bytes: seededBytes(100_000, 1) },
  { name: 'other random bytes', bytes: Buffer.concat([int32(5_000), seededBytes(5_000, 2)]) },
  { name: 'half of a 100 MB frame', bytes: Buffer.concat([int32(100_000_000), Buffer.alloc(50_000_000)]), ends: true },
  { name: 'a 100 MB frame', bytes: Buffer.concat([int32(100_000_000), Buffer.alloc(100_000_000)]), ends: true },
];

describe('bad input', () => {
  let factory: Factory;
  beforeAll(async () => {
    factory = await startFactory();
  });
  afterAll(() => factory[Symbol.asyncDispose]());

  it.each(KAFKA_CASES)('the Kafka port survives $name', async ({ bytes, ends }) => {
    await sendUntilAnswerOrClose(bytes, ends ?? false);
    await expectService();
  });

  it('the Kafka port survives 300 connections that say nothing', async () => {
    const [host, port] = address();
    const sockets = await Promise.all(
      Array.from({ length: 300 }, () => {
        const socket = connect(port, host);
        return new Promise<typeof socket>((resolve, reject) =>
          socket.once('connect', () => resolve(socket)).once('error', reject),
        );
      }),
    );
    await expectService();
    for (const socket of sockets) socket.destroy();
  });

  it.each([
    { name: 'no JSON', body: '{"schema": ', status: [400] },
    { name: 'an empty body', body: '', status: [400, 422] },
    { name: 'a number for a body', body: '7', status: [400, 422] },
    { name: 'a schema that is no text', body: '{"schema": {"type": "string"}}', status: [400, 422] },
    { name: 'an unknown type', body: JSON.stringify({ schema: '{"type": "strnig"}' }), status: [422] },
    { name: 'deep JSON', body: `${'['.repeat(200_000)}${']'.repeat(200_000)}`, status: [400, 413, 422] },
    {
      name: 'a deep schema',
      body: JSON.stringify({ schema: `${'{"type":'.repeat(20_000)}"int"${'}'.repeat(20_000)}` }),
      status: [422],
    },
    { name: '10 MB', body: JSON.stringify({ schema: 'x'.repeat(10 * 1024 * 1024) }), status: [413, 422] },
    { name: '30 MB', body: JSON.stringify({ schema: 'x'.repeat(30 * 1024 * 1024) }), status: [413] },
  ])('the REST port answers $name with an error', async ({ body, status }) => {
    const response = await fetch(`${factory.sluice.http}/subjects/s/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body,
    });
    expect(status).toContain(response.status);
    expect(await response.json()).toMatchObject({
      error_code: expect.any(Number),
      message: expect.stringMatching(/./),
    });
    await expectService();
  });

  it('the REST port survives bytes that are no HTTP', async () => {
    const { hostname, port } = new URL(factory.sluice.http);
    await sendUntilAnswerOrClose(seededBytes(10_000, 3), true, [hostname, Number(port)]);
    await expectService();
  });

  it('stays within its memory', async () => {
    expect(await readRssMb(factory.sluice.pid)).toBeLessThan(MAX_RSS_MB);
  });

  function address(): [string, number] {
    const [host = '', port] = factory.sluice.kafka.split(':');
    return [host, Number(port)];
  }

  /** Writes `bytes`, then waits for the first answer or the end of the connection. */
  async function sendUntilAnswerOrClose(bytes: Buffer, ends: boolean, [host, port] = address()): Promise<void> {
    const socket = connect(port, host);
    await new Promise<void>((resolve) => {
      socket
        .once('data', resolve)
        .once('close', resolve)
        .on('error', () => resolve());
      if (ends) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.destroy();
  }

  /** Both ports still answer others. */
  async function expectService(): Promise<void> {
    const socket = connect(...(address().toReversed() as [number, string]));
    const answer = await new Promise<Buffer>((resolve, reject) => {
      socket
        .once('data', resolve)
        .once('error', reject)
        .once('close', () => reject(new Error('closed without an answer')));
      socket.write(frame(18, 0));
    });
    socket.destroy();
    expect(answer.readInt32BE(4)).toBe(7);
    const response = await fetch(`${factory.sluice.http}/schemas/ids/${factory.schemaId}`);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
});

async function readRssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
