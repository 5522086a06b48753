import {
  createConnection,
  createTopicConsumer,
  createTopicProducer,
  jsonFormat,
  textFormat,
} from '@sluice/serde/clients';
import type { ChannelFormat, IncomingMessage, RunOptions, TopicConsumerOptions } from '@sluice/serde/clients';
import { describe, expect, it } from 'vitest';
import { createMemoryTransport, createTestClock, readTexts } from './clients-memory.ts';

const CHANNEL: ChannelFormat = {
  address: 'numbers',
  messages: [{ name: 'Number', value: jsonFormat<number>(), key: textFormat }],
};

type Received = IncomingMessage<'Number', number, string>;

function open(channel = CHANNEL, partitions = 1, more: Partial<TopicConsumerOptions> = {}) {
  const transport = createMemoryTransport({ numbers: partitions });
  const connection = createConnection({ transport });
  const producer = createTopicProducer({ connection, channel });
  const consumer = createTopicConsumer<Received>({ connection, channel, group: 'g', ...more });
  const send = (...values: readonly (readonly [key: string, value: number])[]) =>
    producer.sendBatch(values.map(([key, value]) => ({ key, value })));
  const run = (handler: (message: Received) => unknown, options: RunOptions = {}) =>
    consumer.run(handler, { fromBeginning: true, ...options });
  return { transport, consumer, send, run };
}

