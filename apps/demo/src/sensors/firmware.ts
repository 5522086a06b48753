import type { FirmwareNumber, SensorSpec } from './machines.ts';
import * as first from '../gen/factory/index.ts';
import type { ClientOptions } from '../gen/factory/index.ts';
import * as second from '../gen/firmware-2/index.ts';
import * as third from '../gen/firmware-3/index.ts';

/** What one sensor of a machine showed. */
export interface Measurement {
  readonly machine: string;
  readonly sensor: SensorSpec;
  readonly value: number;
  readonly atMs: number;
}

/** Sends measurements as readings of one version of MachineSensor. */
export interface ReadingProducer {
  sendBatch(measured: readonly Measurement[]): Promise<void>;
  close(): Promise<void>;
}

/** What a sensor's firmware sends: its classes are generated with the schema that it writes, and know its fields. */
export interface Firmware {
  readonly number: FirmwareNumber;
  /** As the record's `firmware` field has it. */
  readonly release: string;
  /** The writer's schema, under schemas/. */
  readonly schemaFile: string;
  /** What changed, in a few words. */
  readonly news: string;
  openProducer(options: ClientOptions): ReadingProducer;
}

const describeBase = ({ machine, sensor: { sensor, units }, value }: Measurement) => ({
  machine,
  sensor,
  value,
  units,
});

export const FIRMWARE: Readonly<Record<FirmwareNumber, Firmware>> = {
  1: {
    number: 1,
    release: '1.0.0',
    schemaFile: 'machine-sensor.avsc',
    news: 'the base',
    openProducer: (options) => toReadings(new first.MachineSensorProducer(options), describeBase),
  },
  2: {
    number: 2,
    release: '2.0.0',
    schemaFile: 'history/machine-sensor.v2.avsc',
    news: 'adds unit with a default, keeps units',
    openProducer: (options) =>
      toReadings(new second.MachineSensorProducer(options), (measured) => ({
        ...describeBase(measured),
        unit: measured.sensor.unitCode,
      })),
  },
  3: {
    number: 3,
    release: '3.0.0',
    schemaFile: 'history/machine-sensor.v3.avsc',
    news: 'optional firmware; unitCode with the alias unit',
    openProducer: (options) =>
      toReadings(new third.MachineSensorProducer(options), (measured) => ({
        ...describeBase(measured),
        unitCode: measured.sensor.unitCode,
        firmware: '3.0.0',
      })),
  },
};

/** A schema that the registry has to refuse: it renames `machine` with nothing to fall back to. */
export const REFUSED_FIRMWARE = {
  release: '4.0.0',
  schemaFile: 'history/machine-sensor.refused.avsc',
  news: 'renames machine to machineId',
} as const;

/** What the generated producers of all versions have in common. */
interface GeneratedProducer<Reading> {
  sendBatch(messages: readonly { value: Reading; key: string; timestamp: number }[]): Promise<void>;
  close(): Promise<void>;
}

function toReadings<Reading>(
  producer: GeneratedProducer<Reading>,
  report: (measured: Measurement) => Reading,
): ReadingProducer {
  return {
    sendBatch: (measured) =>
      producer.sendBatch(measured.map((item) => ({ value: report(item), key: item.machine, timestamp: item.atMs }))),
    close: () => producer.close(),
  };
}
