import {
  COMPRESSIONS,
  createTopics,
  initProducerId,
  metadata,
  produce,
  readBatchHeader,
  setBaseOffset,
  writeEndTxnBatch,
} from '@sluice/kafka';
import { crc32c } from '@sluice/kafka/node';
import { describe, expect, it } from 'vitest';
import { startBroker } from './support/broker.ts';
import { batchOf, fetchFrom, makeTopic, produceTo, readAll } from './support/records.ts';

describe('Produce', () => {
  it('stores what every served version sends, each compression unchanged', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    const topicId = await makeTopic(client, 'readings');
    let offset = 0n;
    for (let version = 3; version <= 13; version++) {
      for (const compression of COMPRESSIONS) {
        if (compression === 'zstd' && version < 7) continue;
        const records = batchOf(['a', 'b', null], { compression, keys: ['k', 'l', 'm'] });
        const topicData = [{ name: 'readings', topicId, partitionData: [{ index: 0, records }] }];
        const answer = await client.call(produce, version, { acks: -1, timeoutMs: 1000, topicData });
        expect(answer.responses[0]?.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: offset });
        const fetched = await fetchFrom(client, 'readings', 0, offset);
        expect(fetched.values).toEqual(['a', 'b', null]);
        expect(readBatchHeader(fetched.bytes, 0).compression).toBe(compression);
        offset += 3n;
      }
    }
    expect(await readAll(client, 'readings', 0)).toHaveLength(Number(offset));
  });

  it('answers versions 0 to 2, which it advertises, with UNSUPPORTED_VERSION', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    for (const version of [0, 1, 2]) {
      expect((await produceTo(client, 't', 0, batchOf(['x']), { version })).error).toBe('UNSUPPORTED_VERSION');
    }
  });

  const damaged = (change: (batch: Uint8Array, view: DataView) => void): Uint8Array => {
    const batch = batchOf(['some value']);
    change(batch, new DataView(batch.buffer, batch.byteOffset, batch.byteLength));
    return batch;
  };
  const marker = { type: 'commit', coordinatorEpoch: 0, producerId: 1n, producerEpoch: 0, timestamp: 0n } as const;
  const refused: [what: string, records: () => Uint8Array | null, error: string][] = [
    ['no records', () => null, 'INVALID_RECORD'],
    ['no batch', () => new Uint8Array(0), 'INVALID_RECORD'],
    ['bytes that are no batch', () => new Uint8Array(20), 'CORRUPT_MESSAGE'],
    ['a batch cut short', () => batchOf(['some value']).subarray(0, -1), 'CORRUPT_MESSAGE'],
    ['a flipped bit', () => damaged((batch) => (batch[batch.length - 1] = 0xff)), 'CORRUPT_MESSAGE'],
    ['magic 1', () => damaged((batch) => (batch[16] = 1)), 'INVALID_RECORD'],
    ['an absurd length', () => damaged((_, view) => view.setInt32(8, 0x7fffffff)), 'MESSAGE_TOO_LARGE'],
    ['a negative length', () => damaged((_, view) => view.setInt32(8, -5)), 'CORRUPT_MESSAGE'],
    ['a count that is not the offsets', () => damaged((_, view) => view.setInt32(57, 2)), 'INVALID_RECORD'],
    ['a control batch', () => writeEndTxnBatch(marker, crc32c), 'INVALID_RECORD'],
    ['a producer id without sequence', () => batchOf(['x'], { producerId: 5n, producerEpoch: 0 }), 'INVALID_RECORD'],
    ['more than max.message.bytes', () => batchOf(['x'.repeat(1_048_588)]), 'MESSAGE_TOO_LARGE'],
    [
      'two batches of an idempotent producer',
      () => {
        const one = batchOf(['x'], { producerId: 5n, producerEpoch: 0, baseSequence: 0 });
        return Buffer.concat([one, one]);
      },
      'INVALID_RECORD',
    ],
  ];
  it.each(refused)('refuses %s', async (_, records, error) => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, 't', 0, records())).error).toBe(error);
    expect((await produceTo(client, 't', 0, batchOf(['good']))).baseOffset).toBe(0n);
  });

  it.each([
    ['an unknown topic', 'nowhere', 0, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['an unknown partition', 't', 5, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ["the broker's own topic", '__consumer_offsets', 0, 'INVALID_TOPIC_EXCEPTION'],
  ])('refuses %s', async (_, topic, partition, error) => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, topic, partition, batchOf(['x']))).error).toBe(error);
  });

  it('refuses acks other than 0, 1 and all, and zstd before version 7', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, 't', 0, batchOf(['x']), { acks: 2 })).error).toBe('INVALID_REQUIRED_ACKS');
    const zstd = batchOf(['x'], { compression: 'zstd' });
    expect((await produceTo(client, 't', 0, zstd, { version: 6 })).error).toBe('UNSUPPORTED_COMPRESSION_TYPE');
  });

  it('takes several batches of a plain producer and sets their offsets one after the other', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    const second = batchOf(['c', 'd']);
    setBaseOffset(second, 0, 77n);
    await produceTo(client, 't', 0, Buffer.concat([batchOf(['a', 'b']), second]));
    const { records } = await fetchFrom(client, 't', 0, 0n);
    expect(records.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n]);
  });

  it('answers pipelined requests in order and stores them in order, without answer for acks=0', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', { 'sluice.value.schema.validation': 'payload' });
    const answers: Promise<{ baseOffset: bigint }>[] = [];
    for (let i = 0; i < 200; i++) {
      const records = batchOf([`${i % 7 === 0 ? 'slow ' : ''}${i}`]);
      if (i % 5 === 0) {
        const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
        client.send(produce, 9, { acks: 0, timeoutMs: 1000, topicData });
      } else answers.push(produceTo(client, 't', 0, records));
    }
    const offsets = (await Promise.all(answers)).map(({ baseOffset }) => Number(baseOffset));
    expect(offsets).toEqual(Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 5 !== 0));
    const values = await readAll(client, 't', 0);
    expect(values.map((value) => Number(value?.replace('slow ', '')))).toEqual(
      Array.from({ length: 200 }, (_, i) => i),
    );
  });

  it('reads on when requests that filled the connection are answered', async () => {
    const { connect } = await startBroker({ limits: { maxRequestsInFlight: 2 } });
    const client = await connect();
    await makeTopic(client, 't');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => produceTo(client, 't', 0, batchOf([String(i)]))),
    );
    expect(answers.map(({ baseOffset }) => Number(baseOffset))).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('gives LogAppendTime batches its own time', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', { 'message.timestamp.type': 'LogAppendTime' });
    const before = BigInt(Date.now());
    const topicData = [{ name: 't', partitionData: [{ index: 0, records: batchOf(['x'], { timestamp: 1n }) }] }];
    const answer = await client.call(produce, 9, { acks: 1, timeoutMs: 1000, topicData });
    const stampedAt = answer.responses[0]?.partitionResponses[0]?.logAppendTimeMs ?? 0n;
    expect(stampedAt).toBeGreaterThanOrEqual(before);
    const { records } = await fetchFrom(client, 't', 0, 0n);
    expect(records[0]?.timestamp).toBe(stampedAt);
  });
});

