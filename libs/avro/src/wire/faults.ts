/**
 * Compiled code throws these two and nothing else: it keeps no paths, so that good data costs nothing. Whoever called it
 * then walks the same plan slowly to say what is wrong and where. They carry no stack, for hostile data comes often.
 */
export const MALFORMED: unique symbol = Symbol('malformed bytes');
export const MISMATCH: unique symbol = Symbol('value does not match');

/** How deep recursive types may nest: enough for any data seen, and far from the end of any stack. */
export const MAX_DEPTH = 1024;

/** How many values one value may hold in items that take no bytes: nothing else bounds them, for a count of 2^31 takes 5 bytes. */
export const MAX_EMPTY_ITEMS = 32_768;

/**
 * How many values without bytes (nulls, a reader's defaults, tags, records) each byte of items and branches pays for
 * besides: about what a byte makes at most of a schema that has none of them, an empty array or map, takes as much memory.
 * Twenty new fields in an item of two bytes are no attack; a thousand are.
 */
export const VALUES_PER_BYTE = 16;

/** Whether a failure of compiled code is about the data. A stack may end before MAX_DEPTH when the caller's is deep. */
export function isDataFault(error: unknown): boolean {
  return error === MALFORMED || error === MISMATCH || error instanceof RangeError;
}
