import { describe, expect, it } from 'vitest';
import { createAlerts } from '../src/alerts.ts';
import { createDashboard } from '../src/dashboard.ts';
import { MACHINES } from '../src/factory.ts';
import { FIRMWARE } from '../src/firmware.ts';
import { createLedger } from '../src/ledger.ts';
import { createMachineOrder } from '../src/machine-order.ts';
import type { Scene } from '../src/scene.ts';
import { paint } from '../src/view/lines.ts';
import { renderPage } from '../src/view/page.ts';
import { renderProgress, renderReport } from '../src/view/report.ts';

const REASON =
  'factory7-value version 1 (id 1): field units: expected string of 1 byte, found the end of the bytes, at byte 33';

/** A factory in which every sensor has reported once and one record was refused. */
function createScene(): Scene {
  const ledger = createLedger(['dashboard', 'alerts']);
  const dashboard = createDashboard();
  const alerts = createAlerts();
  const order = createMachineOrder();
  for (const { machine, sensors } of MACHINES) {
    ledger.noteProduced(sensors.length);
    ledger.noteAccepted(machine, sensors.length);
    dashboard.noteState({ machine, state: 'RUNNING' });
    for (const { sensor, units, usual } of sensors) {
      const reading = { machine, sensor, value: machine === 'SuperOven3000' ? usual * 2 : usual, units };
      for (const purpose of [dashboard, alerts]) purpose.noteReading(reading);
      ledger.noteConsumed('dashboard');
    }
    order.note('factory7', machine, 0);
  }
  ledger.noteProduced(1);
  ledger.noteRejected({
    atMs: 0,
    kind: 'truncated record',
    topic: 'factory7',
    machine: 'RadioRita',
    records: 1,
    reason: REASON,
  });
  return {
    startedAtMs: 0,
    kafka: '127.0.0.1:9092',
    url: 'http://127.0.0.1:8081',
    ledger,
    dashboard,
    alerts,
    evolution: {
      versions: [{ version: 1, id: 7, news: 'the base', readBy: new Map([['dashboard', 19]]) }],
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
      'produced 20   accepted 19   rejected 1   consumed by dashboard 19, alerts 0',
      'Kafka 127.0.0.1:9092   registry http://127.0.0.1:8081',
      'SuperOven3000         RUNNING  v1          2        0   OvenTemp 440.0 C  DoorTemp 82.0 C',
      'v1 (id 7): the base; read by dashboard 19',
      'refused: no default for machineId',
      'ORDER: dashboard kept for 8 machines, alerts kept for 8 machines',
      'ALERTS: 2 now, 2 raised, 0 faults',
      'SuperOven3000 OvenTemp 440.0 C > 232 (firmware not said)',
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
    expect(lines.join('\n')).toContain('truncated record');
  });

  it('keeps the totals however few rows there are', () => {
    expect(showPage(30, 2).join('\n')).toBe('Thingam Industries, factory 7…\nproduced 20   accepted 19   r…');
  });
});

it('says the same in one line, and in a report at the end', () => {
  const scene = createScene();
  expect(renderProgress(scene, 3_500)).toBe(
    '3s: 20 produced, 19 accepted, 1 rejected; consumed by dashboard 19, alerts 0; last refused: truncated record',
  );
  const report = renderReport(scene);
  expect(report).toContain(
    '  truncated record to factory7: 1 batch, 1 record\n    RadioRita: a radio link that drops the last bytes\n',
  );
  expect(report).toContain(`    ${REASON}`);
  expect(report).toContain('  refused: no default for machineId');
});
