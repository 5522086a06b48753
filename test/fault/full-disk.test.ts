import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopics, errorName, fetch, metadata, produce, readRecords, writeBatch } from '@sluice/kafka';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import { expect, it, onTestFinished } from 'vitest';
import { openKafkaConnection } from '../harness/kafka-connection.ts';
import type { KafkaConnection } from '../harness/kafka-connection.ts';
import { startSluiceProcess } from '../harness/sluice-process.ts';
import { describeRequiring } from '../requirements.ts';

const RECORD_BYTES = 100_000;
const DISK = '8m';
const FILLER_BYTES = 4_000_000;

async function mountDisk(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', path]);
  onTestFinished(async () => {
    execFileSync('umount', [path]);
    await rm(path, { recursive: true });
  });
  return path;
}

/** Batch number `i` of an idempotent producer. */
async function send(connection: KafkaConnection, i: number, value: Uint8Array): Promise<string> {
  const identity = { producerId: 1n, producerEpoch: 0, baseSequence: i };
  const records = writeBatch({ records: [{ key: null, value, timestamp: 0n }], ...identity }, nodeCodecs, crc32c);
  const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
  const answer = await connection.request(produce, 9, { acks: -1, timeoutMs: 5000, topicData });
  return errorName(answer.responses[0]?.partitionResponses[0]?.errorCode ?? -1) ?? 'unknown';
}

async function countRecords(connection: KafkaConnection, values: readonly Uint8Array[]): Promise<number> {
  for (let offset = 0; ; offset++) {
    const partitions = [{ partition: 0, fetchOffset: BigInt(offset), partitionMaxBytes: 1 }];
    const topics = [{ topic: 't', partitions }];
    const answer = await connection.request(fetch, 11, { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, topics });
    const [record] = readRecords(answer.responses[0]?.partitions[0]?.records ?? new Uint8Array(0), nodeCodecs);
    if (record === undefined) return offset;
    if (!Buffer.from(values[offset] ?? []).equals(record.value ?? Buffer.alloc(0)))
      throw new Error(`other at ${offset}`);
  }
}

describeRequiring(['tmpfs'], 'a full disk', () => {
  it('refuses what it cannot store, keeps what it has, and heals when there is room', async () => {
    const disk = await mountDisk();
    await writeFile(join(disk, 'filler'), Buffer.alloc(FILLER_BYTES));
    await using sluice = await startSluiceProcess(['--store', 'memory', '--log-level', 'fatal'], disk);
    await using connection = await openKafkaConnection(sluice.kafka);
    const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1 }];
    await connection.request(createTopics, 7, { topics, timeoutMs: 5000 });
    const values: Uint8Array[] = [];
    let error = 'NONE';
    while (error === 'NONE') {
      const value = randomBytes(RECORD_BYTES);
      error = await send(connection, values.length, value);
      if (error === 'NONE') values.push(value);
      expect(values.length).toBeLessThan(100);
    }
    expect(error).toBe('KAFKA_STORAGE_ERROR');
    expect(values.length).toBeGreaterThan(10);
    const answer = await connection.request(metadata, 12, { topics: null, allowAutoTopicCreation: false });
    expect(answer.topics.map(({ name }) => name)).toContain('t');
    await expect.poll(() => countRecords(connection, values), { timeout: 10_000 }).toBe(values.length);

    await rm(join(disk, 'filler'));
    const refused = randomBytes(RECORD_BYTES);
    await expect.poll(() => send(connection, values.length, refused), { timeout: 10_000 }).toBe('NONE');
    values.push(refused);
    expect(await send(connection, values.length - 1, refused)).toBe('NONE');
    expect(await countRecords(connection, values)).toBe(values.length);
    expect(await sluice.stop()).toBe(0);
  });
});
