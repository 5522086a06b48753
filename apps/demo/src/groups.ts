import type { Handler, IncomingMessage, IncomingRecord, RunOptions } from '@sluice/serde/clients';
import type { Ledger, Readership } from './ledger.ts';
import { createSenderOrder } from './sender-order.ts';
import type { SenderOrder } from './sender-order.ts';
import { TOPICS } from './topics.ts';

const MACHINE_TOPICS = [TOPICS.sensors.name, TOPICS.states.name];

/**
 * The consumer groups. The first two read the same, each with its own version of MachineSensor, whatever the sensors
 * send.
 */
export const GROUPS = [
  { group: 'dashboard', topics: MACHINE_TOPICS },
  { group: 'alerts', topics: MACHINE_TOPICS },
  { group: 'door-alarm', topics: [TOPICS.doors.name] },
  { group: 'shop-statistics', topics: [TOPICS.clicks.name] },
] as const satisfies readonly Readership[];

export type GroupName = (typeof GROUPS)[number]['group'];

/** What the generated consumers have in common. */
interface GeneratedConsumer<Value> {
  run(handler: Handler<KeyedMessage<Value>>, options: RunOptions): Promise<void>;
  close(): Promise<void>;
}

type KeyedMessage<Value> = IncomingMessage<string, Value, string>;

/** A member of a group: a generated consumer, and what the group does with what it reads. */
export interface Member {
  /** Reads on until closed. `isNew` is asked of each record, and what was taken already is passed over. */
  run(isNew: (record: KeyedMessage<unknown>) => boolean): Promise<void>;
  close(): Promise<void>;
}

export function createMember<Value>(
  consumer: GeneratedConsumer<Value>,
  take: (value: Value, record: IncomingRecord) => void,
): Member {
  return {
    run: (isNew) =>
      consumer.run(
        (message, record) => {
          if (isNew(message)) take(message.value, record);
        },
        { fromBeginning: true },
      ),
    close: () => consumer.close(),
  };
}

export interface Group {
  readonly group: GroupName;
  readonly order: SenderOrder;
  /** Reads on until closed; rejects when reading or a purpose fails. */
  readonly done: Promise<void>;
  /** Commits, leaves the group and closes. */
  close(): Promise<void>;
}

/** Joins the group with all its members and reads on. A sender's records have rising timestamps, and come in order. */
export function startGroup(group: GroupName, members: readonly Member[], ledger: Ledger): Group {
  const order = createSenderOrder();
  /** The next offset by partition: a rejoin reads again what was not committed yet. */
  const next = new Map<string, bigint>();

  function isNew({ topic, partition, offset, key, timestamp }: KeyedMessage<unknown>): boolean {
    const place = `${topic}-${partition}`;
    if (offset < (next.get(place) ?? 0n)) return false;
    next.set(place, offset + 1n);
    order.note(topic, key, timestamp);
    ledger.noteConsumed(group, topic);
    return true;
  }

  return {
    group,
    order,
    done: Promise.all(members.map((member) => member.run(isNew))).then(() => undefined),
    async close() {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}
