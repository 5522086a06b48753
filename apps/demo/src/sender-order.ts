/** Checks, for one reader, that the records of each sender and topic arrive in the order in which they were sent. */
export interface SenderOrder {
  /** Senders seen so far. */
  readonly senders: number;
  /** Records that came after a later one of the same sender. */
  readonly violations: readonly string[];
  note(topic: string, sender: string, sequence: number): void;
}

const KEPT_VIOLATIONS = 5;

export function createSenderOrder(): SenderOrder {
  const latest = new Map<string, Map<string, number>>();
  const violations: string[] = [];
  return {
    get senders() {
      return latest.size;
    },
    violations,
    note(topic, sender, sequence) {
      let sequences = latest.get(sender);
      if (sequences === undefined) latest.set(sender, (sequences = new Map()));
      const before = sequences.get(topic);
      // Numbers may be missing (a refused record is not sent again) but never fall.
      if (before === undefined || sequence > before) sequences.set(topic, sequence);
      else if (violations.length < KEPT_VIOLATIONS) {
        violations.push(`${sender} on ${topic}: record ${sequence} came after ${before}`);
      }
    },
  };
}
