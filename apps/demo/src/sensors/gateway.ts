import { createConnection } from '@sluice/serde/clients';
import type { Connection, OutgoingRecord } from '@sluice/serde/clients';
import { damage } from '../bad-producers.ts';
import { connect } from '../gen/factory/index.ts';
import type { ConnectOptions } from '../gen/factory/index.ts';

/** A machine's way to the broker, which all its producers share. */
export interface Gateway {
  readonly connection: Connection;
  /** Damages the middle record of the next batch to `topic`: it left the machine well. */
  damageNext(topic: string): void;
}

export function openGateway(options: ConnectOptions): Gateway {
  const { transport, registry } = connect(options);
  let damagedTopic: string | undefined;

  function pass(topic: string, records: readonly OutgoingRecord[]): readonly OutgoingRecord[] {
    if (topic !== damagedTopic) return records;
    damagedTopic = undefined;
    const middle = records.length >> 1;
    return records.map((record, index) =>
      index === middle && record.value !== null ? { ...record, value: damage(record.value) } : record,
    );
  }

  return {
    connection: createConnection({
      registry,
      transport: { ...transport, send: (topic, records) => transport.send(topic, pass(topic, records)) },
    }),
    damageNext(topic) {
      damagedTopic = topic;
    },
  };
}
