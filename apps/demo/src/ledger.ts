/** One refused batch, as its producer learned it. */
export interface RejectionNote {
  readonly atMs: number;
  /** The kind of mistake, e.g. a name of the bad producers' table. */
  readonly kind: string;
  readonly topic: string;
  readonly sender: string;
  /** Records of the batch: all of them are refused with it. */
  readonly records: number;
  /** What the broker said of the first bad record. */
  readonly reason: string;
}

/** Everything that was refused of one kind so far. */
export interface RejectionTotal {
  readonly batches: number;
  readonly records: number;
  readonly topic: string;
  readonly reason: string;
}

/** One batch that the broker took. */
export interface AcceptanceNote {
  readonly topic: string;
  readonly sender: string;
  readonly records: number;
}

export interface SenderTotals {
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * The demo's book-keeping. A record is produced when it is handed to a client, and once more when it is sent again;
 * accepted or rejected when the client learns its fate; consumed when a group has read it.
 */
export interface Ledger {
  readonly produced: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Records read by each group. */
  readonly consumedBy: ReadonlyMap<string, number>;
  /** Records that every group of their topic has read, as far as numbers tell. */
  readonly consumed: number;
  /** Newest first, at most 20. */
  readonly rejections: readonly RejectionNote[];
  readonly rejectionTotals: ReadonlyMap<string, RejectionTotal>;
  totalsOf(sender: string): SenderTotals;
  noteProduced(records: number): void;
  noteAccepted(note: AcceptanceNote): void;
  noteRejected(note: RejectionNote): void;
  noteConsumed(group: string, topic: string): void;
  /** Resolves when each group has read every accepted record of its topics, or after `timeoutMs`; call it when nothing is produced any more. */
  drain(timeoutMs: number): Promise<void>;
  /** The equations that do not hold, as sentences; empty when the books balance. */
  check(): readonly string[];
}

const KEPT_REJECTIONS = 20;
const NOTHING: SenderTotals = { accepted: 0, rejected: 0 };

/** A consumer group, and what it reads whole. */
export interface Readership {
  readonly group: string;
  readonly topics: readonly string[];
}

export function createLedger(groups: readonly Readership[]): Ledger {
  let produced = 0;
  let rejected = 0;
  const acceptedOf = createCounter();
  const consumedOf = new Map(groups.map(({ group }) => [group, createCounter()]));
  const senders = new Map<string, SenderTotals>();
  const rejections: RejectionNote[] = [];
  const rejectionTotals = new Map<string, RejectionTotal>();
  let onConsumed: (() => void) | undefined;

  const totalsOf = (sender: string) => senders.get(sender) ?? NOTHING;
  const count = (group: string, topic: string) => consumedOf.get(group)?.count(topic) ?? 0;
  const findBehind = () =>
    groups.flatMap(({ group, topics }) =>
      topics
        .map((topic) => ({ group, topic, consumed: count(group, topic), accepted: acceptedOf.count(topic) }))
        .filter(({ consumed, accepted }) => consumed !== accepted),
    );

  return {
    get produced() {
      return produced;
    },
    get accepted() {
      return acceptedOf.total();
    },
    get rejected() {
      return rejected;
    },
    get consumedBy() {
      return new Map(Array.from(consumedOf, ([group, counter]) => [group, counter.total()]));
    },
    get consumed() {
      const topics = new Set(groups.flatMap((group) => group.topics));
      return [...topics].reduce((sum, topic) => {
        const readers = groups.filter((group) => group.topics.includes(topic));
        return sum + Math.min(...readers.map(({ group }) => count(group, topic)));
      }, 0);
    },
    rejections,
    rejectionTotals,
    totalsOf,
    noteProduced(records) {
      produced += records;
    },
    noteAccepted({ topic, sender, records }) {
      acceptedOf.add(topic, records);
      const totals = totalsOf(sender);
      senders.set(sender, { ...totals, accepted: totals.accepted + records });
    },
    noteRejected(note) {
      rejected += note.records;
      const totals = totalsOf(note.sender);
      senders.set(note.sender, { ...totals, rejected: totals.rejected + note.records });
      rejections.unshift(note);
      rejections.length = Math.min(rejections.length, KEPT_REJECTIONS);
      const earlier = rejectionTotals.get(note.kind);
      rejectionTotals.set(note.kind, {
        batches: (earlier?.batches ?? 0) + 1,
        records: (earlier?.records ?? 0) + note.records,
        topic: note.topic,
        reason: note.reason,
      });
    },
    noteConsumed(group, topic) {
      consumedOf.get(group)?.add(topic, 1);
      onConsumed?.();
    },
    async drain(timeoutMs) {
      if (findBehind().length === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      onConsumed = () => {
        if (findBehind().length === 0) resolve();
      };
      await promise;
      clearTimeout(timer);
      onConsumed = undefined;
    },
    check() {
      const accepted = acceptedOf.total();
      const unbalanced = `produced ${produced} is not accepted ${accepted} + rejected ${rejected}`;
      return [
        ...(produced === accepted + rejected ? [] : [unbalanced]),
        ...findBehind().map(
          (behind) =>
            `group ${behind.group} consumed ${behind.consumed} of ${behind.accepted} accepted records of ${behind.topic}`,
        ),
      ];
    },
  };
}

function createCounter() {
  const counts = new Map<string, number>();
  return {
    count: (name: string) => counts.get(name) ?? 0,
    add: (name: string, more: number) => void counts.set(name, (counts.get(name) ?? 0) + more),
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** The demo's last line. */
export function formatTotals({ produced, accepted, rejected, consumed }: Ledger): string {
  return `demo: ${produced} produced, ${accepted} accepted, ${rejected} rejected, ${consumed} consumed`;
}
