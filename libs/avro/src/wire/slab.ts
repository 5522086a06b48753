import { AvroError } from '../avro-error.ts';

type Encode = (value: unknown, bytes: Uint8Array, start: number, depth: 0) => number;

/** One allocation serves many messages: making a typed array of its own costs more than writing a small one. */
const SLAB_BYTES = 32_768;

let slab = new Uint8Array(SLAB_BYTES);
/** Kept beside it: a new array over a known buffer is a third cheaper than `subarray`. */
let buffer = slab.buffer;
let used = 0;
/** Room that the next value probably fits in: twice the largest of late. */
let reserve = 256;

/** Encodes into a slab that all codecs share and returns the part written. Larger values get an array of their own. */
export function writeToSlab(encode: Encode, value: unknown): Uint8Array {
  if (used + reserve > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    buffer = slab.buffer;
    used = 0;
    reserve = Math.max(256, reserve >> 1);
  }
  const target = slab;
  const memory = buffer;
  const start = used;
  // Reading the value may run a getter that encodes too: until the end is known the rest of the slab is taken.
  used = target.length;
  let end = start;
  try {
    end = encode(value, target, start, 0);
  } finally {
    if (slab === target) used = end <= target.length ? end : start;
  }
  const size = end - start;
  if (size > reserve >> 1 && reserve < SLAB_BYTES >> 1) reserve = Math.min(2 * size, SLAB_BYTES >> 1);
  if (end <= target.length) return new Uint8Array(memory, start, size);
  return writeAlone(encode, value, size);
}

/** How often a value may be longer than when it was last read, as getters can make it. */
const MAX_GROWTHS = 3;

function writeAlone(encode: Encode, value: unknown, size: number): Uint8Array {
  for (let room = size, tries = 0; tries <= MAX_GROWTHS; tries++) {
    const own = new Uint8Array(room);
    const end = encode(value, own, 0, 0);
    if (end <= room) return own.subarray(0, end);
    room = 2 * end;
  }
  throw new AvroError('the value grows while it is being written');
}
