import { randomUUID } from 'node:crypto';
import { readSchemasTopic } from '@sluice/registry/transfer';
import type { SchemasTopic } from '@sluice/registry/transfer';
import { BrokerError } from '../documents/broker-error.ts';
import { InputError } from '../documents/input-error.ts';
import type { KafkaConnection } from '../documents/kafka-connection.ts';
import { DENIED, listReasons } from '../documents/read-topics.ts';

/** With nothing read for so long, the topic's end cannot be reached. */
const SILENCE_MS = 30_000;

/**
 * Reads the topic in which another registry keeps everything, from its first record to the end that it had at the start.
 * @throws InputError where there is no such topic, or it has several partitions; BrokerError where no broker answers
 */
export async function readTopic(
  { bootstrap, tls, sasl }: KafkaConnection,
  topic: string,
  { onProgress, signal }: { readonly onProgress: (done: number, total: number) => void; readonly signal: AbortSignal },
): Promise<SchemasTopic> {
  // Loaded where it is used: it is the largest thing that any command loads.
  const { Consumer, ListOffsetTimestamps, MessagesStreamModes } = await import('@platformatic/kafka');
  const consumer = new Consumer({
    // Nothing is committed: the group is gone when this ends.
    groupId: `sluice-registry-import-${randomUUID()}`,
    bootstrapBrokers: [bootstrap],
    clientId: 'sluice-registry-import',
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    retries: 1,
    connectTimeout: 5000,
    timeout: 10_000,
    autocommit: false,
  });
  try {
    const { topics } = await consumer.metadata({ topics: [topic] });
    const partitions = topics.get(topic)?.partitionsCount ?? 0;
    if (partitions !== 1) {
      throw new InputError([
        partitions === 0
          ? `there is no topic ${topic} at ${bootstrap}`
          : `${topic} has ${partitions} partitions: records in one order are in one partition only`,
      ]);
    }
    const at = async (timestamp: bigint) =>
      (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic)?.[0] ?? 0n;
    const start = await at(ListOffsetTimestamps.EARLIEST);
    const end = await at(ListOffsetTimestamps.LATEST);
    const read = readSchemasTopic();
    if (start >= end) return read;

    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.MANUAL,
      offsets: [{ topic, partition: 0, offset: start }],
      autocommit: false,
    });
    let timer = setTimeout(stop, SILENCE_MS);
    let isSilent = false;
    function stop(): void {
      isSilent = true;
      void stream.close();
    }
    signal.addEventListener('abort', () => void stream.close(), { once: true });
    try {
      for await (const { offset, timestamp, key, value } of stream) {
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
        if (offset >= end) break;
        read.add({ offset, timestampMs: Number(timestamp), key: key ?? undefined, value: value ?? undefined });
        onProgress(Number(offset + 1n - start), Number(end - start));
        if (offset + 1n >= end) break;
      }
    } finally {
      clearTimeout(timer);
      await stream.close();
    }
    signal.throwIfAborted();
    if (isSilent) throw new BrokerError(`the broker at ${bootstrap} sent no records for ${SILENCE_MS} ms`, false);
    return read;
  } catch (error) {
    if (error instanceof InputError || error instanceof BrokerError || !(error instanceof Error) || signal.aborted)
      throw error;
    const reasons = listReasons(error);
    if (reasons.some((reason) => /UNKNOWN_TOPIC_OR_PARTITION|Unknown topic/.test(reason))) {
      throw new InputError([`there is no topic ${topic} at ${bootstrap}`], { cause: error });
    }
    const isDenied = reasons.some((reason) => DENIED.test(reason));
    const what = isDenied ? 'refuses' : 'does not answer';
    throw new BrokerError(`the broker at ${bootstrap} ${what}: ${reasons.at(-1) ?? ''}`, isDenied, { cause: error });
  } finally {
    await consumer.close(true).catch(() => {});
  }
}
