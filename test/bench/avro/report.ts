import { quantile } from './timing.ts';
import type { Part, Row } from './timing.ts';

/** Rows of the same name are runs of the same thing. */
export function mergeParts(runs: readonly Part[]): Part {
  const [first] = runs;
  if (first === undefined) throw new Error('a benchmark ran no time at all');
  const rows = first.rows.map((row): Row => {
    const same = runs.flatMap((run) =>
      run.rows.filter(({ name, peer }) => name === row.name && peer?.name === row.peer?.name),
    );
    const ours = same.flatMap((one) => one.ours);
    if (row.peer === undefined) return { ...row, ours };
    return { ...row, ours, peer: { name: row.peer.name, times: same.flatMap((one) => one.peer?.times ?? []) } };
  });
  return { ...first, rows };
}

export interface Figures {
  readonly name: string;
  readonly unit: string;
  readonly peer?: string;
  /** Medians. */
  readonly ours: number;
  readonly theirs?: number;
  /** The peer's time in ours, or, without a peer, our times: lower quartile, median, upper quartile. */
  readonly quartiles: readonly [number, number, number];
  readonly target?: number;
  readonly isMet?: boolean;
}

/** Medians and quartiles of a row. A ratio's quartiles are of the ratios of single rounds. */
export function summarize(row: Row): Figures {
  const { name, unit, ours, peer, target } = row;
  const values = peer === undefined ? ours : ours.map((time, index) => (peer.times[index] ?? Number.NaN) / time);
  const quartiles = [quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)] as const;
  const figures = { name, unit, ours: quantile(ours, 0.5), quartiles };
  const versus = peer === undefined ? {} : { peer: peer.name, theirs: quantile(peer.times, 0.5) };
  if (target === undefined) return { ...figures, ...versus };
  if ('leastRatio' in target) {
    return { ...figures, ...versus, target: target.leastRatio, isMet: quartiles[1] >= target.leastRatio };
  }
  return { ...figures, ...versus, target: target.most, isMet: figures.ours <= target.most };
}

export function printPart({ title, rows, notes = [] }: Part): void {
  const figures = rows.map(summarize);
  const duels = figures.filter(({ peer }) => peer !== undefined);
  const alone = figures.filter(({ peer }) => peer === undefined);
  if (duels.length > 0) {
    const heads = [title, 'ours', 'theirs', 'times faster', 'quartiles', 'target', ''];
    printTable([heads, ...duels.map(listDuelCells)]);
  }
  if (alone.length > 0) printTable([[title, 'median', 'quartiles', 'at most', ''], ...alone.map(listCells)]);
  for (const note of notes) process.stdout.write(`\n${note}\n`);
}

function printTable(lines: readonly (readonly string[])[]): void {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((cells) => (cells[at] ?? '').length)));
  const text = lines.map((cells) => {
    const padded = cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    return padded.join('  ').trimEnd();
  });
  process.stdout.write(`\n${text.join('\n')}\n`);
}

function listDuelCells({ name, peer, ours, theirs = 0, unit, quartiles, target, isMet }: Figures): readonly string[] {
  const [low, middle, high] = quartiles;
  const wanted = target === undefined ? '' : `${target}×`;
  const times = [
    `${round(ours)} ${unit}`,
    `${round(theirs)} ${unit}`,
    `${round(middle)}×`,
    `${round(low)}–${round(high)}`,
  ];
  return [`${name}, against ${peer}`, ...times, wanted, verdict(isMet)];
}

function listCells({ name, ours, unit, quartiles: [low, , high], target, isMet }: Figures): readonly string[] {
  const wanted = target === undefined ? '' : `${target} ${unit}`;
  return [name, `${round(ours)} ${unit}`, `${round(low)}–${round(high)}`, wanted, verdict(isMet)];
}

function verdict(isMet: boolean | undefined): string {
  return isMet === undefined ? '' : isMet ? 'met' : 'MISSED';
}

/** Three digits that count. */
function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.?0+$/, '') || '0';
}
