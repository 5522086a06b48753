import type { RejectionReason } from '@sluice/gate';
import { ENVELOPE_BYTES, writeEnvelope } from '@sluice/serde';
import { machineSensorCodec, machineStateCodec } from './gen/firmware-1/index.ts';
import { TOPICS } from './topics.ts';

/** Well-formed values that the mistakes are made from, each with its envelope. */
export interface GoodValues {
  /** A reading under version 1 of MachineSensor. */
  readonly reading: Uint8Array;
  /** A state of MachineState, whose enum is its last byte. */
  readonly state: Uint8Array;
}

/** A producer that makes one kind of mistake, in batches of its own. */
export interface BadProducer {
  readonly name: string;
  /** The machine that sends it: its key. */
  readonly machine: string;
  readonly topic: string;
  /** What went wrong at the plant. */
  readonly why: string;
  /** What the gate has to find. */
  readonly reason: RejectionReason;
  bytes(good: GoodValues): Uint8Array;
}

const SENSORS = TOPICS.sensors.name;
const STATES = TOPICS.states.name;
const NEVER_ISSUED_ID = 999_999;

export const BAD_PRODUCERS = [
  {
    name: 'plain JSON',
    machine: 'WebcamWanda',
    topic: SENSORS,
    why: 'an intern read about the topic, but not about the registry',
    reason: 'not-framed',
    bytes: () => new TextEncoder().encode('{"machine":"WebcamWanda","sensor":"Light","value":3.4,"units":"lx"}'),
  },
  {
    name: 'id of another subject',
    machine: 'PalletPaul',
    topic: SENSORS,
    why: 'a machine state sent to the topic of the readings',
    reason: 'other-subject',
    bytes: ({ state }) => state,
  },
  {
    name: 'id never issued',
    machine: 'ClonedChris',
    topic: SENSORS,
    why: 'a controller cloned from another plant, with that registry’s ids',
    reason: 'unknown-id',
    bytes: ({ reading }) => withId(reading, NEVER_ISSUED_ID),
  },
  {
    name: 'truncated record',
    machine: 'RadioRita',
    topic: SENSORS,
    why: 'a radio link that drops the last bytes',
    reason: 'malformed',
    bytes: ({ reading }) => reading.subarray(0, -1),
  },
  {
    name: 'enum out of range',
    machine: 'PatchedPete',
    topic: STATES,
    why: 'a controller patched by hand to a fourth state, which MachineState does not have',
    reason: 'malformed',
    bytes: ({ state }) => withLastByte(state, 6), // Avro writes an enum as a zigzag int: 6 is index 3
  },
] as const satisfies readonly BadProducer[];

/** The mistake of a machine that does well otherwise: one damaged record among good ones. */
export const MIXED_BATCH = 'mixed batch';

/** Who makes a mistake, and why; `undefined` for a kind that nobody makes on purpose. */
export function explainMistake(kind: string): string | undefined {
  if (kind === MIXED_BATCH) return 'one record with a byte too many; the good ones around it were sent again';
  const found: BadProducer | undefined = BAD_PRODUCERS.find(({ name }) => name === kind);
  return found && `${found.machine}: ${found.why}`;
}

/** Good values with the envelopes of these schemas. */
export function makeGoodValues(ids: { readonly reading: number; readonly state: number }): GoodValues {
  const reading = machineSensorCodec.encode({ machine: 'SuperOven3000', sensor: 'OvenTemp', value: 221.5, units: 'C' });
  const state = machineStateCodec.encode({ machine: 'SuperOven3000', state: 'RUNNING' });
  return { reading: frame(ids.reading, reading), state: frame(ids.state, state) };
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

function withLastByte(value: Uint8Array, byte: number): Uint8Array {
  const changed = value.slice();
  changed[changed.length - 1] = byte;
  return changed;
}
