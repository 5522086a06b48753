import type { Figures } from './measure.ts';

/** What one server was seen to do. */
export interface Measured {
  readonly startCpuSeconds: number;
  readonly idleRssMb: number;
  readonly firstRegister: Figures;
  readonly register: Figures;
  readonly gets: Figures;
  readonly checks: Figures;
  readonly loadedRssMb: number;
}

export interface Goal {
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  /** Undefined where it could not be measured. */
  readonly isMet: boolean | undefined;
}

/** A load that used so much of a core may have been what bounded the rate. */
const BUSY_LOAD = 0.9;

const LOADS = {
  firstRegister: 'register, the first 200',
  register: 'register, the next 200',
  gets: 'GET by id',
  checks: 'compatibility check',
} as const;

export function printLoads(servers: Readonly<Record<string, Partial<Measured>>>): void {
  const heads = ['', 'requests/s', 'CPU ms each', 'p50 ms', 'p99 ms', 'load’s CPU'];
  const rows = Object.entries(servers).flatMap(([server, measured]) =>
    (Object.keys(LOADS) as (keyof typeof LOADS)[]).flatMap((load) => {
      const figures = measured[load];
      return figures === undefined ? [] : [[`${LOADS[load]}, ${server}`, ...listCells(figures)]];
    }),
  );
  printTable([heads, ...rows]);
  for (const [server, { startCpuSeconds, idleRssMb, loadedRssMb }] of Object.entries(servers)) {
    if (startCpuSeconds === undefined || idleRssMb === undefined || loadedRssMb === undefined) continue;
    const memory = `RSS ${idleRssMb.toFixed(0)} MB idle, ${loadedRssMb.toFixed(0)} MB after the loads`;
    process.stdout.write(`${server}: ${startCpuSeconds.toFixed(2)} s CPU to the first 200, ${memory}\n`);
  }
  const busy = Object.values(servers).some(({ gets }) => gets !== undefined && gets.cpuShare > BUSY_LOAD);
  if (busy) process.stdout.write('A load had hardly any CPU left: requests/s are bounded by it, CPU each is not.\n');
}

export function printGoals(goals: readonly Goal[]): void {
  const heads = ['', 'goal', 'measured', ''];
  const verdicts = { true: 'met', false: 'MISSED', undefined: '' };
  printTable([heads, ...goals.map(({ name, goal, measured, isMet }) => [name, goal, measured, verdicts[`${isMet}`]])]);
}

function listCells({ perSecond, cpuMs, p50Ms, p99Ms, cpuShare }: Figures): string[] {
  return [
    perSecond.toFixed(0),
    cpuMs.toFixed(3),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    `${(cpuShare * 100).toFixed(0)} %`,
  ];
}

function printTable(lines: readonly (readonly string[])[]): void {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((cells) => (cells[at] ?? '').length)));
  for (const cells of lines) {
    const padded = cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  }
  process.stdout.write('\n');
}
