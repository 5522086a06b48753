// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import type { MachineTrailer } from './trailer.ts';
import { putTag, putString, getString, getTag, skipField, locate, createProtobufCodec } from '@sluice/serde/emitted';
import type { ProtobufWriter, ProtobufReader, ProtobufCodec } from '@sluice/serde/emitted';

export function writeMachineTrailer(w: ProtobufWriter, value: MachineTrailer): void {
  if (value.plate !== undefined) { putTag(w, 10); putString(w, value.plate, 'plate'); }
}

const FIELDS = { 1: 'plate' };

export function readMachineTrailer(r: ProtobufReader, known?: MachineTrailer): MachineTrailer {
  const value: MachineTrailer = known ?? {  };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = getTag(r);
      switch (tag) {
        case 10: value.plate = getString(r); break;
        default: skipField(r, tag);
      }
    }
  } catch (error) {
    throw locate(error, FIELDS, tag, value);
  }
  return value;
}

/** Of Protobuf message `acme.old.Machine.Trailer`. */
export const machineTrailerCodec: ProtobufCodec<MachineTrailer> = createProtobufCodec('acme.old.Machine.Trailer', writeMachineTrailer, readMachineTrailer);
