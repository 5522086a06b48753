// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import type { Place } from './place.ts';
import {
  putTag,
  putString,
  getString,
  requireFields,
  getTag,
  skipField,
  locate,
  createProtobufCodec,
} from '@sluice/serde/emitted';
import type { ProtobufWriter, ProtobufReader, ProtobufCodec } from '@sluice/serde/emitted';

export function writePlace(w: ProtobufWriter, value: Place): void {
  { putTag(w, 10); putString(w, value.hall, 'hall'); }
}

const FIELDS = { 1: 'hall' };

export function readPlace(r: ProtobufReader, known?: Place): Place {
  const value: Omit<Place, 'hall'> & Partial<Pick<Place, 'hall'>> = known ?? {  };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = getTag(r);
      switch (tag) {
        case 10: value.hall = getString(r); break;
        default: skipField(r, tag);
      }
    }
  } catch (error) {
    throw locate(error, FIELDS, tag, value);
  }
  return requireFields<Place>(r, value, ['hall']);
}

/** Of Protobuf message `acme.old.Place`. */
export const placeCodec: ProtobufCodec<Place> = createProtobufCodec('acme.old.Place', writePlace, readPlace);
