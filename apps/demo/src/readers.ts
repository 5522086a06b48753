import { readEnvelope } from '@sluice/serde';
import type { Connection, IncomingRecord } from '@sluice/serde/clients';
import type { Alerts } from './alerts.ts';
import type { Dashboard } from './dashboard.ts';
import type { DoorAlarm } from './door-alarm.ts';
import type { Evolution } from './evolution.ts';
import { DoorSensorConsumer } from './gen/door-alarm/index.ts';
import { MachineSensorConsumer, MachineStateConsumer } from './gen/factory/index.ts';
import type { MachineState } from './gen/factory/index.ts';
import { MachineSensorConsumer as LatestSensorConsumer } from './gen/firmware-3/index.ts';
import { ClickConsumer } from './gen/shop/index.ts';
import { createMember } from './groups.ts';
import type { GroupName, Member } from './groups.ts';
import type { Statistics } from './statistics.ts';

/** What each group does with what it reads. */
export interface Purposes {
  readonly dashboard: Dashboard;
  readonly alerts: Alerts;
  readonly doorAlarm: DoorAlarm;
  readonly statistics: Statistics;
}

/** The members of each group. The documents name the groups; the alerts are one more that reads as the dashboard does. */
export function createReaders(
  { dashboard, alerts, doorAlarm, statistics }: Purposes,
  evolution: Evolution,
): Readonly<Record<GroupName, (connection: Connection) => readonly Member[]>> {
  function noteVersion(group: GroupName, { value }: IncomingRecord): void {
    if (value !== null) evolution.noteRead(group, readEnvelope(value));
  }

  function readStates(connection: Connection, group: GroupName, note: (state: MachineState) => void): Member {
    return createMember(new MachineStateConsumer({ connection, group }), (state) => state !== null && note(state));
  }

  return {
    dashboard: (connection) => [
      createMember(new MachineSensorConsumer({ connection }), (reading, record) => {
        dashboard.noteReading(reading);
        noteVersion('dashboard', record);
      }),
      readStates(connection, 'dashboard', dashboard.noteState),
    ],
    alerts: (connection) => [
      createMember(new LatestSensorConsumer({ connection, group: 'alerts' }), (reading, record) => {
        alerts.noteReading(reading);
        noteVersion('alerts', record);
      }),
      readStates(connection, 'alerts', alerts.noteState),
    ],
    'door-alarm': (connection) => [
      createMember(new DoorSensorConsumer({ connection }), (door, { timestamp }) =>
        doorAlarm.noteDoor(door, timestamp),
      ),
    ],
    'shop-statistics': (connection) => [createMember(new ClickConsumer({ connection }), statistics.noteClick)],
  };
}
