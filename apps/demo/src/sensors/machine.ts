import { setTimeout as delay } from 'node:timers/promises';
import { MIXED_BATCH } from '../bad-producers.ts';
import { deliver } from '../deliver.ts';
import { MachineStateProducer } from '../gen/factory/index.ts';
import type { ConnectOptions, MachineState } from '../gen/factory/index.ts';
import type { Ledger } from '../ledger.ts';
import { TOPICS } from '../topics.ts';
import type { Firmware, Measurement } from './firmware.ts';
import { openGateway } from './gateway.ts';
import { REPORT_INTERVAL_MS } from './machines.ts';
import type { MachineSpec, SensorSpec } from './machines.ts';
import { createRisingTime } from './rising-time.ts';
import type { Source } from './source.ts';

/** A machine and its producers: it reports all its sensors as one batch, and each change of its state. */
export interface Machine extends Source {
  readonly spec: MachineSpec;
  readonly firmware: Firmware;
  /** From the next batch on, readings are what `firmware` sends. Resolves when the last one before has its fate. */
  install(firmware: Firmware): Promise<void>;
  /**
   * Has the gateway damage the middle record of the next report: its batch is refused, and the good ones are sent again.
   * Resolves when that is done, or when the machine stops before it.
   */
  damageNextReport(): Promise<void>;
}

export interface MachineOptions {
  readonly spec: MachineSpec;
  readonly server: ConnectOptions;
  readonly ledger: Ledger;
  readonly firmware: Firmware;
}

export function createMachine(options: MachineOptions): Machine {
  const { spec, server, ledger } = options;
  const { machine, compression } = spec;
  const gateway = openGateway({ ...server, clientId: machine, compression });
  const { connection } = gateway;
  // Schemas are registered by whoever makes a firmware, and by no machine.
  const clientOptions = { connection, autoRegister: false };
  let { firmware } = options;
  let readings = firmware.openProducer(clientOptions);
  const states = new MachineStateProducer(clientOptions);
  let state: MachineState['state'] | undefined;
  let onDamaged: (() => void) | undefined;
  const takeTime = createRisingTime();

  async function report(): Promise<void> {
    const measured = spec.sensors.map((sensor) => {
      const atMs = takeTime();
      return { machine, sensor, value: measure(sensor, atMs), atMs };
    });
    await reportState(chooseState(measured));
    const isDamaged = onDamaged !== undefined;
    if (isDamaged) gateway.damageNext(TOPICS.sensors.name);
    await send(TOPICS.sensors.name, measured, (items) => readings.sendBatch(items));
    if (isDamaged) onDamaged?.();
  }

  async function reportState(current: MachineState['state']): Promise<void> {
    if (current === state) return;
    state = current;
    const message = { value: { machine, state }, key: machine, timestamp: takeTime() };
    await send(TOPICS.states.name, [message], (items) => states.sendBatch(items));
  }

  async function send<Item>(
    topic: string,
    items: readonly Item[],
    sendBatch: (items: readonly Item[]) => Promise<void>,
  ): Promise<void> {
    let left = items;
    // Nothing else of this machine is sent in between, so the order holds when records are sent again.
    while (left.length > 0) {
      left = await deliver(left, { send: sendBatch, topic, ledger, sender: machine, kind: MIXED_BATCH });
    }
  }

  return {
    spec,
    get firmware() {
      return firmware;
    },
    async install(newFirmware) {
      const before = readings;
      firmware = newFirmware;
      readings = firmware.openProducer(clientOptions);
      await before.close();
    },
    async damageNextReport() {
      const { promise, resolve } = Promise.withResolvers<void>();
      onDamaged = resolve;
      await promise;
      onDamaged = undefined;
    },
    async run(signal) {
      while (!signal.aborted) {
        await report();
        await delay(REPORT_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
      onDamaged?.();
    },
    async close() {
      await Promise.all([readings.close(), states.close()]);
      await connection.close();
    },
  };
}

/** A slow wave with some noise, so that each sensor with an alarm in reach passes it now and then. */
function measure({ sensor, usual, swing }: SensorSpec, atMs: number): number {
  const period = 12_000 + sensor.length * 1_000;
  const wave = Math.sin(((atMs % period) / period) * 2 * Math.PI);
  return usual + swing * (0.85 * wave + 0.3 * (Math.random() - 0.5));
}

/** Out of bounds needs a person; otherwise a machine waits for work once in a while. */
function chooseState(measured: readonly Measurement[]): MachineState['state'] {
  if (measured.some(({ sensor, value }) => value > sensor.alarmAbove)) return 'FAULT';
  return Math.random() < 0.02 ? 'IDLE' : 'RUNNING';
}
