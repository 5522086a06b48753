import type { Alerts } from './alerts.ts';
import type { Dashboard } from './dashboard.ts';
import type { DoorAlarm } from './door-alarm.ts';
import type { Evolution } from './evolution.ts';
import type { Group } from './groups.ts';
import type { Ledger } from './ledger.ts';
import type { Machine } from './sensors/machine.ts';
import type { Statistics } from './statistics.ts';

/** Everything there is to show, live: the views read it and change nothing. */
export interface Scene {
  readonly startedAtMs: number;
  /** `host:port` of the Kafka listener. */
  readonly kafka: string;
  /** Where the REST API and the console are. */
  readonly url: string;
  readonly ledger: Ledger;
  readonly dashboard: Dashboard;
  readonly alerts: Alerts;
  readonly doorAlarm: DoorAlarm;
  readonly statistics: Statistics;
  readonly evolution: Pick<Evolution, 'versions' | 'refusal'>;
  readonly groups: readonly Pick<Group, 'group' | 'order'>[];
  readonly machines: readonly Pick<Machine, 'spec' | 'firmware'>[];
}
