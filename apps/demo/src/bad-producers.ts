import type { RejectionReason } from '@sluice/gate';
import { ENVELOPE_BYTES, writeEnvelope } from '@sluice/serde';
import type { DoorSensor } from './gen/doors/index.ts';
import { machineSensorCodec, machineStateCodec } from './gen/factory/index.ts';
import { clickCodec } from './gen/shop/index.ts';
import { TOPICS } from './topics.ts';

/** Well-formed values that the mistakes are made from, each with its envelope. */
export interface GoodValues {
  /** A reading under version 1 of MachineSensor. */
  readonly reading: Uint8Array;
  /** A state of MachineState, whose enum is its last byte. */
  readonly state: Uint8Array;
  /** A click on a page of the shop. */
  readonly click: Uint8Array;
}

/** How a mistake gets to the broker. */
export interface MistakeSender {
  /** As bytes, past the generated classes: these cannot make the mistake. */
  sendBytes(value: Uint8Array): Promise<void>;
  /** By the generated class, which does not check what its caller read from a sensor. */
  sendDoor(value: DoorSensor): Promise<void>;
}

/** A producer that makes one kind of mistake, in batches of its own. */
export interface BadProducer {
  readonly name: string;
  /** Who sends it: its key. */
  readonly sender: string;
  readonly topic: string;
  /** What went wrong at the plant. */
  readonly why: string;
  /** What the gate has to find. */
  readonly reason: RejectionReason;
  send(sender: MistakeSender, good: GoodValues): Promise<void>;
}

const SENSORS = TOPICS.sensors.name;
const STATES = TOPICS.states.name;
const DOORS = TOPICS.doors.name;
const CLICKS = TOPICS.clicks.name;
const NEVER_ISSUED_ID = 999_999;

export const BAD_PRODUCERS = [
  {
    name: 'plain JSON',
    sender: 'WebcamWanda',
    topic: SENSORS,
    why: 'an intern read about the topic, but not about the registry',
    reason: 'not-framed',
    send: ({ sendBytes }) =>
      sendBytes(new TextEncoder().encode('{"machine":"WebcamWanda","sensor":"Light","value":3.4,"units":"lx"}')),
  },
  {
    name: 'id of another subject',
    sender: 'PalletPaul',
    topic: SENSORS,
    why: 'a machine state sent to the topic of the readings',
    reason: 'other-subject',
    send: ({ sendBytes }, { state }) => sendBytes(state),
  },
  {
    name: 'id never issued',
    sender: 'ClonedChris',
    topic: SENSORS,
    why: 'a controller cloned from another plant, with that registry’s ids',
    reason: 'unknown-id',
    send: ({ sendBytes }, { reading }) => sendBytes(withId(reading, NEVER_ISSUED_ID)),
  },
  {
    name: 'truncated record',
    sender: 'RadioRita',
    topic: SENSORS,
    why: 'a radio link that drops the last bytes',
    reason: 'malformed',
    send: ({ sendBytes }, { reading }) => sendBytes(reading.subarray(0, -1)),
  },
  {
    name: 'enum out of range',
    sender: 'PatchedPete',
    topic: STATES,
    why: 'a controller patched by hand to a fourth state, which MachineState does not have',
    reason: 'malformed',
    send: ({ sendBytes }, { state }) => sendBytes(withByte(state, state.length - 1, 6)), // zigzag: 6 is index 3
  },
  {
    name: 'third state of a door',
    sender: 'Back Door',
    topic: DOORS,
    why: 'a sensor of another maker, for whom a door may also stand ajar',
    reason: 'malformed',
    send: ({ sendDoor }) => sendDoor(JSON.parse('{"location":"Back Door","state":"ajar"}')),
  },
  {
    name: 'door without a place',
    sender: 'New Door',
    topic: DOORS,
    why: 'a sensor mounted in a hurry, which nobody told where it is',
    reason: 'malformed',
    send: ({ sendDoor }) => sendDoor(JSON.parse('{"state":"open"}')),
  },
  {
    name: 'bytes behind the record',
    sender: 'AdInjector',
    topic: CLICKS,
    why: 'a browser extension that adds its own to whatever a page sends',
    reason: 'left-over',
    send: ({ sendBytes }, { click }) => sendBytes(damage(click)),
  },
] as const satisfies readonly BadProducer[];

/** The mistake of a machine that does well otherwise: one damaged record among good ones. */
export const MIXED_BATCH = 'mixed batch';

/** Who makes a mistake, and why; `undefined` for a kind that nobody makes on purpose. */
export function explainMistake(kind: string): string | undefined {
  if (kind === MIXED_BATCH) return 'one record with a byte too many; the good ones around it were sent again';
  const found: BadProducer | undefined = BAD_PRODUCERS.find(({ name }) => name === kind);
  return found && `${found.sender}: ${found.why}`;
}

/** The schemas' ids that good values have. */
export type GoodIds = Readonly<Record<keyof GoodValues, number>>;

/** Good values with the envelopes of these schemas. */
export function makeGoodValues(ids: GoodIds): GoodValues {
  const visitor = '7b1c0d52-93a4-4d8e-8f1e-5a6b7c8d9e0f';
  return {
    reading: frame(
      ids.reading,
      machineSensorCodec.encode({ machine: 'SuperOven3000', sensor: 'OvenTemp', value: 221.5, units: 'C' }),
    ),
    state: frame(ids.state, machineStateCodec.encode({ machine: 'SuperOven3000', state: 'RUNNING' })),
    click: frame(ids.click, clickCodec.encode({ visitor, at: 1_763_700_000_000, page: '/search', device: 'DESKTOP' })),
  };
}

/** The bytes of a good value, damaged so that it decodes with a byte left over. */
export function damage(value: Uint8Array): Uint8Array {
  const damaged = new Uint8Array(value.length + 1);
  damaged.set(value);
  return damaged;
}

function frame(id: number, payload: Uint8Array): Uint8Array {
  const framed = new Uint8Array(ENVELOPE_BYTES + payload.length);
  framed.set(payload, writeEnvelope(framed, 0, id));
  return framed;
}

function withId(value: Uint8Array, id: number): Uint8Array {
  const changed = value.slice();
  writeEnvelope(changed, 0, id);
  return changed;
}

function withByte(value: Uint8Array, place: number, byte: number): Uint8Array {
  const changed = value.slice();
  changed[place] = byte;
  return changed;
}
