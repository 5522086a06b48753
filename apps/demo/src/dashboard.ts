import type { MachineSensor, MachineState } from './gen/factory/index.ts';

/** What the dashboard keeps of one sensor. */
export interface SensorSummary {
  readonly units: string;
  readonly last: number;
  readonly mean: number;
  readonly readings: number;
}

export interface MachineSummary {
  readonly state: MachineState['state'] | undefined;
  readonly sensors: ReadonlyMap<string, SensorSummary>;
}

/** The first group's purpose: the last reading and the mean of each sensor. It reads with version 1, and never changes. */
export interface Dashboard {
  readonly machines: ReadonlyMap<string, MachineSummary>;
  noteReading(reading: MachineSensor): void;
  noteState(state: MachineState): void;
}

export function createDashboard(): Dashboard {
  const machines = new Map<string, { state: MachineState['state'] | undefined; sensors: Map<string, SensorSummary> }>();
  const find = (machine: string) => {
    let found = machines.get(machine);
    if (found === undefined) machines.set(machine, (found = { state: undefined, sensors: new Map() }));
    return found;
  };
  return {
    machines,
    noteReading({ machine, sensor, value, units }) {
      const { sensors } = find(machine);
      const before = sensors.get(sensor) ?? { mean: 0, readings: 0 };
      const readings = before.readings + 1;
      sensors.set(sensor, { units, last: value, mean: before.mean + (value - before.mean) / readings, readings });
    },
    noteState({ machine, state }) {
      find(machine).state = state;
    },
  };
}
