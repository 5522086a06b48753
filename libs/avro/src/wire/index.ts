/** What compiled code calls: one namespace, handed to it at run time and imported by it where it stands in a file. */
export { MALFORMED, MAX_DEPTH, MISMATCH } from './faults.ts';
export {
  readBigLong,
  readBytes,
  readCount,
  readDouble,
  readFixed,
  readFloat,
  readLength,
  readLong,
  readLongAsDouble,
  readLongAsFloat,
  readLongText,
  readVar32,
  setEntry,
  skipVar64,
  takeValues,
} from './read.ts';
export { readKey } from './read-key.ts';
export { readString } from './read-string.ts';
export { readStrictString, skipStrictString, writeStrictString } from './strict-string.ts';
export {
  findTag,
  isLongText,
  isObject,
  keysOf,
  onlyKey,
  ownValue,
  writeBytes,
  writeDouble,
  writeFixed,
  writeFloat,
  writeLong,
  writeLongText,
  writeVar32,
} from './write.ts';
export { writeString } from './write-string.ts';
