import type { MachineSensor } from './clients/machine-sensor.ts';
import type { FirmwareNumber, SensorSpec } from './factory.ts';

/** What a sensor's firmware sends: the schema it writes with, and the fields that it knows. */
export interface Firmware {
  readonly number: FirmwareNumber;
  /** As the record's `firmware` field has it. */
  readonly release: string;
  /** The writer's schema, under schemas/. */
  readonly schemaFile: string;
  /** What changed, in a few words. */
  readonly news: string;
  report(machine: string, spec: SensorSpec, value: number): MachineSensor;
}

const base = (machine: string, { sensor, units }: SensorSpec, value: number) => ({ machine, sensor, value, units });

export const FIRMWARE: Readonly<Record<FirmwareNumber, Firmware>> = {
  1: {
    number: 1,
    release: '1.0.0',
    schemaFile: 'machine-sensor.avsc',
    news: 'the base',
    report: base,
  },
  2: {
    number: 2,
    release: '2.0.0',
    schemaFile: 'history/machine-sensor.v2.avsc',
    news: 'adds unit with a default, keeps units',
    report: (machine, spec, value) => ({ ...base(machine, spec, value), unit: spec.unitCode }),
  },
  3: {
    number: 3,
    release: '3.0.0',
    schemaFile: 'history/machine-sensor.v3.avsc',
    news: 'optional firmware; unitCode with the alias unit',
    report: (machine, spec, value) => ({
      ...base(machine, spec, value),
      unitCode: spec.unitCode,
      firmware: '3.0.0',
    }),
  },
};

/** A schema that the registry has to refuse: it renames `machine` with nothing to fall back to. */
export const REFUSED_FIRMWARE = {
  release: '4.0.0',
  schemaFile: 'history/machine-sensor.refused.avsc',
  news: 'renames machine to machineId',
} as const;
