import { explainMistake } from '../bad-producers.ts';
import type { Scene } from '../scene.ts';
import { describeAlerts, describeClicks, describeOrder, describeVersion } from './page.ts';

/** Where to look at the demo from outside, for output that is no live page. */
export function renderAddresses({ kafka, url }: Scene): string {
  return [
    'Thingam Industries, factory 7',
    `  Kafka       ${kafka}`,
    `  registry    ${url}`,
    `  console     ${url}/console`,
    `  rejections  ${url}/api/v1/rejections`,
  ].join('\n');
}

/** The state of things in one line. */
export function renderProgress({ startedAtMs, ledger }: Scene, now = Date.now()): string {
  const latest = ledger.rejections[0];
  const refused = latest === undefined ? '' : `; last refused: ${latest.kind}`;
  const { produced, accepted, rejected, consumed } = ledger;
  const seconds = Math.floor((now - startedAtMs) / 1000);
  return `${seconds}s: ${produced} produced, ${accepted} accepted, ${rejected} rejected, ${consumed} consumed${refused}`;
}

/** What happened, for the end of the run: schemas, refusals by kind with the last reason of each, order. */
export function renderReport(scene: Scene): string {
  const { evolution, ledger, alerts, statistics } = scene;
  const refusals = [...ledger.rejectionTotals].flatMap(([kind, { batches, records, topic, reason }]) => [
    `  ${kind} to ${topic}: ${count(batches, 'batch', 'batches')}, ${count(records, 'record', 'records')}`,
    `    ${explainMistake(kind) ?? ''}`,
    `    ${reason}`,
  ]);
  return [
    'Versions of MachineSensor',
    ...evolution.versions.map((version) => `  ${describeVersion(version)}`),
    ...(evolution.refusal === undefined ? [] : [`  refused: ${evolution.refusal}`]),
    'Refused, and why',
    ...refusals,
    describeOrder(scene),
    `Alerts: ${describeAlerts(alerts)}`,
    `Shop: ${describeClicks(statistics)}`,
  ].join('\n');
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
