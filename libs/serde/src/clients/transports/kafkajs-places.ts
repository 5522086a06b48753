import type { JoinOptions } from '../transport.ts';
import type { KafkaJsAdmin, KafkaJsConsumer, KafkaJsEvents, KafkaJsReader } from './kafkajs-library.ts';

/** Where to begin in a partition. */
interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** The ends of all partitions of topics. */
export async function readEnds(admin: KafkaJsAdmin, topics: Iterable<string>): Promise<Place[]> {
  const ends: Place[] = [];
  for (const topic of topics) {
    const partitions = await admin.fetchTopicOffsets(topic);
    ends.push(...partitions.map(({ partition, high }) => ({ topic, partition, offset: high })));
  }
  return ends;
}

/** Reads the events of kafkajs. */
export function readEvents(
  consumer: KafkaJsConsumer & KafkaJsEvents,
  join: JoinOptions,
  getAdmin: () => Promise<KafkaJsAdmin>,
): KafkaJsReader {
  const { events } = consumer;
  const fetched = new Promise<void>((resolve) => {
    const stop = consumer.on(events.FETCH, () => {
      stop();
      resolve();
    });
  });
  const kept = join.fromBeginning ? undefined : keepEnds(consumer, join, getAdmin);
  return {
    consumer,
    prepare: async () => kept?.prepare(),
    placed: Promise.all([fetched, kept?.done]).then(() => undefined),
    onCrash: (listener) =>
      void consumer.on(events.CRASH, ({ payload }) => {
        if (payload.restart !== true) listener(payload.error);
      }),
  };
}

/**
 * A group that begins at the end keeps that place, so that nothing is passed over when it comes back later. The client
 * does not say where it begins, so what is committed is the end as it was before the member joined.
 */
function keepEnds(
  consumer: KafkaJsConsumer & KafkaJsEvents,
  { group, topics }: JoinOptions,
  getAdmin: () => Promise<KafkaJsAdmin>,
): { prepare(): Promise<void>; readonly done: Promise<void> } {
  let ends: readonly Place[] = [];
  const done = Promise.withResolvers<void>();

  async function commitEnds(assigned: Readonly<Record<string, readonly number[]>>): Promise<void> {
    const admin = await getAdmin();
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    const isFresh = ({ topic, partition }: Place): boolean => {
      const places = committed.find((item) => item.topic === topic)?.partitions;
      return Number(places?.find((place) => place.partition === partition)?.offset ?? -1) < 0;
    };
    const fresh = ends.filter((end) => assigned[end.topic]?.includes(end.partition) === true && isFresh(end));
    if (fresh.length > 0) await consumer.commitOffsets(fresh);
  }

  const stop = consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    commitEnds(payload.memberAssignment ?? {}).then(
      () => {
        stop();
        done.resolve();
      },
      (error: unknown) => {
        // Where the group changes hands meanwhile, the member joins once more.
        if (!isLoss(error)) done.reject(error);
      },
    );
  });
  return {
    async prepare() {
      ends = await readEnds(await getAdmin(), topics);
    },
    done: done.promise,
  };
}

/** The partition is another member's, or will be: nothing is wrong with the record. */
export function isLoss(error: unknown): boolean {
  // librdkafka's names begin with ERR_.
  const isNamed = error instanceof Error && 'type' in error;
  return isNamed && /^(ERR_)?(REBALANCE_IN_PROGRESS|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID)$/.test(String(error.type));
}
