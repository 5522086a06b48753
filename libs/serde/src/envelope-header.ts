import { readEnvelope, writeEnvelope, ENVELOPE_BYTES } from './envelope.ts';
import type { RecordPart } from './subject-name.ts';

/** How a record says which schema its key or value is written with. */
export type SchemaMark = { readonly id: number } | { readonly guid: string };

/** The record headers that carry a schema's id in place of the envelope (Confluent's HeaderSchemaIdSerializer). */
export const SCHEMA_ID_HEADERS = {
  key: '__key_schema_id',
  value: '__value_schema_id',
} as const satisfies Record<RecordPart, string>;

const MAGIC_BYTE = 1;
const GUID_BYTES = 16;

/** The content of a schema id header: a one and the guid's 16 bytes. @throws RangeError where it is no guid */
export function writeGuidHeader(guid: string): Uint8Array {
  const digits = guid.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw new RangeError(`${JSON.stringify(guid)} is no guid`);
  const bytes = new Uint8Array(1 + GUID_BYTES);
  bytes[0] = MAGIC_BYTE;
  for (let index = 0; index < GUID_BYTES; index++) {
    bytes[1 + index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

/** The content of a schema id header for a registry without guids: the envelope, which readers take there too. */
export function writeIdHeader(id: number): Uint8Array {
  const bytes = new Uint8Array(ENVELOPE_BYTES);
  writeEnvelope(bytes, 0, id);
  return bytes;
}

/**
 * What a schema id header says, or `undefined` when it is none. Behind the id may stand which message of a Protobuf
 * schema the bytes are: `rest`.
 */
export function readSchemaIdHeader(bytes: Uint8Array): (SchemaMark & { readonly rest?: Uint8Array }) | undefined {
  const isGuid = bytes.length > GUID_BYTES && bytes[0] === MAGIC_BYTE;
  const id = isGuid ? undefined : readEnvelope(bytes);
  if (!isGuid && id === undefined) return undefined;
  const end = isGuid ? 1 + GUID_BYTES : ENVELOPE_BYTES;
  const more = bytes.length === end ? {} : { rest: bytes.subarray(end) };
  if (id !== undefined) return { id, ...more };
  const digits = Array.from(bytes.subarray(1, end), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { guid: digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), ...more };
}
