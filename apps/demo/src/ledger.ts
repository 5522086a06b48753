/** One refused batch, as its producer learned it. */
export interface RejectionNote {
  readonly atMs: number;
  /** The kind of mistake, e.g. a name of the bad producers' table. */
  readonly kind: string;
  readonly topic: string;
  readonly machine: string;
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

export interface MachineTotals {
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
  readonly consumed: ReadonlyMap<string, number>;
  /** Newest first, at most 20. */
  readonly rejections: readonly RejectionNote[];
  readonly rejectionTotals: ReadonlyMap<string, RejectionTotal>;
  totalsOf(machine: string): MachineTotals;
  noteProduced(records: number): void;
  noteAccepted(machine: string, records: number): void;
  noteRejected(note: RejectionNote): void;
  noteConsumed(group: string): void;
  /** Resolves when each group has read every accepted record, or after `timeoutMs`; call it when nothing is produced any more. */
  drain(timeoutMs: number): Promise<void>;
  /** The equations that do not hold, as sentences; empty when the books balance. */
  check(): readonly string[];
}

const KEPT_REJECTIONS = 20;
const NOTHING: MachineTotals = { accepted: 0, rejected: 0 };

export function createLedger(groups: readonly string[]): Ledger {
  let produced = 0;
  let accepted = 0;
  let rejected = 0;
  const consumed = new Map(groups.map((group) => [group, 0]));
  const machines = new Map<string, MachineTotals>();
  const rejections: RejectionNote[] = [];
  const rejectionTotals = new Map<string, RejectionTotal>();
  let onConsumed: (() => void) | undefined;

  const totalsOf = (machine: string) => machines.get(machine) ?? NOTHING;
  const drained = () => [...consumed.values()].every((records) => records === accepted);

  return {
    get produced() {
      return produced;
    },
    get accepted() {
      return accepted;
    },
    get rejected() {
      return rejected;
    },
    consumed,
    rejections,
    rejectionTotals,
    totalsOf,
    noteProduced(records) {
      produced += records;
    },
    noteAccepted(machine, records) {
      accepted += records;
      const totals = totalsOf(machine);
      machines.set(machine, { ...totals, accepted: totals.accepted + records });
    },
    noteRejected(note) {
      rejected += note.records;
      const totals = totalsOf(note.machine);
      machines.set(note.machine, { ...totals, rejected: totals.rejected + note.records });
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
    noteConsumed(group) {
      consumed.set(group, (consumed.get(group) ?? 0) + 1);
      onConsumed?.();
    },
    async drain(timeoutMs) {
      if (drained()) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      onConsumed = () => {
        if (drained()) resolve();
      };
      await promise;
      clearTimeout(timer);
      onConsumed = undefined;
    },
    check() {
      const findings: string[] = [];
      if (produced !== accepted + rejected) {
        findings.push(`produced ${produced} is not accepted ${accepted} + rejected ${rejected}`);
      }
      for (const [group, records] of consumed) {
        if (records !== accepted) findings.push(`group ${group} consumed ${records} of ${accepted} accepted records`);
      }
      return findings;
    },
  };
}

/** The demo's last line. Groups that agree have one number; else the furthest behind is shown. */
export function formatTotals(ledger: Ledger): string {
  const consumed = Math.min(...ledger.consumed.values());
  return `demo: ${ledger.produced} produced, ${ledger.accepted} accepted, ${ledger.rejected} rejected, ${consumed} consumed`;
}
