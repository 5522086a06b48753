import type { MachineState } from './gen/factory/index.ts';
import type { MachineSensor } from './gen/firmware-3/index.ts';
import { MACHINES } from './sensors/machines.ts';
import type { MachineSpec } from './sensors/machines.ts';

/** The second group's purpose: what needs a person. It reads with version 3, so it sees firmware and unit codes. */
export interface Alerts {
  /** Sensors that are out of bounds now, as text. */
  readonly active: ReadonlyMap<string, string>;
  /** Alarms raised so far. */
  readonly raised: number;
  /** Changes to FAULT so far. */
  readonly faults: number;
  noteReading(reading: MachineSensor): void;
  noteState(state: MachineState): void;
}

const LIMITS: ReadonlyMap<string, number> = new Map(
  (MACHINES as readonly MachineSpec[]).flatMap(({ machine, sensors }) =>
    sensors.map(({ sensor, alarmAbove }) => [`${machine} ${sensor}`, alarmAbove] as const),
  ),
);

export function createAlerts(): Alerts {
  const active = new Map<string, string>();
  let raised = 0;
  let faults = 0;
  return {
    active,
    get raised() {
      return raised;
    },
    get faults() {
      return faults;
    },
    noteReading({ machine, sensor, value, units, unitCode, firmware }) {
      const place = `${machine} ${sensor}`;
      const limit = LIMITS.get(place);
      if (limit === undefined || value <= limit) {
        active.delete(place);
        return;
      }
      if (!active.has(place)) raised += 1;
      // Older firmware knows no unit code: the schema's default is empty, and the old field still holds the unit.
      const unit = unitCode === '' ? units : unitCode;
      active.set(place, `${place} ${value.toFixed(1)} ${unit} > ${limit} (firmware ${firmware ?? 'not said'})`);
    },
    noteState({ state }) {
      if (state === 'FAULT') faults += 1;
    },
  };
}
