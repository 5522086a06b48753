import { readEnvelope } from '@sluice/serde';
import type { SchemaSource } from '@sluice/serde';
import { createGroupConsumer } from './clients/group-consumer.ts';
import type { GroupConsumer, IncomingRecord } from './clients/group-consumer.ts';
import type { MachineSensor } from './clients/machine-sensor.ts';
import type { MachineState } from './clients/machine-state.ts';
import { openDeserializer } from './clients/serde.ts';
import type { Evolution } from './evolution.ts';
import { FIRMWARE } from './firmware.ts';
import type { Ledger } from './ledger.ts';
import { createMachineOrder } from './machine-order.ts';
import type { MachineOrder } from './machine-order.ts';
import { readSchema } from './schemas.ts';
import { TOPICS } from './topics.ts';

export type GroupName = 'dashboard' | 'alerts';

/** The consumer groups: both read everything, each with its own version of MachineSensor, whatever the sensors send. */
export const GROUPS: readonly { readonly group: GroupName; readonly readsWith: 1 | 3 }[] = [
  { group: 'dashboard', readsWith: 1 },
  { group: 'alerts', readsWith: 3 },
];

/** What a group does with what it reads. */
export interface GroupPurpose {
  noteReading(reading: MachineSensor): void;
  noteState(state: MachineState): void;
}

export interface Group {
  readonly group: GroupName;
  readonly order: MachineOrder;
  readonly consumer: GroupConsumer;
}

export interface GroupOptions {
  readonly bootstrap: string;
  readonly source: SchemaSource;
  readonly ledger: Ledger;
  readonly evolution: Evolution;
  readonly group: GroupName;
  /** The version of MachineSensor that the group reads with. */
  readonly readsWith: 1 | 3;
  readonly purpose: GroupPurpose;
}

/** Joins the group and reads on; the records of each machine have to come in order. */
export async function startGroup(options: GroupOptions): Promise<Group> {
  const { bootstrap, source, ledger, evolution, group, readsWith, purpose } = options;
  const readReading = openDeserializer<MachineSensor>(source, readSchema(FIRMWARE[readsWith].schemaFile));
  const readState = openDeserializer<MachineState>(source, readSchema('machine-state.avsc'));
  const order = createMachineOrder();

  async function onRecord({ topic, key, value, sequence }: IncomingRecord): Promise<void> {
    if (topic === TOPICS.sensors.name) {
      purpose.noteReading(await readReading(value));
      evolution.noteRead(group, readEnvelope(value));
    } else purpose.noteState(await readState(value));
    order.note(topic, key, sequence);
    ledger.noteConsumed(group);
  }

  const topics = [TOPICS.sensors.name, TOPICS.states.name];
  return { group, order, consumer: await createGroupConsumer({ bootstrap, group, topics, onRecord }) };
}
