// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import type { Machine, MachineInput } from './machine.ts';
import { writeMachineEngine, readMachineEngine } from './machine/engine.codec.ts';
import { writeMachineTrailer, readMachineTrailer } from './machine/trailer.codec.ts';
import { writeMachineWheel, readMachineWheel } from './machine/wheel.codec.ts';
import { MODE_NUMBERS } from './mode.ts';
import { writePlace, readPlace } from './place.codec.ts';
import {
  putTag,
  putInt32,
  putString,
  putInt64,
  putMessage,
  putList,
  putPacked,
  putEnum,
  closedEnum,
  putRecord,
  putGroup,
  putGroups,
  putBytes,
  refuseCase,
  getInt32,
  getString,
  getInt64,
  getMessage,
  getPacked,
  pushKnown,
  setRecord,
  getEntry,
  getGroup,
  getBytes,
  requireFields,
  getTag,
  skipField,
  locate,
  createProtobufCodec,
} from '@sluice/serde/emitted';
import type { ProtobufWriter, ProtobufReader, ProtobufCodec } from '@sluice/serde/emitted';

const putMode = putEnum(MODE_NUMBERS, 'acme.old.Mode', false);
const getMode = closedEnum(MODE_NUMBERS);

export function writeMachine(w: ProtobufWriter, value: MachineInput): void {
  if (value.extra !== undefined && value.extra?.case !== 'otherMode' && value.extra?.case !== 'otherPlace' && value.extra?.case !== 'trailer') refuseCase('extra', (value.extra as { case?: unknown } | null)?.case, 'otherMode, otherPlace, trailer');
  { putTag(w, 8); putInt32(w, value.id, 'id'); }
  if (value.name !== undefined) { putTag(w, 18); putString(w, value.name, 'name'); }
  if (value.size !== undefined) { putTag(w, 24); putInt64(w, value.size, 'size'); }
  { putTag(w, 34); putMessage(w, value.place, writePlace, 'place'); }
  if (value.numbers !== undefined) putList(w, 40, value.numbers, putInt32, 'numbers');
  if (value.packedNumbers !== undefined) putPacked(w, 50, value.packedNumbers, putInt32, 'packedNumbers');
  if (value.mode !== undefined) { putTag(w, 56); putMode(w, value.mode, 'mode'); }
  if (value.modes !== undefined) putList(w, 64, value.modes, putMode, 'modes');
  if (value.packedModes !== undefined) putPacked(w, 74, value.packedModes, putMode, 'packedModes');
  if (value.modesByName !== undefined) putRecord(w, 82, value.modesByName, 16, putMode, 'modesByName');
  if (value.engine !== undefined) putGroup(w, 91, value.engine, writeMachineEngine, 'engine');
  if (value.wheel !== undefined) putGroups(w, 99, value.wheel, writeMachineWheel, 'wheel');
  if (value.extra?.case === 'otherMode') { putTag(w, 104); putMode(w, value.extra.value, 'otherMode'); }
  if (value.extra?.case === 'otherPlace') { putTag(w, 114); putMessage(w, value.extra.value, writePlace, 'otherPlace'); }
  if (value.extra?.case === 'trailer') putGroup(w, 123, value.extra.value, writeMachineTrailer, 'trailer');
  if (value.data !== undefined) { putTag(w, 130); putBytes(w, value.data, 'data'); }
}

const FIELDS = { 1: 'id', 2: 'name', 3: 'size', 4: 'place', 5: 'numbers', 6: 'packedNumbers', 7: 'mode', 8: 'modes', 9: 'packedModes', 10: 'modesByName', 11: 'engine', 12: 'wheel', 13: 'otherMode', 14: 'otherPlace', 15: 'trailer', 16: 'data' };

export function readMachine(r: ProtobufReader, known?: Machine): Machine {
  const value: Omit<Machine, 'id' | 'place'> & Partial<Pick<Machine, 'id' | 'place'>> = known ?? { numbers: [], packedNumbers: [], modes: [], packedModes: [], modesByName: {}, wheel: [] };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = getTag(r);
      switch (tag) {
        case 8: value.id = getInt32(r); break;
        case 18: value.name = getString(r); break;
        case 24: value.size = getInt64(r); break;
        case 34: value.place = getMessage(r, readPlace, value.place); break;
        case 42: getPacked(r, value.numbers, getInt32); break;
        case 40: value.numbers.push(getInt32(r)); break;
        case 50: getPacked(r, value.packedNumbers, getInt32); break;
        case 48: value.packedNumbers.push(getInt32(r)); break;
        case 56: { const item = getMode(r); if (item !== undefined) value.mode = item; } break;
        case 66: getPacked(r, value.modes, getMode); break;
        case 64: pushKnown(value.modes, getMode(r)); break;
        case 74: getPacked(r, value.packedModes, getMode); break;
        case 72: pushKnown(value.packedModes, getMode(r)); break;
        case 82: setRecord(value.modesByName, getEntry(r, 10, getString, '', 16, getMode, () => 'SLOW')); break;
        case 91: value.engine = getGroup(r, 91, readMachineEngine, value.engine); break;
        case 99: value.wheel.push(getGroup(r, 99, readMachineWheel)); break;
        case 104: { const item = getMode(r); if (item !== undefined) value.extra = { case: 'otherMode', value: item }; } break;
        case 114: value.extra = { case: 'otherPlace', value: getMessage(r, readPlace, value.extra?.case === 'otherPlace' ? value.extra.value : undefined) }; break;
        case 123: value.extra = { case: 'trailer', value: getGroup(r, 123, readMachineTrailer, value.extra?.case === 'trailer' ? value.extra.value : undefined) }; break;
        case 130: value.data = getBytes(r); break;
        default: skipField(r, tag);
      }
    }
  } catch (error) {
    throw locate(error, FIELDS, tag, value);
  }
  return requireFields<Machine>(r, value, ['id', 'place']);
}

/** Of Protobuf message `acme.old.Machine`. */
export const machineCodec: ProtobufCodec<Machine, MachineInput> = createProtobufCodec('acme.old.Machine', writeMachine, readMachine);
