import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTopics,
  errorName,
  fetch,
  initProducerId,
  listOffsets,
  metadata,
  produce,
  readRecords,
  writeBatch,
} from '@sluice/kafka';
import type { Compression } from '@sluice/kafka';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import { expect, it, onTestFinished } from 'vitest';
import { openKafkaConnection } from '../harness/kafka-connection.ts';
import type { KafkaConnection } from '../harness/kafka-connection.ts';
import { startSluiceProcess } from '../harness/sluice-process.ts';
import { describeRequiring } from '../requirements.ts';
import { dumpLogSegments, startKafka } from './kafka-programs.ts';
import { runFaultRounds } from './rounds.ts';

const COMPRESSIONS: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const PARTITIONS = 2;
const BATCHES = 60;
/** Recent: Kafka forgets producers whose last record is a day old. */
const FIRST_TIME_MS = Date.now() - 60_000;

async function makeDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-kafka-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Batch `i` of a producer that has sent those before it; values `value <number>`, five a batch. */
async function send(connection: KafkaConnection, partition: number, producerId: bigint, i: number): Promise<string> {
  const baseSequence = i * 5;
  const timestamp = BigInt(FIRST_TIME_MS + i);
  const records = Array.from({ length: 5 }, (_, at) => {
    return { key: null, value: new TextEncoder().encode(`value ${baseSequence + at} ${'x'.repeat(200)}`), timestamp };
  });
  const compression = COMPRESSIONS[i % COMPRESSIONS.length] ?? 'none';
  const bytes = writeBatch({ records, compression, producerId, producerEpoch: 0, baseSequence }, nodeCodecs, crc32c);
  const topicData = [{ name: 'kept', partitionData: [{ index: partition, records: bytes }] }];
  const answer = await connection.request(produce, 9, { acks: -1, timeoutMs: 5000, topicData });
  const found = answer.responses[0]?.partitionResponses[0];
  return `${errorName(found?.errorCode ?? -1)} ${found?.baseOffset}`;
}

async function readValues(connection: KafkaConnection, partition: number): Promise<string[]> {
  const values: string[] = [];
  for (;;) {
    const partitions = [{ partition, fetchOffset: BigInt(values.length), partitionMaxBytes: 1 << 20 }];
    const topics = [{ topic: 'kept', partitions }];
    const answer = await connection.request(fetch, 11, { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 24, topics });
    const found = answer.responses[0]?.partitions[0];
    if (found?.errorCode !== 0) throw new Error(errorName(found?.errorCode ?? -1));
    const records = readRecords(found.records ?? new Uint8Array(0), nodeCodecs);
    if (records.length === 0) return values;
    for (const { offset, value } of records) {
      if (Number(offset) === values.length) values.push(new TextDecoder().decode(value ?? new Uint8Array(0)).trimEnd());
    }
  }
}

const wanted = (count: number): string[] => Array.from({ length: count }, (_, i) => `value ${i} ${'x'.repeat(200)}`);

describeRequiring(['java', 'kafka-jars'], "Apache Kafka's files", () => {
  it('are what kill -9 leaves: DumpLogSegments reads each and finds nothing wrong', async () => {
    const dataDir = await makeDirectory();
    const seed = Date.now() % 1_000_000;
    await runFaultRounds({ rounds: 2, seed, dataDir, print: () => undefined });
    const dump = await dumpLogSegments(join(dataDir, 'logs'));
    for (const kind of ['.log', '.index', '.timeindex', '.snapshot']) expect(dump).toContain(kind);
    expect(dump).toContain('__consumer_offsets-0');
    expect(dump).toContain('producerId');
    expect(dump.split('\n').filter((line) => /mismatch|error|invalid|exception|failed/i.test(line))).toEqual([]);
  }, 60_000);

  it('are opened, read, completed and written to as Kafka left them', async () => {
    const directory = await makeDirectory();
    const dataDir = join(directory, 'data');
    const logDir = join(dataDir, 'logs');
    await mkdir(logDir, { recursive: true });
    const kafka = await startKafka(directory, logDir);
    const ids: bigint[] = [];
    let topicId: string | undefined;
    let clusterId: string | null | undefined;
    try {
      await using connection = await openKafkaConnection(kafka.address);
      const configs = [{ name: 'index.interval.bytes', value: '500' }];
      const topics = [{ name: 'kept', numPartitions: PARTITIONS, replicationFactor: 1, configs }];
      const created = await connection.request(createTopics, 7, { topics, timeoutMs: 30_000 });
      expect(created.topics[0]?.errorMessage ?? null).toBeNull();
      topicId = created.topics[0]?.topicId;
      clusterId = (await connection.request(metadata, 12, { topics: [] })).clusterId;
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const ask = () => connection.request(initProducerId, 4, { transactionalId: null });
        // Kafka has none to give while it starts.
        await expect.poll(async () => (await ask()).errorCode, { timeout: 20_000, interval: 100 }).toBe(0);
        const { producerId } = await ask();
        ids.push(producerId);
        for (let i = 0; i < BATCHES; i++) {
          const sent = () => send(connection, partition, producerId, i);
          // A new topic has no leader at once.
          await expect.poll(sent, { timeout: 20_000, interval: 100 }).toMatch(`NONE ${i * 5}`);
        }
      }
    } finally {
      await kafka.stop();
    }

    const sluice = await startSluiceProcess([], dataDir);
    try {
      await using connection = await openKafkaConnection(sluice.kafka);
      const answer = await connection.request(metadata, 12, { topics: null, allowAutoTopicCreation: false });
      expect(answer.clusterId).toBe(clusterId);
      expect(answer.brokers.map(({ nodeId }) => nodeId)).toEqual([7]);
      const topic = answer.topics.find(({ name }) => name === 'kept');
      expect([topic?.topicId, topic?.partitions.length]).toEqual([topicId, PARTITIONS]);
      const { producerId } = await connection.request(initProducerId, 4, { transactionalId: null });
      for (const id of ids) expect(producerId).toBeGreaterThan(id);
      for (const [partition, id] of ids.entries()) {
        expect(await readValues(connection, partition)).toEqual(wanted(BATCHES * 5));
        // The time index is used, and the producers are known: a repeated batch is not stored, the next one is.
        const partitions = [
          { partitionIndex: partition, currentLeaderEpoch: -1, timestamp: BigInt(FIRST_TIME_MS + 33) },
        ];
        const found = await connection.request(listOffsets, 7, {
          replicaId: -1,
          topics: [{ name: 'kept', partitions }],
        });
        expect(found.topics[0]?.partitions[0]?.offset).toBe(33n * 5n);
        expect(await send(connection, partition, id, BATCHES - 1)).toBe(`NONE ${(BATCHES - 1) * 5}`);
        expect(await send(connection, partition, id, BATCHES)).toBe(`NONE ${BATCHES * 5}`);
        expect(await readValues(connection, partition)).toEqual(wanted((BATCHES + 1) * 5));
      }
    } finally {
      await sluice.stop();
    }
    const epochs = await readFile(join(logDir, 'kept-0', 'leader-epoch-checkpoint'), 'utf8');
    expect(epochs).toMatch(/^0\n2\n0 0\n\d+ 300\n$/);
    const dump = await dumpLogSegments(logDir);
    expect(dump.split('\n').filter((line) => /mismatch|error|invalid|exception|failed/i.test(line))).toEqual([]);
  }, 120_000);
});
