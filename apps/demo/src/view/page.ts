import type { SensorVersion } from '../evolution.ts';
import type { Scene } from '../scene.ts';
import { line, span, wrap } from './lines.ts';
import type { Line, Style } from './lines.ts';

/** A part of the page. Where rows are short, sections give up lines in order of `patience`, but never the first `least`. */
interface Section {
  readonly lines: readonly Line[];
  readonly least: number;
  readonly patience: number;
}

const STATE_STYLES: Readonly<Record<string, Style>> = { RUNNING: 'green', IDLE: 'dim', FAULT: 'red' };
const EMPTY: Line = [];

/** The live page for a terminal of this size: at most `rows` lines, none of them wider than `columns` once painted. */
export function renderPage(scene: Scene, columns: number, rows: number, now = Date.now()): readonly Line[] {
  const sections: Section[] = [
    { lines: renderHead(scene, now), least: 2, patience: 4 },
    { lines: renderMachines(scene), least: 4, patience: 2 },
    { lines: renderSchemas(scene, columns), least: 3, patience: 1 },
    { lines: renderGroups(scene), least: 1, patience: 3 },
    { lines: renderRejections(scene, columns), least: 5, patience: 0 },
  ];
  return fitSections(sections, rows);
}

function renderHead({ startedAtMs, kafka, url, ledger }: Scene, now: number): Line[] {
  const seconds = Math.floor((now - startedAtMs) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const consumed = [...ledger.consumed].map(([group, records]) => `${group} ${records}`).join(', ');
  return [
    [span('Thingam Industries, factory 7', 'bold'), span(`   ${clock}   Ctrl-C ends`, 'dim')],
    [
      span('produced '),
      span(String(ledger.produced), 'bold'),
      span('   accepted '),
      span(String(ledger.accepted), 'green'),
      span('   rejected '),
      span(String(ledger.rejected), 'red'),
      span(`   consumed by ${consumed}`),
    ],
    [span('Kafka '), span(kafka, 'cyan'), span('   registry '), span(url, 'cyan')],
    [
      span('console '),
      span(`${url}/console`, 'cyan'),
      span('   rejections '),
      span(`${url}/api/v1/rejections`, 'cyan'),
    ],
  ];
}

function renderMachines({ machines, dashboard, ledger }: Scene): Line[] {
  const rows = machines.map(({ spec: { machine }, firmware }): Line => {
    const seen = dashboard.machines.get(machine);
    const state = seen?.state ?? '';
    const { accepted, rejected } = ledger.totalsOf(machine);
    const readings = [...(seen?.sensors ?? [])].map(
      ([sensor, { last, units }]) => `${sensor} ${last.toFixed(1)} ${units}`,
    );
    return [
      span(machine.padEnd(22)),
      span(state.padEnd(9), STATE_STYLES[state]),
      span(`v${firmware.number}`.padEnd(5), 'cyan'),
      span(String(accepted).padStart(8)),
      span(String(rejected).padStart(9), rejected > 0 ? 'red' : 'dim'),
      span(`   ${readings.join('  ')}`),
    ];
  });
  const title = `${'MACHINE'.padEnd(22)}${'STATE'.padEnd(9)}SENDS ACCEPTED REJECTED   LAST READINGS`;
  return [EMPTY, line(title, 'dim'), ...rows];
}

function renderSchemas({ evolution }: Scene, columns: number): Line[] {
  const refusal = evolution.refusal === undefined ? [] : wrap(`refused: ${evolution.refusal}`, columns, 2);
  return [
    EMPTY,
    line('VERSIONS OF MachineSensor', 'dim'),
    ...evolution.versions.map((version): Line => [span(describeVersion(version))]),
    ...refusal.map((text) => line(text, 'yellow')),
  ];
}

/** One version: its id, what is new, and what each group read of it. */
export function describeVersion({ version, id, news, readBy }: SensorVersion): string {
  const read = [...readBy].map(([group, records]) => `${group} ${records}`).join(', ');
  return `v${version} (id ${id}): ${news}${read === '' ? '' : `; read by ${read}`}`;
}

function renderGroups(scene: Scene): Line[] {
  const { alerts } = scene;
  const active = [...alerts.active.values()];
  const title = `ALERTS: ${active.length} now, ${alerts.raised} raised, ${alerts.faults} faults`;
  // One line however many there are: the page below keeps its place.
  return [EMPTY, line(describeOrder(scene), 'dim'), line(title, 'dim'), line(active.join(', ') || 'none', 'yellow')];
}

/** Whether each group got each machine's records in order. */
export function describeOrder({ groups }: Scene): string {
  const kept = groups.map(({ group, order }) =>
    order.violations.length === 0 ? `${group} kept for ${order.machines} machines` : `${group} BROKEN`,
  );
  return `ORDER: ${kept.join(', ')}`;
}

function renderRejections({ ledger }: Scene, columns: number): Line[] {
  const indent = '  ';
  return [
    EMPTY,
    line('LATEST REJECTIONS', 'dim'),
    ...ledger.rejections.flatMap(({ atMs, kind, machine, topic, reason }): Line[] => [
      [
        span(`${new Date(atMs).toTimeString().slice(0, 8)}  `, 'dim'),
        span(kind, 'red'),
        span(`  ${machine} to ${topic}`, 'dim'),
      ],
      ...wrap(reason, columns - indent.length, 2).map((text) => line(indent + text)),
    ]),
  ];
}

/** Takes lines from the sections of least patience until all fit into `rows`. */
function fitSections(sections: readonly Section[], rows: number): Line[] {
  const counts = sections.map(({ lines }) => lines.length);
  let excess = counts.reduce((sum, count) => sum + count, 0) - rows;
  const byPatience = sections.map((section, index) => ({ ...section, index }));
  byPatience.sort((one, other) => one.patience - other.patience);
  for (const { index, least, lines } of byPatience) {
    const given = Math.max(0, Math.min(excess, lines.length - least));
    counts[index] = lines.length - given;
    excess -= given;
  }
  return sections.flatMap(({ lines }, index) => lines.slice(0, counts[index])).slice(0, rows);
}
