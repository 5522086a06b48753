import { readEnvelope } from '@sluice/serde';
import type { Handler, IncomingMessage, IncomingRecord, RunOptions } from '@sluice/serde/clients';
import type { Evolution } from './evolution.ts';
import { connect, MachineStateConsumer } from './gen/firmware-1/index.ts';
import type { ConnectOptions, MachineSensorConsumerOptions, MachineState } from './gen/firmware-1/index.ts';
import type { Ledger } from './ledger.ts';
import { createMachineOrder } from './machine-order.ts';
import type { MachineOrder } from './machine-order.ts';

/** The consumer groups: both read everything, each with its own version of MachineSensor, whatever the sensors send. */
export const GROUPS = ['dashboard', 'alerts'] as const;

type GroupName = (typeof GROUPS)[number];

/** What a group does with what it reads. */
export interface GroupPurpose<Reading> {
  noteReading(reading: Reading): void;
  noteState(state: MachineState): void;
}

export interface Group {
  readonly group: GroupName;
  readonly order: MachineOrder;
  /** Reads on until closed; rejects when reading or a purpose fails. */
  readonly done: Promise<void>;
  /** Commits, leaves the group and closes. */
  close(): Promise<void>;
}

export interface GroupOptions<Reading> {
  readonly server: ConnectOptions;
  readonly ledger: Ledger;
  readonly evolution: Evolution;
  readonly group: GroupName;
  /** Makes the class of the version of MachineSensor that the group reads with. */
  readonly openReadings: (options: MachineSensorConsumerOptions) => GeneratedConsumer<Reading>;
  readonly purpose: GroupPurpose<Reading>;
}

/** What the generated consumers of all versions have in common. */
interface GeneratedConsumer<Value> {
  run(handler: Handler<MachineMessage<Value>>, options: RunOptions): Promise<void>;
  close(): Promise<void>;
}

type MachineMessage<Value> = IncomingMessage<string, Value, string>;

/** Joins the group with a member for each topic and reads on; the records of each machine have to come in order. */
export function startGroup<Reading>(options: GroupOptions<Reading>): Group {
  const { server, ledger, evolution, group, openReadings, purpose } = options;
  const connection = connect({ ...server, clientId: `${group}-reader` });
  const readings = openReadings({ connection, group });
  const states = new MachineStateConsumer({ connection, group });
  const order = createMachineOrder();
  /** The next offset by partition: a rejoin reads again what was not committed yet. */
  const next = new Map<string, bigint>();

  /** Takes each record once. A machine's records have rising timestamps. */
  function takeOnce<Value>(take: (value: Value, record: IncomingRecord) => void): Handler<MachineMessage<Value>> {
    return ({ topic, partition, offset, key, value, timestamp }, record) => {
      const place = `${topic}-${partition}`;
      if (offset < (next.get(place) ?? 0n)) return;
      take(value, record);
      order.note(topic, key, timestamp);
      ledger.noteConsumed(group);
      next.set(place, offset + 1n);
    };
  }

  const reading = [
    readings.run(
      takeOnce<Reading>((value, record) => {
        purpose.noteReading(value);
        if (record.value !== null) evolution.noteRead(group, readEnvelope(record.value));
      }),
      { fromBeginning: true },
    ),
    states.run(
      takeOnce<MachineState | null>((value) => {
        if (value !== null) purpose.noteState(value);
      }),
      { fromBeginning: true },
    ),
  ];
  return {
    group,
    order,
    done: Promise.all(reading).then(() => undefined),
    async close() {
      await Promise.all([readings.close(), states.close()]);
      await connection.close();
    },
  };
}
