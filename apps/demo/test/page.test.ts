import { describe, expect, it } from 'vitest';
import { createAlerts } from '../src/alerts.ts';
import { createDashboard } from '../src/dashboard.ts';
import { createDoorAlarm } from '../src/door-alarm.ts';
import { GROUPS } from '../src/groups.ts';
import { createLedger } from '../src/ledger.ts';
import type { Scene } from '../src/scene.ts';
import { createSenderOrder } from '../src/sender-order.ts';
import { FIRMWARE } from '../src/sensors/firmware.ts';
import { MACHINES } from '../src/sensors/machines.ts';
import { createStatistics } from '../src/statistics.ts';
import { paint } from '../src/view/lines.ts';
import { renderPage } from '../src/view/page.ts';
import { renderProgress, renderReport } from '../src/view/report.ts';

const REASON =
  'factory7-value version 1 (id 1): field units: expected string of 1 byte, found the end of the bytes, at byte 33';

/** A factory in which every sensor has reported once and one record was refused. */
function createScene(): Scene {
  const ledger = createLedger(GROUPS);
  const dashboard = createDashboard();
  const alerts = createAlerts();
  const order = createSenderOrder();
  const doorAlarm = createDoorAlarm();
  const statistics = createStatistics();
  for (const { machine, sensors } of MACHINES) {
    ledger.noteProduced(sensors.length);
    ledger.noteAccepted({ topic: 'factory7', sender: machine, records: sensors.length });
    dashboard.noteState({ machine, state: 'RUNNING' });
    for (const { sensor, units, usual } of sensors) {
      const reading = { machine, sensor, value: machine === 'SuperOven3000' ? usual * 2 : usual, units };
      dashboard.noteReading(reading);
      alerts.noteReading({ ...reading, unitCode: '', firmware: null });
      ledger.noteConsumed('dashboard', 'factory7');
    }
    order.note('factory7', machine, 0);
  }
  ledger.noteProduced(1);
  ledger.noteRejected({
    atMs: 0,
    kind: 'truncated record',
    topic: 'factory7',
    sender: 'RadioRita',
    records: 1,
    reason: REASON,
  });
  for (const location of ['Loading Dock 1', 'Office']) doorAlarm.noteDoor({ location, state: 'open' }, 0);
  doorAlarm.noteDoor({ location: 'Office', state: 'closed' }, 1);
  for (const page of ['/', '/cart', '/cart']) {
    statistics.noteClick({ visitor: 'v', at: 0, page, element: null, device: 'PHONE', campaign: {} });
  }
  return {
    startedAtMs: 0,
    kafka: '127.0.0.1:9092',
    url: 'http://127.0.0.1:8081',
    ledger,
    dashboard,
    alerts,
    doorAlarm,
    statistics,
    evolution: {
      versions: [
        {
          version: 1,
          id: 7,
          news: 'the base',
          readBy: new Map([
            ['alerts', 1],
            ['dashboard', 19],
          ]),
        },
      ],
      refusal: 'no default for machineId',
    },
    groups: [
      { group: 'dashboard', order },
      { group: 'alerts', order },
    ],
    machines: MACHINES.map((spec) => ({ spec, firmware: FIRMWARE[1] })),
  };
}

function showPage(columns: number, rows: number): string[] {
  return renderPage(createScene(), columns, rows, 65_000).map((spans) => paint(spans, columns, false));
}

describe('the live page', () => {
  it('shows machines, totals, versions, alerts, order and refusals with their reasons', () => {
    const page = showPage(160, 60).join('\n');
    for (const text of [
      'Thingam Industries, factory 7   1:05',
      'produced 20   accepted 19   rejected 1   consumed 0',
      'Kafka 127.0.0.1:9092   registry http://127.0.0.1:8081',
      'SuperOven3000        RUNNING v1           2        0  OvenTemp 440.0 C  DoorTemp 82.0 C',
      'others                                    0        1  doors  shop  RadioRita',
      'v1 (id 7): the base; read by dashboard 19, alerts 1',
      'refused: no default for machineId',
      'Read in order: dashboard 19, alerts 0',
      'Doors: 1 of 2 open, too long: Loading Dock 1   Shop: 3 clicks of 1 visitor, most on /cart',
      'Alerts: 2 now (so far 2 readings too high, 0 machine faults): SuperOven3000 OvenTemp 440.0 C > 232',
      'truncated record  RadioRita to factory7',
      REASON,
    ]) {
      expect(page).toContain(text);
    }
  });

  it.each([16, 24, 40, 80])('fits into %i rows, with the totals on top and a refusal in view', (rows) => {
    const lines = showPage(80, rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(lines.every((text) => text.length <= 80)).toBe(true);
    expect(lines[1]).toContain('produced 20');
    expect(lines.join('\n')).not.toContain('\n\n\n');
    expect(lines.join('\n')).toContain('truncated record');
  });

  it('has all machines, whole addresses and columns that add up on a terminal of 80 by 24', () => {
    const page = showPage(79, 24).join('\n');
    for (const { machine } of MACHINES) expect(page).toContain(`\n${machine} `);
    expect(page).toContain('rejections http://127.0.0.1:8081/api/v1/rejections\n');
    const rejected = page.matchAll(/^(?:\w+ +RUNNING v1 +\d+|others +\d+) +(\d+)/gm);
    expect([...rejected].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(1);
  });

  it('says how much it leaves out', () => {
    const page = showPage(80, 20).join('\n');
    expect(page).toContain('VERSIONS OF MachineSensor  +1 more');
    expect(page).toMatch(/LAST READINGS {2}\+\d more/);
    expect(page).toMatch(/ThingamajigAssembler .* \+4|SuperOven3000 .* \+1$/m);
  });

  it('is calm when nothing is wrong', () => {
    const scene = { ...createScene(), alerts: createAlerts() };
    const lines = renderPage(scene, 80, 40, 0);
    const alerts = lines.find((spans) => spans[0]?.text.startsWith('Alerts')) ?? [];
    expect(paint(alerts, 80, false)).toBe('Alerts: none now (so far 0 readings too high, 0 machine faults)');
    expect(alerts.some(({ text, style }) => style === 'yellow' && text !== '')).toBe(false);
  });

  it('says which group read out of order', () => {
    const scene = createScene();
    scene.groups[1]?.order.note('factory7', 'SuperOven3000', 0);
    expect(renderReport({ ...scene, groups: scene.groups.slice(1) })).toContain('Read in order: NOT by alerts');
  });

  it('keeps the totals however few rows there are', () => {
    expect(showPage(30, 2).join('\n')).toBe('Thingam Industries, factory 7…\nproduced 20   accepted 19');
  });
});

it('says the same in one line, and in a report at the end', () => {
  const scene = createScene();
  expect(renderProgress(scene, 3_500)).toBe(
    '3s: 20 produced, 19 accepted, 1 rejected, 0 consumed; last refused: truncated record',
  );
  const report = renderReport(scene);
  expect(report).toContain(
    '  truncated record to factory7: 1 batch, 1 record\n    RadioRita: a radio link that drops the last bytes\n',
  );
  expect(report).toContain(`    ${REASON}`);
  expect(report).toContain('  refused: no default for machineId');
});
