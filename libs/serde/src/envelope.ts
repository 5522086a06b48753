import { SerdeError } from './serde-error.ts';

/** Length of the envelope before every payload: a zero byte and the schema's id. */
export const ENVELOPE_BYTES = 5;

const MAGIC_BYTE = 0;

/**
 * The schema id of an enveloped payload in `bytes[start, end)`, or `undefined` when it is not enveloped.
 * The payload begins at `start + ENVELOPE_BYTES`. (Confluent wire format: 0x00, then the id as 4 bytes, big-endian.)
 */
export function readEnvelope(bytes: Uint8Array, start = 0, end = bytes.length): number | undefined {
  if (end - start < ENVELOPE_BYTES || bytes[start] !== MAGIC_BYTE) return undefined;
  const high = byteAt(bytes, start + 1);
  const rest = (byteAt(bytes, start + 2) << 16) | (byteAt(bytes, start + 3) << 8) | byteAt(bytes, start + 4);
  return high * 0x1000000 + rest;
}

/** As {@link readEnvelope}. @throws SerdeError `not-framed` where there is none */
export function requireEnvelope(bytes: Uint8Array): number {
  const id = readEnvelope(bytes);
  if (id !== undefined) return id;
  const message = `${bytes.length} bytes without the envelope of a registered schema (a zero byte and its id)`;
  throw new SerdeError('not-framed', message);
}

/** Writes the envelope of schema `id` at `offset` and answers where the payload begins. */
export function writeEnvelope(target: Uint8Array, offset: number, id: number): number {
  target[offset] = MAGIC_BYTE;
  target[offset + 1] = id >>> 24;
  target[offset + 2] = id >>> 16;
  target[offset + 3] = id >>> 8;
  target[offset + 4] = id;
  return offset + ENVELOPE_BYTES;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
