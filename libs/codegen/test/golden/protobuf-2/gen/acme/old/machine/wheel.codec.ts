// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import type { MachineWheel } from './wheel.ts';
import {
  putTag,
  putDouble,
  getDouble,
  requireFields,
  getTag,
  skipField,
  locate,
  createProtobufCodec,
} from '@sluice/serde/emitted';
import type { ProtobufWriter, ProtobufReader, ProtobufCodec } from '@sluice/serde/emitted';

export function writeMachineWheel(w: ProtobufWriter, value: MachineWheel): void {
  { putTag(w, 9); putDouble(w, value.size, 'size'); }
}

const FIELDS = { 1: 'size' };

export function readMachineWheel(r: ProtobufReader, known?: MachineWheel): MachineWheel {
  const value: Omit<MachineWheel, 'size'> & Partial<Pick<MachineWheel, 'size'>> = known ?? {  };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = getTag(r);
      switch (tag) {
        case 9: value.size = getDouble(r); break;
        default: skipField(r, tag);
      }
    }
  } catch (error) {
    throw locate(error, FIELDS, tag, value);
  }
  return requireFields<MachineWheel>(r, value, ['size']);
}

/** Of Protobuf message `acme.old.Machine.Wheel`. */
export const machineWheelCodec: ProtobufCodec<MachineWheel> = createProtobufCodec('acme.old.Machine.Wheel', writeMachineWheel, readMachineWheel);
