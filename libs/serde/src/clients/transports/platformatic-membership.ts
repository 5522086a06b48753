import type { IncomingRecord, JoinOptions, Membership } from '../transport.ts';
import { readHeaderName, toBytes } from './bytes.ts';
import { createLanes } from './lanes.ts';
import type { Place } from './lanes.ts';
import { assignBySubscription } from './platformatic-assignor.ts';
import type {
  PlatformaticConsumer,
  PlatformaticIncoming,
  PlatformaticLibrary,
  PlatformaticOptions,
  PlatformaticStream,
} from './platformatic-library.ts';

/** How long the broker may wait for records, and so what a close may wait for. */
const MAX_WAIT_MS = 500;

/**
 * Joins a group. The client reads all partitions as one stream, which does not go back to the last commit of a
 * partition that was never committed; so each time the group changes hands the stream is opened anew.
 */
export async function joinPlatformatic(
  library: PlatformaticLibrary,
  options: PlatformaticOptions,
  { group, topics, fromBeginning, maxPartitions, onBatch }: JoinOptions,
): Promise<Membership> {
  const consumer = new library.Consumer({
    ...options,
    groupId: group,
    autocommit: false,
    maxWaitTime: MAX_WAIT_MS,
    partitionAssigner: assignBySubscription,
  });
  const lanes = createLanes({
    onBatch,
    maxPartitions,
    commit: ({ topic, partition }, next) =>
      consumer.commit({ offsets: [{ topic, partition, offset: next, leaderEpoch: -1 }] }),
  });
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => {});
  let stream: PlatformaticStream | undefined;
  let opening: Promise<void> = Promise.resolve();
  let closed = false;

  async function open(): Promise<void> {
    if (closed) return;
    const opened = await consumer.consume({
      topics: [...topics],
      mode: 'committed',
      fallbackMode: fromBeginning ? 'earliest' : 'latest',
      autocommit: false,
    });
    const before = stream;
    stream = opened;
    // The new one is there first: the consumer would leave topics that no stream reads.
    await Promise.all([before?.close(), waitForOffsets(opened)]);
    lanes.assign(listPlaces(consumer));
    if (!fromBeginning) await commitPositions(consumer, opened);
    void readAll(opened);
  }

  async function readAll(opened: PlatformaticStream): Promise<void> {
    try {
      for await (const message of opened) {
        if (opened !== stream) return;
        const full = lanes.push(readRecord(message));
        if (full !== undefined) await full;
      }
    } catch (error) {
      if (opened === stream && !closed) ended.reject(error);
    }
  }

  function reopen(): void {
    opening = opening.then(open).catch((error: unknown) => {
      if (!closed) ended.reject(error);
    });
  }

  async function close(): Promise<void> {
    closed = true;
    await lanes.close();
    await opening;
    await stream?.close();
    await consumer.close(true);
    ended.resolve();
  }

  // The first time it is `open` that joins.
  consumer.on('consumer:group:join', () => void (stream !== undefined && reopen()));
  try {
    await open();
  } catch (error) {
    closed = true;
    await consumer.close(true).catch(() => {});
    throw error;
  }
  let closing: Promise<void> | undefined;
  return { ended: ended.promise, close: () => (closing ??= close()) };
}

/** Waits until the stream knows where to begin. */
function waitForOffsets(stream: PlatformaticStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('offsets', resolve);
    stream.once('error', reject);
  });
}

/** A group that begins at the end keeps that place, so that nothing is passed over when it comes back later. */
async function commitPositions(consumer: PlatformaticConsumer, stream: PlatformaticStream): Promise<void> {
  const offsets = listPlaces(consumer).flatMap(({ topic, partition }) => {
    const offset = stream.offsetsToFetch.get(`${topic}:${partition}`);
    return offset === undefined ? [] : [{ topic, partition, offset, leaderEpoch: -1 }];
  });
  if (offsets.length > 0) await consumer.commit({ offsets });
}

function listPlaces({ assignments }: PlatformaticConsumer): readonly Place[] {
  return (assignments ?? []).flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}

function readRecord(message: PlatformaticIncoming): IncomingRecord {
  const { topic, partition, offset, timestamp, key, value, headerEntries } = message;
  return {
    topic,
    partition,
    offset,
    timestamp: Number(timestamp),
    key: toBytes(key),
    value: toBytes(value),
    headers: headerEntries.map(
      ([name, bytes]) => [readHeaderName(name ?? new Uint8Array()), toBytes(bytes) ?? new Uint8Array()] as const,
    ),
  };
}
