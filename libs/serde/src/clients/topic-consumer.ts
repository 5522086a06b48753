import { SerdeError } from '../serde-error.ts';
import { readParameter } from './address.ts';
import type { Address } from './address.ts';
import type { Connection } from './connection.ts';
import { createRecordHandler } from './handle-record.ts';
import type { HandlerOptions } from './handle-record.ts';
import { addressOf } from './message-format.ts';
import type { ChannelFormat, IncomingMessage } from './message-format.ts';
import { createMessageReader } from './message-reader.ts';
import { SYSTEM_CLOCK } from './retry.ts';
import type { Clock } from './retry.ts';
import { runBatch } from './run-batch.ts';
import type { IncomingRecord, Membership, PartitionBatch } from './transport.ts';

export interface TopicConsumerOptions {
  readonly connection: Connection;
  readonly channel: ChannelFormat;
  readonly group: string;
  /** Replaced by tests. */
  readonly clock?: Clock;
}

/** How a consumer runs. */
export interface RunOptions<Parameters extends object = object> extends HandlerOptions {
  /** Begin at the first record where the group has committed nothing; otherwise at the next to come. False when absent. */
  readonly fromBeginning?: boolean;
  /** Records of different keys of one partition handled at once; 1 when absent. Those of one key stay in order. */
  readonly concurrency?: number;
  /** Partitions handled at once; 16 when absent. */
  readonly maxPartitions?: number;
  /** What of the address is known: of a channel with parameters only topics that have these are read. */
  readonly parameters?: Parameters;
  /** How often to look for new topics of a channel with parameters; 60,000 ms when absent. */
  readonly topicsIntervalMs?: number;
  /** The longest that a handled record stays uncommitted; 1,000 ms when absent. */
  readonly commitIntervalMs?: number;
  /** Ends the run: handlers in flight end, and what was handled is committed. */
  readonly signal?: AbortSignal;
}

/** Is awaited before its message is committed. `record` is the message as it lies in the topic. */
export type Handler<Message> = (message: Message, record: IncomingRecord) => unknown;

/** Reads messages of a channel as a member of a group. */
export interface TopicConsumer<Message> extends AsyncDisposable {
  /**
   * Hands over one message after the other, each partition in order and partitions side by side, and commits those
   * whose handler is done: at least once. Ends when `signal` aborts or `close` is called; rejects when reading fails
   * for good, or a record can neither be handled nor be sent to the dead-letter topic.
   */
  run(handler: Handler<Message>, options?: RunOptions): Promise<void>;
  /** Ends every run and waits for it. The connection stays. */
  close(): Promise<void>;
}

export function createTopicConsumer<Message extends IncomingMessage>(
  options: TopicConsumerOptions,
): TopicConsumer<Message> {
  const { connection, channel, group, clock = SYSTEM_CLOCK } = options;
  const reader = createMessageReader(connection, channel);
  const address = addressOf(channel);
  const closing = new AbortController();
  const runs = new Set<Promise<void>>();

  async function run(handler: Handler<Message>, options: RunOptions): Promise<void> {
    const { fromBeginning = false, concurrency = 1, maxPartitions = 16, commitIntervalMs = 1000 } = options;
    const { topicsIntervalMs = 60_000, parameters } = options;
    const failing = new AbortController();
    const given = options.signal === undefined ? [] : [options.signal];
    const signal = AbortSignal.any([closing.signal, failing.signal, ...given]);
    const { transport } = connection;
    const handle = createRecordHandler({
      read: async (record) => (await reader.read(record)) as Message,
      handler,
      transport,
      clock,
      signal,
      options,
    });

    /** The failure that stops the run. */
    let failure: { readonly error: unknown } | undefined;
    function fail(error: unknown): void {
      failure ??= { error };
      failing.abort();
    }
    async function onBatch(batch: PartitionBatch): Promise<void> {
      const isStopped = (): boolean => signal.aborted;
      try {
        await runBatch(batch, { concurrency, handle, isStopped, commitIntervalMs, clock });
      } catch (error) {
        fail(error);
      }
    }

    let topics = await findTopics(address, parameters, () => transport.listTopics());
    while (!signal.aborted) {
      const membership = await transport.join({ group, topics, fromBeginning, maxPartitions, onBatch });
      try {
        topics = await waitForChange(membership, topics);
      } catch (error) {
        fail(error);
      }
      try {
        await membership.close();
      } catch (error) {
        fail(error);
      }
    }
    if (failure !== undefined) throw failure.error;

    /** Resolves when the run is stopped, or there are other topics to read. */
    async function waitForChange(membership: Membership, topics: readonly string[]): Promise<readonly string[]> {
      for (;;) {
        const waiting = new AbortController();
        const either = AbortSignal.any([signal, waiting.signal]);
        const intervalMs = isOne(address, parameters) ? Infinity : topicsIntervalMs;
        await Promise.race([membership.ended, waitUntil(clock, intervalMs, either)]).finally(() => waiting.abort());
        if (signal.aborted) return topics;
        const found = await findTopics(address, parameters, () => transport.listTopics());
        if (found.join() !== topics.join()) return found;
      }
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    await Promise.allSettled(runs);
  }

  return {
    async run(handler, options = {}) {
      if (closing.signal.aborted) throw new SerdeError('closed', `the consumer of ${channel.address} is closed`);
      const running = run(handler, options);
      runs.add(running);
      await running.finally(() => runs.delete(running));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function waitUntil(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms !== Infinity) return clock.wait(ms, signal);
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Whether the parameters leave one topic. */
function isOne(address: Address | undefined, parameters: RunOptions['parameters'] = {}): boolean {
  return address === undefined || address.names.every((name) => readParameter(parameters, name) !== undefined);
}

/** The topics to read, in order. @throws SerdeError where there is none of the address's form */
async function findTopics(
  address: Address | undefined,
  parameters: RunOptions['parameters'] = {},
  listTopics: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (address === undefined) {
    throw new SerdeError('invalid-address', 'the channel has no address: it is known at run time only');
  }
  if (isOne(address, parameters)) return [address.toTopic(parameters)];
  const wanted = address.names.map((name) => [name, readParameter(parameters, name)] as const);
  const topics = (await listTopics()).filter((topic) => {
    const values = address.fromTopic(topic);
    return values !== undefined && wanted.every(([name, value]) => value === undefined || values[name] === value);
  });
  if (topics.length === 0) throw new SerdeError('invalid-address', `there is no topic ${address.text}`);
  return topics.toSorted();
}
