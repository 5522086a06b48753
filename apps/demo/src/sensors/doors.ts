import { setTimeout as delay } from 'node:timers/promises';
import { deliver } from '../deliver.ts';
import { connect, DoorSensorProducer } from '../gen/doors/index.ts';
import type { ConnectOptions, DoorSensor } from '../gen/doors/index.ts';
import type { Ledger } from '../ledger.ts';
import { TOPICS } from '../topics.ts';
import { createRisingTime } from './rising-time.ts';
import type { Source } from './source.ts';

/** Where the doors are. */
export const DOORS = ['Loading Dock 1', 'Loading Dock 2', 'Paint Booth', 'Office'] as const;

const MOVE_INTERVAL_MS = 400;

export interface SourceOptions {
  readonly server: ConnectOptions;
  readonly ledger: Ledger;
}

/** The sensors on the doors: JSON, whenever a door is opened or closed. All begin by saying how things are. */
export function openDoors({ server, ledger }: SourceOptions): Source {
  const connection = connect({ ...server, clientId: 'doors' });
  const producer = new DoorSensorProducer({ connection });
  const states = new Map<string, DoorSensor['state']>(DOORS.map((door) => [door, 'closed']));
  const takeTime = createRisingTime();

  async function report(location: string): Promise<void> {
    const value: DoorSensor = { location, state: states.get(location) ?? 'closed' };
    const message = { value, key: location, timestamp: takeTime() };
    await deliver([message], {
      send: (items) => producer.sendBatch(items),
      ledger,
      topic: TOPICS.doors.name,
      sender: location,
      kind: 'door',
    });
  }

  return {
    async run(signal) {
      for (const door of DOORS) await report(door);
      for (let turn = 0; !signal.aborted; turn++) {
        await delay(MOVE_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
        const door = DOORS[Math.floor(Math.random() * DOORS.length)] ?? DOORS[0];
        states.set(door, states.get(door) === 'open' ? 'closed' : 'open');
        await report(door);
      }
    },
    async close() {
      await producer.close();
      await connection.close();
    },
  };
}
