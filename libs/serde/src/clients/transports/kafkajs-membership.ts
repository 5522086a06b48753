import { encodeText } from '../text.ts';
import type { IncomingRecord, JoinOptions, Membership, PartitionBatch } from '../transport.ts';
import { listHeaders, toBytes } from './bytes.ts';
import type { KafkaJsBatch, KafkaJsConsumer, KafkaJsIncoming, KafkaJsReader } from './kafkajs-library.ts';
import { isLoss } from './kafkajs-places.ts';

/** The client sends heartbeats only when it is asked to, while a batch is handled. */
const HEARTBEAT_MS = 2000;

/** Joins a group. The client hands over a partition's batch and waits for it. */
export async function joinKafkaJs(
  { consumer, prepare, placed, onCrash }: KafkaJsReader,
  fromBeginningIn: 'subscribe' | 'consumer',
  { topics, fromBeginning, maxPartitions, onBatch }: JoinOptions,
): Promise<Membership> {
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => {});
  placed.catch(() => {});
  /** Partitions whose first place is known to the group. */
  const begun = new Set<string>();
  let closed = false;

  const handling = new Set<Promise<void>>();

  async function eachBatch(payload: KafkaJsBatch): Promise<void> {
    if (closed) return;
    const handled = handleBatch(payload);
    handling.add(handled);
    await handled.finally(() => handling.delete(handled));
  }

  async function handleBatch(payload: KafkaJsBatch): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    const { topic, partition } = batch;
    const place = `${topic}:${partition}`;
    let lost: { readonly error: unknown } | undefined;
    const gone = Promise.withResolvers<void>();
    const note = (error: unknown): void => {
      lost ??= { error };
      gone.resolve();
    };
    const beat = setInterval(() => void heartbeat().catch(note), HEARTBEAT_MS);

    async function commit(next: bigint): Promise<void> {
      if (lost !== undefined) return;
      try {
        await consumer.commitOffsets([{ topic, partition, offset: String(next) }]);
      } catch (error) {
        if (!isLoss(error)) throw error;
        note(error);
      }
    }

    const handed: PartitionBatch = {
      topic,
      partition,
      records: batch.messages.map((message) => readRecord(topic, partition, message)),
      isOwned: () => lost === undefined && isRunning() && !isStale(),
      async commit(next) {
        await commit(next);
        if (lost === undefined) resolveOffset(String(next - 1n));
      },
    };
    try {
      await Promise.race([placed, gone.promise]);
      // A group that begins at the end keeps that place, so that nothing is passed over when it comes back later.
      const [first] = handed.records;
      if (!fromBeginning && first !== undefined && !begun.has(place)) await commit(first.offset);
      begun.add(place);
      if (handed.isOwned()) await onBatch(handed);
    } finally {
      clearInterval(beat);
    }
    if (lost !== undefined) {
      begun.delete(place);
      throw lost.error;
    }
  }

  async function close(): Promise<void> {
    closed = true;
    stopFetching(consumer, topics);
    // The client would leave the group before what is being handled is committed.
    await Promise.allSettled(handling);
    await consumer.disconnect();
    ended.resolve();
  }

  try {
    await consumer.connect();
    const where = fromBeginningIn === 'subscribe' ? { fromBeginning } : {};
    await consumer.subscribe({ topics: [...topics], ...where });
    await prepare();
    onCrash((error) => {
      if (!closed) ended.reject(error);
    });
    await consumer.run({
      ...(fromBeginningIn === 'subscribe' ? { autoCommit: false } : {}),
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: maxPartitions,
      eachBatch,
    });
    await Promise.race([placed, ended.promise]);
  } catch (error) {
    closed = true;
    await consumer.disconnect().catch(() => {});
    throw error;
  }
  let closing: Promise<void> | undefined;
  return { ended: ended.promise, close: () => (closing ??= close()) };
}

/** A consumer that has no partitions has nothing to stop. */
function stopFetching(consumer: KafkaJsConsumer, topics: readonly string[]): void {
  try {
    consumer.pause(topics.map((topic) => ({ topic })));
  } catch {
    return;
  }
}

function readRecord(topic: string, partition: number, message: KafkaJsIncoming): IncomingRecord {
  const { key, value, timestamp, offset, headers } = message;
  const read = (data: Uint8Array | string | null | undefined): Uint8Array | null =>
    typeof data === 'string' ? encodeText(data) : toBytes(data);
  return {
    topic,
    partition,
    offset: BigInt(offset),
    timestamp: Number(timestamp),
    key: read(key),
    value: read(value),
    headers: listHeaders(headers),
  };
}
