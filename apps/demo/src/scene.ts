import type { Alerts } from './alerts.ts';
import type { Dashboard } from './dashboard.ts';
import type { Evolution } from './evolution.ts';
import type { Group } from './groups.ts';
import type { Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';

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
  readonly evolution: Pick<Evolution, 'versions' | 'refusal'>;
  readonly groups: readonly Pick<Group, 'group' | 'order'>[];
  readonly machines: readonly Pick<Machine, 'spec' | 'firmware'>[];
}
