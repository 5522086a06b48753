// Made by `sluice generate --avro schemas/json-objects --out gen`; edit its source instead.

/**
 * Door sensor
 *
 * One door.
 */
export interface DoorSensor {
  location: DoorSensorLocation;
  /** Whether it is open. */
  state: 'open' | 'closed';
  /** Format: `date-time`. */
  at?: string;
  /**
   * From `0` up.
   *
   * @defaultValue `1`
   */
  battery?: number | null;
  kind?: 'door';
  /** @deprecated */
  'a-b'?: boolean;
  tags?: string[];
  history?: DoorSensorHistoryItem[];
  pair?: [string, number];
  'old pair'?: [string, (string | null)?, ...unknown[]];
  bounds?: ('left' | 'right')[];
  open?: Record<string, unknown>;
  labels?: Record<string, string>;
  anything?: unknown;
  never?: never;
  /** From `3` up. */
  odd?: unknown;
  nullable?: string | null;
  mode?: 'a mode that takes room' | 'another mode that takes room' | 'yet another mode that takes room' | 'm';
}

export interface DoorSensorLocation {
  /** Which hall *\/ it is in. */
  hall: string;
  /** From `1` to `99`. */
  door?: number;
}

export interface DoorSensorHistoryItem {
  state?: 'open' | 'closed' | 1 | true | null;
}
