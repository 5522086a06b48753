import type { DoorSensor } from './gen/door-alarm/index.ts';

/** The purpose of the group of the doors: it rings while one stays open. */
export interface DoorAlarm {
  /** When each door that is open now was opened, in ms. */
  readonly openSince: ReadonlyMap<string, number>;
  /** Doors seen so far. */
  readonly doors: number;
  noteDoor(door: DoorSensor, atMs: number): void;
  /** The doors that are open for too long. */
  ringing(nowMs: number): readonly string[];
}

const OPEN_TOO_LONG_MS = 2_000;

export function createDoorAlarm(): DoorAlarm {
  const openSince = new Map<string, number>();
  const doors = new Set<string>();
  return {
    openSince,
    get doors() {
      return doors.size;
    },
    noteDoor({ location, state }, atMs) {
      doors.add(location);
      if (state === 'closed') openSince.delete(location);
      else if (!openSince.has(location)) openSince.set(location, atMs);
    },
    ringing: (nowMs) => [...openSince].filter(([, atMs]) => nowMs - atMs > OPEN_TOO_LONG_MS).map(([door]) => door),
  };
}