describe('run', () => {
  it('commits after the handler, never before', async () => {
    const { transport, send, run, consumer } = open();
    await send(['a', 1], ['a', 2], ['a', 3]);
    const events: string[] = [];
    transport.onCommit = (next) => void events.push(`commit ${next}`);
    await run(
      async ({ value }) => {
        events.push(`begin ${value}`);
        await Promise.resolve();
        events.push(`end ${value}`);
        if (value === 3) void consumer.close();
      },
      { commitIntervalMs: 0 },
    );
    const ends = events.flatMap((event) => (event.startsWith('end') ? [Number(event.slice(4))] : []));
    expect(ends).toEqual([1, 2, 3]);
    for (const [index, event] of events.entries()) {
      const [, next] = /^commit (\d+)$/.exec(event) ?? [];
      if (next !== undefined) expect(events.slice(0, index)).toContain(`end ${next}`);
    }
    expect(transport.committed('g', 'numbers')).toBe(3n);
  });

  it('stops in mid-handler: the handler ends, its record is committed, and no other begins', async () => {
    const { transport, send, run } = open();
    await send(['a', 1], ['a', 2]);
    const stop = new AbortController();
    const release = Promise.withResolvers<void>();
    const handled: number[] = [];
    const running = run(
      async ({ value }) => {
        stop.abort();
        await release.promise;
        handled.push(value);
      },
      { signal: stop.signal },
    );
    await Promise.resolve();
    expect(transport.committed('g', 'numbers')).toBeUndefined();
    release.resolve();
    await running;
    expect(handled).toEqual([1]);
    expect(transport.committed('g', 'numbers')).toBe(1n);
  });

  it('goes on at the commit', async () => {
    const { send, run } = open();
    await send(['a', 1], ['a', 2], ['a', 3]);
    const seen: number[] = [];
    for (const last of [1, 3]) {
      const stop = new AbortController();
      await run(({ value }) => void (seen.push(value) && value === last && stop.abort()), { signal: stop.signal });
    }
    expect(seen).toEqual([1, 2, 3]);
  });

  it('keeps the order of each key, and handles keys side by side', async () => {
    const { send, run, consumer } = open();
    const sent = Array.from({ length: 60 }, (_, index) => [`k${index % 6}`, index] as const);
    await send(...sent);
    const order = new Map<string, number[]>();
    let [now, most, count] = [0, 0, 0];
    await run(
      async ({ key, value }) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        order.set(key, [...(order.get(key) ?? []), value]);
        if (++count === sent.length) void consumer.close();
      },
      { concurrency: 4 },
    );
    for (const [key, values] of order) {
      expect(values).toEqual(sent.filter(([name]) => name === key).map(([, value]) => value));
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('commits no further than the first record that is not done, whatever was done behind it', async () => {
    const { transport, send, run } = open();
    await send(['a', 1], ['b', 2], ['c', 3], ['d', 4]);
    const others = Promise.withResolvers<void>();
    let done = 0;
    const running = run(
      async ({ value }) => {
        if (value !== 1) return void (++done === 3 && others.resolve());
        await others.promise;
        throw new Error('first');
      },
      { concurrency: 4, retry: { attempts: 1 } },
    );
    // Two keys may share a lane with the first; then they are not begun.
    setImmediate(() => setImmediate(() => others.resolve()));
    await expect(running).rejects.toThrow('first');
    expect(transport.committed('g', 'numbers')).toBeUndefined();
  });

  it('commits nothing of a partition that went to another member, and begins none of its records', async () => {
    const { transport, send, run, consumer } = open(CHANNEL, 2);
    await send(['b', 1], ['b', 2], ['a', 3]);
    const handled: number[] = [];
    await run(async ({ value, partition }) => {
      handled.push(value);
      if (value === 1) transport.revoke('numbers', partition);
      if (value === 3) setImmediate(() => void consumer.close());
    });
    expect(handled.toSorted((a, b) => a - b)).toEqual([1, 3]);
    expect(transport.committed('g', 'numbers', 0)).toBeUndefined();
    expect(transport.committed('g', 'numbers', 1)).toBe(1n);
  });
});

describe('a handler that fails', () => {
  it('is called again after waits that double up to a bound', async () => {
    const clock = createTestClock();
    const { send, run, consumer } = open(CHANNEL, 1, { clock });
    await send(['a', 1]);
    let attempts = 0;
    await run(
      () => {
        if (++attempts < 6) throw new Error('not yet');
        void consumer.close();
      },
      { retry: { attempts: 6, backoffMs: 100, maxBackoffMs: 500, jitter: 0.5 } },
    );
    expect(attempts).toBe(6);
    expect(clock.waits).toEqual([50, 100, 200, 250, 250]);
  });

  it('stops the run with its error where there is no dead-letter topic, and its record comes again', async () => {
    const { transport, send, run } = open(CHANNEL, 1, { clock: createTestClock() });
    await send(['a', 1], ['a', 2], ['a', 3]);
    const failing = run(({ value }) => {
      if (value === 2) throw new Error('two');
    });
    await expect(failing).rejects.toThrow('two');
    expect(transport.committed('g', 'numbers')).toBe(1n);
  });

  it('has its record sent to the dead-letter topic with the reasons, and the run goes on', async () => {
    const { transport, send, run, consumer } = open(CHANNEL, 1, { clock: createTestClock() });
    await send(['a', 1], ['a', 2]);
    await transport.send('numbers', [
      { key: null, value: new Uint8Array([123]), headers: [['x', new Uint8Array([121])]] },
    ]);
    await send(['a', 4]);
    const handled: number[] = [];
    await run(
      ({ value }) => {
        if (value === 1) throw new Error('no ones');
        handled.push(value);
        if (value === 4) void consumer.close();
      },
      { deadLetter: { topic: 'dead' }, retry: { attempts: 2 } },
    );
    expect(handled).toEqual([2, 4]);
    expect(transport.committed('g', 'numbers')).toBe(4n);
    const letters = transport.records('dead').map(({ headers }) => readTexts(headers));
    expect(letters).toMatchObject([
      {
        'dead-letter.offset': '0',
        'dead-letter.kind': 'handler',
        'dead-letter.error': 'no ones',
        'dead-letter.attempts': '2',
      },
      { x: 'y', 'dead-letter.topic': 'numbers', 'dead-letter.partition': '0', 'dead-letter.kind': 'malformed' },
    ]);
    expect(JSON.parse(letters[1]?.['dead-letter.findings'] ?? '')).toMatchObject([{ expected: 'JSON text' }]);
  });

  it('stops the run where the dead-letter topic does not take the record', async () => {
    const { transport, send, run } = open(CHANNEL, 1, { clock: createTestClock() });
    await send(['a', 1]);
    transport.failure = new Error('the broker is gone');
    const running = run(() => Promise.reject(new Error('no')), { deadLetter: { topic: 'dead' } });
    await expect(running).rejects.toThrow('the broker is gone');
    expect(transport.committed('g', 'numbers')).toBeUndefined();
  });
});

describe('a channel with several messages', () => {
  const channel: ChannelFormat = {
    address: 'numbers',
    messages: [
      { name: 'Up', value: jsonFormat() },
      { name: 'Down', value: jsonFormat() },
    ],
    tombstones: true,
  };

  it('tells them apart, and leaves others to their own handler', async () => {
    const transport = createMemoryTransport();
    const connection = createConnection({ transport });
    await using producer = createTopicProducer({ connection, channel });
    await producer.sendBatch([
      { name: 'Up', value: 1 },
      { name: 'Down', value: 2 },
      { name: 'Up', value: null, key: 'k' },
    ]);
    await transport.send('numbers', [{ key: null, value: new Uint8Array([48]), headers: [] }]);
    await using consumer = createTopicConsumer({ connection, channel, group: 'g' });
    const seen: unknown[] = [];
    const onUnknown = ({ offset }: { offset: bigint }): void => {
      seen.push(offset);
      void consumer.close();
    };
    await consumer.run(({ name, value }) => void seen.push([name, value]), { fromBeginning: true, onUnknown });
    expect(seen).toEqual([['Up', 1], ['Down', 2], ['Up', null], 3n]);
  });

  it('refuses a message that is none of them, and a tombstone without a key', async () => {
    const producer = createTopicProducer({
      connection: createConnection({ transport: createMemoryTransport() }),
      channel,
    });
    await expect(producer.send({ name: 'Left', value: 1 })).rejects.toMatchObject({ kind: 'unknown-message' });
    await expect(producer.send({ name: 'Up', value: null })).rejects.toMatchObject({ kind: 'invalid-value' });
  });
});
