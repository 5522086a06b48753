import { BAD_PRODUCERS } from '../bad-producers.ts';
import type { SensorVersion } from '../evolution.ts';
import { GROUPS } from '../groups.ts';
import type { Scene } from '../scene.ts';
import { fitTexts, flow, line, span, wrap } from './lines.ts';
import type { Line, Style } from './lines.ts';

/** A part of the page. Where rows are short it gives up items from the end, and its title says how many. */
interface Section {
  readonly title?: Line;
  /** Each is one or more lines that stay together. */
  readonly items: readonly (readonly Line[])[];
  /** Items it never gives up. */
  readonly least: number;
  /** How many items there are where `items` are only the latest of them. */
  readonly total?: number;
}

type Page = Readonly<Record<'head' | 'machines' | 'versions' | 'groups' | 'rejections', Section>>;

/** What goes first where rows are short; `gaps` are the empty lines between the sections. */
const GIVEN_UP = ['rejections', 'gaps', 'versions', 'machines', 'groups', 'head'] as const satisfies (
  | keyof Page
  | 'gaps'
)[];

const STATE_STYLES: Readonly<Record<string, Style>> = { RUNNING: 'green', IDLE: 'dim', FAULT: 'red' };
const EMPTY: Line = [];

/** The live page for a terminal of this size: at most `rows` lines, none of them wider than `columns` once painted. */
export function renderPage(scene: Scene, columns: number, rows: number, now = Date.now()): readonly Line[] {
  const page: Page = {
    head: renderHead(scene, columns, now),
    machines: renderMachines(scene, columns),
    versions: renderVersions(scene, columns),
    groups: {
      items: [[line(describeOrder(scene), 'dim')], [renderAlerts(scene)], [renderDoorsAndShop(scene, now)]],
      least: 2,
    },
    rejections: renderRejections(scene, columns),
  };
  return fitPage(page, rows);
}