describe('idempotent producers', () => {
  const idempotent = (sequence: number, values = ['x'], epoch = 0): Uint8Array =>
    batchOf(values, { producerId: 9n, producerEpoch: epoch, baseSequence: sequence });

  it('stores a batch once, whichever of the last five is sent again', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    for (let sequence = 0; sequence < 6; sequence++) await produceTo(client, 't', 0, idempotent(sequence));
    for (let sequence = 1; sequence < 6; sequence++) {
      const again = await produceTo(client, 't', 0, idempotent(sequence));
      expect(again).toMatchObject({ error: 'NONE', baseOffset: BigInt(sequence) });
    }
    expect((await produceTo(client, 't', 0, idempotent(0))).error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await readAll(client, 't', 0)).toHaveLength(6);
  });

  it('refuses a gap and an older epoch, and starts anew with a newer one', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    const outcomes: [number, number, string][] = [
      [0, 0, 'NONE'],
      [2, 0, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
      [1, 0, 'NONE'],
      [5, 1, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
      [0, 1, 'NONE'],
      [2, 0, 'INVALID_PRODUCER_EPOCH'],
    ];
    for (const [sequence, epoch, error] of outcomes) {
      expect((await produceTo(client, 't', 0, idempotent(sequence, ['x'], epoch))).error).toBe(error);
    }
  });

  it('wraps sequence numbers', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, 't', 0, idempotent(0x7ffffffe, ['a', 'b', 'c']))).error).toBe('NONE');
    expect((await produceTo(client, 't', 0, idempotent(1))).error).toBe('NONE');
  });

  it('does not use up the sequence of a refused batch', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', { 'sluice.value.schema.validation': 'payload' });
    expect((await produceTo(client, 't', 0, idempotent(0))).error).toBe('NONE');
    expect((await produceTo(client, 't', 0, idempotent(1, ['bad']))).error).toBe('INVALID_RECORD');
    expect((await produceTo(client, 't', 0, idempotent(1, ['good']))).error).toBe('NONE');
  });

  it('gives each producer an id of its own', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    const ids = await Promise.all(
      Array.from({ length: 1500 }, async () => {
        const answer = await client.call(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 });
        return answer.producerId;
      }),
    );
    expect(new Set(ids).size).toBe(1500);
  });
});

describe('topics made by naming them', () => {
  it('come with the default partitions, unless the name is illegal or the client says no', async () => {
    const { connect } = await startBroker({ partitions: 3 });
    const client = await connect();
    const topics = [{ name: 'new' }, { name: 'no/slash' }, { name: '__sluice_metadata' }];
    const answer = await client.call(metadata, 9, { topics, allowAutoTopicCreation: true });
    expect(answer.topics.map(({ errorCode, partitions }) => [errorCode, partitions.length])).toEqual([
      [0, 3],
      [17, 0],
      [17, 0],
    ]);
    const asked = await client.call(metadata, 9, { topics: [{ name: 'other' }], allowAutoTopicCreation: false });
    expect(asked.topics[0]?.errorCode).toBe(3);
    const made = await client.call(createTopics, 7, {
      topics: [{ name: 'new', numPartitions: 1, replicationFactor: 1 }],
    });
    expect(made.topics[0]?.errorCode).toBe(36);
  });
});
