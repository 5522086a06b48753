// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import { writeMachine, readMachine } from '../machine.codec.ts';
import type { MachineEngine, MachineEngineInput } from './engine.ts';
import {
  putTag,
  putInt32,
  putMessage,
  getInt32,
  getMessage,
  getTag,
  skipField,
  locate,
  createProtobufCodec,
} from '@sluice/serde/emitted';
import type { ProtobufWriter, ProtobufReader, ProtobufCodec } from '@sluice/serde/emitted';

export function writeMachineEngine(w: ProtobufWriter, value: MachineEngineInput): void {
  if (value.power !== undefined) { putTag(w, 8); putInt32(w, value.power, 'power'); }
  if (value.machine !== undefined) { putTag(w, 18); putMessage(w, value.machine, writeMachine, 'machine'); }
}

const FIELDS = { 1: 'power', 2: 'machine' };

export function readMachineEngine(r: ProtobufReader, known?: MachineEngine): MachineEngine {
  const value: MachineEngine = known ?? {  };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = getTag(r);
      switch (tag) {
        case 8: value.power = getInt32(r); break;
        case 18: value.machine = getMessage(r, readMachine, value.machine); break;
        default: skipField(r, tag);
      }
    }
  } catch (error) {
    throw locate(error, FIELDS, tag, value);
  }
  return value;
}

/** Of Protobuf message `acme.old.Machine.Engine`. */
export const machineEngineCodec: ProtobufCodec<MachineEngine, MachineEngineInput> = createProtobufCodec('acme.old.Machine.Engine', writeMachineEngine, readMachineEngine);