function renderHead({ startedAtMs, kafka, url, ledger }: Scene, columns: number, now: number): Section {
  const seconds = Math.floor((now - startedAtMs) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const totals = [
    [span('produced '), span(String(ledger.produced), 'bold')],
    [span('accepted '), span(String(ledger.accepted), 'green')],
    [span('rejected '), span(String(ledger.rejected), 'red')],
    [span('consumed '), span(String(ledger.consumed), 'bold')],
  ];
  const addresses = [
    [span('Kafka '), span(kafka, 'cyan')],
    [span('registry '), span(url, 'cyan')],
    [span('console '), span(`${url}/console`, 'cyan')],
    [span('rejections '), span(`${url}/api/v1/rejections`, 'cyan')],
  ];
  return {
    title: [span('Thingam Industries, factory 7', 'bold'), span(`   ${clock}   Ctrl-C ends`, 'dim')],
    items: [...flow(totals, columns), ...flow(addresses, columns)].map((text) => [text]),
    least: 1,
  };
}

function renderMachines({ machines, dashboard, ledger }: Scene, columns: number): Section {
  const rest = { accepted: ledger.accepted, rejected: ledger.rejected };
  const items = machines.map(({ spec: { machine }, firmware }) => {
    const seen = dashboard.machines.get(machine);
    const totals = ledger.totalsOf(machine);
    rest.accepted -= totals.accepted;
    rest.rejected -= totals.rejected;
    const readings = [...(seen?.sensors ?? [])].map(
      ([sensor, { last, units }]) => `${sensor} ${last.toFixed(1)} ${units}`,
    );
    const facts = { name: machine, state: seen?.state ?? '', sends: `v${firmware.number}`, ...totals };
    return [renderRow(facts, readings, columns)];
  });
  // So that the columns add up to the totals above.
  const others = ['doors', 'shop'];
  const intruders = BAD_PRODUCERS.map(({ sender }) => sender).filter((name) => ledger.totalsOf(name).rejected > 0);
  items.push([renderRow({ name: 'others', state: '', sends: '', ...rest }, [...others, ...intruders], columns)]);
  const title = `${'MACHINE'.padEnd(21)}${'STATE'.padEnd(8)}SENDS ACCEPTED REJECTED  LAST READINGS`;
  return { title: line(title, 'dim'), items, least: 2 };
}

const ROW_HEAD_WIDTH = 54;

interface RowFacts {
  readonly name: string;
  readonly state: string;
  readonly sends: string;
  readonly accepted: number;
  readonly rejected: number;
}

function renderRow({ name, state, sends, accepted, rejected }: RowFacts, texts: readonly string[], columns: number) {
  const head: Line = [
    span(name.padEnd(21)),
    span(state.padEnd(8), STATE_STYLES[state]),
    span(sends.padEnd(5), 'cyan'),
    span(String(accepted).padStart(9)),
    span(String(rejected).padStart(9), rejected > 0 ? 'red' : 'dim'),
    span('  '),
  ];
  return [...head, span(fitTexts(texts, columns - ROW_HEAD_WIDTH))];
}

function renderVersions({ evolution }: Scene, columns: number): Section {
  const { versions, refusal } = evolution;
  const items = versions.map((version) => wrap(describeVersion(version), columns, 2).map((text) => line(text)));
  if (refusal !== undefined) items.push(wrap(`refused: ${refusal}`, columns, 2).map((text) => line(text, 'yellow')));
  return { title: line('VERSIONS OF MachineSensor', 'dim'), items, least: 1 };
}

/** One version: its id, what is new, and what each group read of it. */
export function describeVersion({ version, id, news, readBy }: SensorVersion): string {
  const readers = GROUPS.filter(({ group }) => readBy.has(group));
  const read = readers.map(({ group }) => `${group} ${readBy.get(group)}`).join(', ');
  return `v${version} (id ${id}): ${news}${read === '' ? '' : `; read by ${read}`}`;
}

/** One line however many there are: the page below keeps its place. */
function renderAlerts({ alerts }: Scene): Line {
  const active = [...alerts.active.values()];
  const now = active.length === 0 ? span('none now') : span(`${active.length} now`, 'yellow');
  const list = active.length === 0 ? '' : `: ${active.join(', ')}`;
  return [span('Alerts: ', 'dim'), now, span(` (so far ${describeAlerts(alerts)})`, 'dim'), span(list, 'yellow')];
}

/** What the alerts group has seen so far. */
export function describeAlerts({ raised, faults }: Scene['alerts']): string {
  return `${raised} ${raised === 1 ? 'reading' : 'readings'} too high, ${faults} machine ${faults === 1 ? 'fault' : 'faults'}`;
}

/** How many records each group read, and whether it got those of each sender in the order in which they were sent. */
export function describeOrder({ groups, ledger }: Scene): string {
  const found = groups.map(({ group, order }) =>
    order.violations.length === 0 ? `${group} ${ledger.consumedBy.get(group) ?? 0}` : `NOT by ${group}`,
  );
  return `Read in order: ${found.join(', ')}`;
}

/** The doors that are open, and how busy the shop is. */
function renderDoorsAndShop({ doorAlarm, statistics }: Scene, now: number): Line {
  const { openSince, doors } = doorAlarm;
  const open = [...openSince.keys()];
  const ringing = doorAlarm.ringing(now);
  return [
    span('Doors: ', 'dim'),
    span(`${open.length} of ${doors} open`),
    span(ringing.length === 0 ? '' : `, too long: ${ringing.join(', ')}`, 'yellow'),
    span('   Shop: ', 'dim'),
    span(describeClicks(statistics)),
  ];
}

/** What the visitors of the shop did. */
export function describeClicks({ clicks, visitors, pages }: Scene['statistics']): string {
  const [favourite] = [...pages].toSorted(([, one], [, other]) => other - one);
  const most = favourite === undefined ? '' : `, most on ${favourite[0]}`;
  return `${clicks} clicks of ${visitors} ${visitors === 1 ? 'visitor' : 'visitors'}${most}`;
}

function renderRejections({ ledger }: Scene, columns: number): Section {
  const indent = '  ';
  const items = ledger.rejections.map(({ atMs, kind, sender, topic, reason }): Line[] => [
    [
      span(`${new Date(atMs).toTimeString().slice(0, 8)}  `, 'dim'),
      span(kind, 'red'),
      span(`  ${sender} to ${topic}`, 'dim'),
    ],
    ...wrap(reason, columns - indent.length, 2).map((text) => line(indent + text)),
  ]);
  const total = [...ledger.rejectionTotals.values()].reduce((sum, { batches }) => sum + batches, 0);
  return { title: line('LATEST REJECTIONS', 'dim'), items, least: 1, total };
}

/** Gives up what matters least until all fits into `rows`. */
function fitPage(page: Page, rows: number): Line[] {
  const names = ['head', 'machines', 'versions', 'groups', 'rejections'] as const satisfies (keyof Page)[];
  const shown = Object.fromEntries(names.map((name) => [name, page[name].items.length]));
  let gap: readonly Line[] = [EMPTY];
  const draw = () =>
    names.flatMap((name, index) => [...(index > 0 ? gap : []), ...drawSection(page[name], shown[name] ?? 0)]);

  let lines = draw();
  for (const name of GIVEN_UP) {
    if (lines.length > rows && name === 'gaps') gap = [];
    if (name !== 'gaps') {
      const { least } = page[name];
      let count = shown[name] ?? 0;
      while (draw().length > rows && count > least) shown[name] = --count;
    }
    lines = draw();
  }
  return lines.slice(0, rows);
}

function drawSection({ title, items, total = items.length }: Section, shown: number): Line[] {
  const more = total > shown ? [span(`  +${total - shown} more`, 'dim')] : [];
  return [...(title === undefined ? [] : [[...title, ...more]]), ...items.slice(0, shown).flat()];
}
