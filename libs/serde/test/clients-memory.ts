import type {
  Clock,
  IncomingRecord,
  JoinOptions,
  Membership,
  OutgoingRecord,
  PartitionBatch,
  RecordHeaders,
  Transport,
} from '@sluice/serde/clients';

/** Topics in memory. Members take partitions over as a test says, not by a protocol. */
export interface MemoryTransport extends Transport {
  readonly records: (topic: string) => readonly IncomingRecord[];
  /** The next offset of a group in a partition; undefined when nothing is committed. */
  committed(group: string, topic: string, partition?: number): bigint | undefined;
  /** The partition goes to nobody: what is being handled may end, and commits no more. */
  revoke(topic: string, partition: number): void;
  /** Called before a commit is taken. */
  onCommit: (next: bigint) => void;
  /** When set, `send` rejects with it. */
  failure: Error | undefined;
}

export function createMemoryTransport(partitionsOf: Readonly<Record<string, number>> = {}): MemoryTransport {
  const topics = new Map<string, IncomingRecord[][]>();
  const commits = new Map<string, bigint>();
  const revoked = new Set<string>();
  const wakers = new Set<() => void>();

  function getTopic(name: string): IncomingRecord[][] {
    const known = topics.get(name);
    if (known !== undefined) return known;
    const made = Array.from({ length: partitionsOf[name] ?? 1 }, () => []);
    topics.set(name, made);
    return made;
  }

  function append(topic: string, record: OutgoingRecord): void {
    const partitions = getTopic(topic);
    const partition = record.partition ?? (record.key?.[0] ?? 0) % partitions.length;
    const list = partitions[partition] ?? [];
    const { key, value, headers, timestamp = 0 } = record;
    list.push({ topic, partition, offset: BigInt(list.length), timestamp, key, value, headers });
  }

  const transport: MemoryTransport = {
    failure: undefined,
    onCommit: () => {},
    records: (topic) => getTopic(topic).flat(),
    committed: (group, topic, partition = 0) => commits.get(`${group}/${topic}/${partition}`),
    revoke: (topic, partition) => void revoked.add(`${topic}/${partition}`),
    async send(topic, records) {
      if (transport.failure !== undefined) throw transport.failure;
      for (const record of records) append(topic, record);
      for (const wake of wakers) wake();
    },
    async createTopic(topic) {
      if (topics.has(topic)) return false;
      getTopic(topic);
      return true;
    },
    listTopics: async () => [...topics.keys()],
    close: async () => {},
    join: async (options) => joinMemory(options),
  };

  function joinMemory({ group, topics: names, fromBeginning, onBatch }: JoinOptions): Membership {
    const closing = new AbortController();
    const ended = Promise.withResolvers<void>();

    async function readPartition(topic: string, partition: number): Promise<void> {
      const place = `${topic}/${partition}`;
      const list = getTopic(topic)[partition] ?? [];
      let next = Number(commits.get(`${group}/${place}`) ?? (fromBeginning ? 0 : list.length));
      while (!closing.signal.aborted && !revoked.has(place)) {
        const records = list.slice(next);
        if (records.length === 0) {
          await new Promise<void>((resolve) => wakers.add(resolve));
          continue;
        }
        next += records.length;
        const batch: PartitionBatch = {
          topic,
          partition,
          records,
          isOwned: () => !revoked.has(place),
          async commit(offset) {
            transport.onCommit(offset);
            if (!revoked.has(place)) commits.set(`${group}/${place}`, offset);
          },
        };
        await onBatch(batch);
      }
    }

    const reading = names.flatMap((topic) => getTopic(topic).map((_, partition) => readPartition(topic, partition)));
    return {
      ended: ended.promise,
      async close() {
        closing.abort();
        for (const wake of wakers) wake();
        await Promise.all(reading);
        ended.resolve();
      },
    };
  }

  return transport;
}

/** A clock that waits for nothing and keeps what it was asked to wait. */
export function createTestClock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    random: () => 1,
    async wait(ms) {
      waits.push(ms);
    },
  };
}

export function readTexts(headers: RecordHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name, new TextDecoder().decode(value)]));
}
