import { setTimeout as delay } from 'node:timers/promises';
import { damage, MIXED_BATCH } from './bad-producers.ts';
import type { MachineState } from './clients/machine-state.ts';
import type { MachineSensor } from './clients/machine-sensor.ts';
import { createTopicProducer } from './clients/topic-producer.ts';
import type { EncodedRecord, TopicProducer } from './clients/topic-producer.ts';
import type { Serialize } from './clients/serde.ts';
import { deliver } from './deliver.ts';
import { REPORT_INTERVAL_MS } from './factory.ts';
import type { MachineSpec, SensorSpec } from './factory.ts';
import type { Firmware } from './firmware.ts';
import type { Ledger } from './ledger.ts';
import { TOPICS } from './topics.ts';

/** A machine and its producer: it reports all its sensors as one batch, and each change of its state. */
export interface Machine {
  readonly spec: MachineSpec;
  readonly firmware: Firmware;
  /** From the next report on, readings are what `firmware` sends, written by `serialize`. */
  install(firmware: Firmware, serialize: Serialize<MachineSensor>): void;
  /**
   * Damages the middle record of the next report: its batch is refused, and the good ones are sent again.
   * Resolves when that is done, or when the machine stops before it.
   */
  damageNextReport(): Promise<void>;
  /** Reports until `signal` aborts, then ends the report in hand. Rejects when a fate is not known. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface MachineOptions {
  readonly spec: MachineSpec;
  readonly bootstrap: string;
  readonly ledger: Ledger;
  readonly firmware: Firmware;
  readonly serializeReading: Serialize<MachineSensor>;
  readonly serializeState: Serialize<MachineState>;
}

export function createMachine(options: MachineOptions): Machine {
  const { spec, bootstrap, ledger, serializeState } = options;
  const { machine, compression } = spec;
  let { firmware, serializeReading } = options;
  let state: MachineState['state'] | undefined;
  let onDamaged: (() => void) | undefined;

  const open = (topic: string) => createTopicProducer({ bootstrap, clientId: machine, topic, compression });
  const sensors = { producer: open(TOPICS.sensors.name), topic: TOPICS.sensors.name, sequence: 0 };
  const states = { producer: open(TOPICS.states.name), topic: TOPICS.states.name, sequence: 0 };

  async function report(): Promise<void> {
    const measured = spec.sensors.map((sensor) => ({ sensor, value: measure(sensor, Date.now()) }));
    const readings = measured.map(({ sensor, value }) => firmware.report(machine, sensor, value));
    await reportState(chooseState(measured));
    const values = readings.map(serializeReading);
    const middle = onDamaged === undefined ? -1 : values.length >> 1;
    await send(
      sensors,
      values.map((value, index) => (index === middle ? damage(value) : value)),
    );
    if (middle >= 0) onDamaged?.();
  }

  async function reportState(current: MachineState['state']): Promise<void> {
    if (current === state) return;
    state = current;
    await send(states, [serializeState({ machine, state })]);
  }

  async function send(
    to: { readonly producer: TopicProducer; readonly topic: string; sequence: number },
    values: readonly Uint8Array[],
  ): Promise<void> {
    let records: readonly EncodedRecord[] = values.map((value) => ({ value, sequence: to.sequence++ }));
    // Nothing else of this machine is sent in between, so the order holds when records are sent again.
    while (records.length > 0) {
      records = await deliver(records, { producer: to.producer, topic: to.topic, ledger, machine, kind: MIXED_BATCH });
    }
  }

  return {
    spec,
    get firmware() {
      return firmware;
    },
    install(newFirmware, serialize) {
      firmware = newFirmware;
      serializeReading = serialize;
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
      await Promise.all([sensors.producer.close(), states.producer.close()]);
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
function chooseState(measured: readonly { sensor: SensorSpec; value: number }[]): MachineState['state'] {
  if (measured.some(({ sensor, value }) => value > sensor.alarmAbove)) return 'FAULT';
  return Math.random() < 0.02 ? 'IDLE' : 'RUNNING';
}
