import { COMPRESSIONS, incrementalAlterConfigs, produce } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker, textGate } from './support/broker.ts';
import { batchOf, makeTopic, produceTo, readAll } from './support/records.ts';

const PAYLOAD = { 'sluice.value.schema.validation': 'payload' };

describe('a validated topic', () => {
  const places: [string, string[], number[]][] = [
    ['first', ['bad', 'b', 'c'], [0]],
    ['middle', ['a', 'bad', 'c'], [1]],
    ['last', ['a', 'b', 'bad'], [2]],
    ['every', ['bad', 'slow bad', 'bad'], [0, 1, 2]],
    ['a slowly judged', ['a', 'slow b', 'slow bad', 'd', 'bad'], [2, 4]],
  ];
  for (const compression of COMPRESSIONS) {
    it.each(places)(`refuses a ${compression} batch with %s record bad and names it`, async (_, values, indexes) => {
      const { connect, broker, metrics } = await startBroker();
      const client = await connect('a client');
      await makeTopic(client, 't', PAYLOAD);
      const answer = await produceTo(client, 't', 0, batchOf(values, { compression }));
      expect(answer.error).toBe('INVALID_RECORD');
      expect(answer.recordErrors).toEqual(
        indexes.map((batchIndex) => {
          return { batchIndex, batchIndexErrorMessage: `subject t-value: value says ${values[batchIndex]}` };
        }),
      );
      expect(answer.errorMessage).toContain(`record ${indexes[0]}: subject t-value`);
      expect(await readAll(client, 't', 0)).toEqual([]);
      const kept = broker.rejections.latest(100);
      expect(kept.map(({ batchIndex }) => batchIndex)).toEqual(indexes.toReversed());
      expect(kept[0]).toMatchObject({
        topic: 't',
        partition: 0,
        clientId: 'a client',
        reason: 'malformed',
        schemaId: 7,
      });
      expect(metrics.render()).toContain(
        `sluice_records_rejected_total{topic="t",reason="malformed"} ${indexes.length}`,
      );
    });
  }

  it.each([
    [['away', 'good', 'away'], 'REQUEST_TIMED_OUT', []],
    [['away', 'good', 'bad'], 'INVALID_RECORD', [0, 2]],
    [['good', 'good', 'good'], 'NONE', []],
  ])('answers %j so that a producer retries while only the registry is away: %s', async (values, error, indexes) => {
    const unavailable: typeof textGate = {
      ...textGate,
      open(topic, policy) {
        const opened = textGate.open(topic, policy);
        return {
          ...opened,
          checkValue(bytes, start, end) {
            if (new TextDecoder().decode(bytes.subarray(start, end)) !== 'away')
              return opened.checkValue(bytes, start, end);
            const message = 'the registry does not answer';
            return { reason: 'source-unavailable', field: 'value', subject: 't-value', message };
          },
        };
      },
    };
    const { connect } = await startBroker({ gate: unavailable });
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD);
    const answer = await produceTo(client, 't', 0, batchOf(values));
    expect(answer.error).toBe(error);
    expect(answer.recordErrors.map(({ batchIndex }) => batchIndex)).toEqual(indexes);
    if (error === 'REQUEST_TIMED_OUT') expect(answer.errorMessage).toContain('the registry does not answer');
  });

  it('lets tombstones pass, and keys unless they are validated too', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 'values', PAYLOAD);
    await makeTopic(client, 'both', { ...PAYLOAD, 'sluice.key.schema.validation': 'id' });
    const records = batchOf([null, 'good'], { keys: ['k', 'bad key'] });
    expect((await produceTo(client, 'values', 0, records.slice())).error).toBe('NONE');
    const refused = await produceTo(client, 'both', 0, records.slice());
    expect(refused.recordErrors).toEqual([
      { batchIndex: 1, batchIndexErrorMessage: 'subject both-key: key says bad key' },
    ]);
  });

  it('counts records over all batches of the partition', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD);
    const batches = [batchOf(['a', 'slow b']), batchOf(['c', 'bad']), batchOf(['slow bad'])];
    const { recordErrors } = await produceTo(client, 't', 0, Buffer.concat(batches));
    expect(recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([3, 4]);
  });

  it('refuses a partition, not the request', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD, 2);
    await makeTopic(client, 'free');
    const topicData = [
      {
        name: 't',
        partitionData: [
          { index: 0, records: batchOf(['bad']) },
          { index: 1, records: batchOf(['slow good']) },
        ],
      },
      { name: 'free', partitionData: [{ index: 0, records: batchOf(['bad, but who cares']) }] },
    ];
    const answer = await client.call(produce, 9, { acks: -1, timeoutMs: 1000, topicData });
    const codes = answer.responses.map(({ partitionResponses }) =>
      partitionResponses.map(({ errorCode }) => errorCode),
    );
    expect(codes).toEqual([[87, 0], [0]]);
  });

  it('refuses bodies that cannot be read, and those that would be too large', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD);
    const bomb = batchOf(['0'.repeat(80 * 1024 * 1024)], { compression: 'zstd' });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await produceTo(client, 't', 0, bomb)).error).not.toBe('NONE');
    const torn = batchOf(['some text'], { compression: 'none' });
    torn[61] = 0x7f; // the record's length
    const { crc32c } = await import('@sluice/kafka/node');
    new DataView(torn.buffer).setUint32(17, crc32c(torn.subarray(21)));
    expect((await produceTo(client, 't', 0, torn)).error).toBe('INVALID_RECORD');
  });

  it('keeps all texts of an answer under 64 KiB, messages under 300 characters', async () => {
    const { connect, broker } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD, 10);
    const values = Array.from({ length: 1000 }, (_, i) => `bad ${i} ${'x'.repeat(400)}`);
    const partitionData = Array.from({ length: 10 }, (_, index) => ({ index, records: batchOf(values) }));
    const topicData = [{ name: 't', partitionData }];
    const answer = await client.call(produce, 9, { acks: -1, timeoutMs: 1000, topicData });
    const partitions = answer.responses[0]?.partitionResponses ?? [];
    const texts = partitions.flatMap(({ errorMessage, recordErrors }) => {
      return [errorMessage ?? '', ...recordErrors.map(({ batchIndexErrorMessage }) => batchIndexErrorMessage ?? '')];
    });
    expect(partitions.every(({ recordErrors }) => recordErrors.length === 1000)).toBe(true);
    expect(Math.max(...texts.map((text) => text.length))).toBe(300);
    expect(Buffer.byteLength(texts.join(''))).toBeLessThan(64 * 1024);
    expect(broker.rejections.latest(5000)).toHaveLength(1000);
  });

  it('counts and logs what acks=0 does not hear of', async () => {
    const { connect, broker, lines } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD);
    const topicData = [{ name: 't', partitionData: [{ index: 0, records: batchOf(['bad']) }] }];
    client.send(produce, 9, { acks: 0, timeoutMs: 1000, topicData });
    expect(await readAll(client, 't', 0)).toEqual([]);
    expect(broker.rejections.latest(10)).toHaveLength(1);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'acks=0 batch refused', topic: 't', errorCode: 87 }));
    const told = { topic: 't', reason: 'malformed', msg: expect.stringContaining('record refused: subject t-value: ') };
    expect(lines).toContainEqual(expect.objectContaining(told));
  });

  it('logs a bounded number of lines a second', async () => {
    const { connect, lines } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', PAYLOAD);
    for (let i = 0; i < 20; i++) await produceTo(client, 't', 0, batchOf(Array.from({ length: 50 }, () => 'bad')));
    expect(lines.filter(({ msg }) => String(msg).startsWith('record refused')).length).toBeLessThan(200);
  });

  it('begins and ends with its config, whichever name that is set by, and by the broker-wide default', async () => {
    const { connect } = await startBroker({ topicDefaults: { 'sluice.value.schema.validation': 'id' } });
    const client = await connect();
    await makeTopic(client, 't');
    const alter = async (name: string, value: string | null): Promise<void> => {
      const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
      const resources = [{ resourceType: 2, resourceName: 't', configs }];
      const answer = await client.call(incrementalAlterConfigs, 1, { resources, validateOnly: false });
      expect(answer.responses[0]).toMatchObject({ errorCode: 0 });
    };
    const accepts = async (): Promise<boolean> => (await produceTo(client, 't', 0, batchOf(['bad']))).error === 'NONE';
    expect(await accepts()).toBe(false);
    for (const name of [
      'confluent.value.schema.validation',
      'redpanda.value.schema.id.validation',
      'sluice.value.schema.validation',
    ]) {
      await alter(name, name.startsWith('sluice') ? 'none' : 'false');
      expect(await accepts()).toBe(true);
      await alter(name, name.startsWith('sluice') ? 'payload' : 'true');
      expect(await accepts()).toBe(false);
    }
    await alter('sluice.value.schema.validation', 'none');
    expect(await accepts()).toBe(true);
    await alter('sluice.value.schema.validation', null);
    expect(await accepts()).toBe(false);
  });
});

describe('rejections', () => {
  it('survive a restart, and can be consumed', async () => {
    const dataDir = await makeDirectory();
    const first = await startBroker({ dataDir });
    const client = await first.connect();
    await makeTopic(client, 't', PAYLOAD);
    await produceTo(client, 't', 0, batchOf(['a', 'bad']));
    await first.broker.close();
    const second = await startBroker({ dataDir });
    expect(second.broker.rejections.latest(10)).toEqual(first.broker.rejections.latest(10));
    const values = await readAll(await second.connect(), '__sluice_rejections', 0);
    expect(values.map((value) => JSON.parse(value ?? '') as unknown)).toEqual(first.broker.rejections.latest(10));
  });
});
