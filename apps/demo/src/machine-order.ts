/** Checks, for one reader, that the records of each machine and topic arrive in the order in which they were sent. */
export interface MachineOrder {
  /** Machines seen so far. */
  readonly machines: number;
  /** Records that came after a later one of the same machine. */
  readonly violations: readonly string[];
  note(topic: string, machine: string, sequence: number): void;
}

const KEPT_VIOLATIONS = 5;

export function createMachineOrder(): MachineOrder {
  const latest = new Map<string, Map<string, number>>();
  const violations: string[] = [];
  return {
    get machines() {
      return latest.size;
    },
    violations,
    note(topic, machine, sequence) {
      let sequences = latest.get(machine);
      if (sequences === undefined) latest.set(machine, (sequences = new Map()));
      const before = sequences.get(topic);
      // Numbers may be missing (a refused record is not sent again) but never fall.
      if (before === undefined || sequence > before) sequences.set(topic, sequence);
      else if (violations.length < KEPT_VIOLATIONS) {
        violations.push(`${machine} on ${topic}: record ${sequence} came after ${before}`);
      }
    },
  };
}
