/** One line of a benchmark: what each measured run or round gave. */
export interface Row {
  readonly name: string;
  readonly unit: 'ns' | 'ms' | 'x' | 's CPU';
  readonly ours: readonly number[];
  /** Whom it is measured against, pair by pair with `ours`. */
  readonly peer?: { readonly name: string; readonly times: readonly number[] };
  /** How many times faster than the peer it must be, or how much it may take at most. */
  readonly target?: { readonly leastRatio: number } | { readonly most: number };
}

export interface Part {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What the figures do not say by themselves, as rows that were left out. */
  readonly notes?: readonly string[];
}

/** Two ways to do one thing: ours, then the one it is measured against. Promises are awaited one by one. */
export interface Duel {
  readonly name: string;
  readonly peer: string;
  readonly ours: () => unknown;
  readonly theirs: () => unknown;
  readonly leastRatio?: number;
}

const WARM_UP_MS = 150;

/**
 * Runs duels in many short rounds, each way after the other: whatever else the machine does then hits both alike, and
 * the ratio of each round stands for itself.
 */
export async function interleave(duels: readonly Duel[], rounds: number, roundMs: number): Promise<Row[]> {
  const runs: { duel: Duel; ours: number[]; theirs: number[] }[] = [];
  for (const duel of duels) runs.push({ duel, ours: [], theirs: [] });
  // Everything runs hot before anything is measured: code compiled for one type only would not stay so in a program.
  for (const { ours, theirs } of duels) for (const action of [ours, theirs]) await repeatFor(action, WARM_UP_MS);
  for (let round = 0; round < rounds; round++) {
    for (const { duel, ours, theirs } of runs) {
      ours.push(await repeatFor(duel.ours, roundMs));
      theirs.push(await repeatFor(duel.theirs, roundMs));
    }
  }
  return runs.map(({ duel, ours, theirs }) => {
    const { name, peer, leastRatio } = duel;
    const row: Row = { name, unit: 'ns', ours, peer: { name: peer, times: theirs } };
    return leastRatio === undefined ? row : { ...row, target: { leastRatio } };
  });
}

let sink: unknown;

/** Nanoseconds a call, over about `ms`. */
async function repeatFor(action: () => unknown, ms: number): Promise<number> {
  const isAsync = (sink = action()) instanceof Promise;
  await sink;
  const time = isAsync ? timeAsyncCalls : timeCalls;
  const estimate = await time(action, 100);
  return time(action, Math.max(10, Math.ceil((ms * 1e6) / Math.max(20, estimate))));
}

/** Nanoseconds a call; what the calls return is kept, so that no engine leaves them out. */
export function timeCalls(action: () => unknown, calls: number): number {
  const begun = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) sink = action();
  return Number(process.hrtime.bigint() - begun) / calls;
}

async function timeAsyncCalls(action: () => unknown, calls: number): Promise<number> {
  const begun = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) sink = await action();
  return Number(process.hrtime.bigint() - begun) / calls;
}

/** The value below which `part` of all lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
