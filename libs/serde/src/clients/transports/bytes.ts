import { decodeText, encodeText } from '../text.ts';
import type { RecordHeaders } from '../transport.ts';

/** Node's `Buffer`, which Kafka clients want and browsers have not: whoever has the client library has it too. */
export interface BufferMaker {
  from(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array;
}

/** Node's view of bytes. */
export function toBuffer(buffers: BufferMaker, bytes: Uint8Array): Uint8Array {
  return buffers.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The plain view of what a client hands out; `null` for what is not there. */
export function toBytes(buffer: Uint8Array | null | undefined): Uint8Array | null {
  return buffer == null ? null : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** Headers by name, several values of one in an array, as KafkaJS has them. */
export function groupHeaders(buffers: BufferMaker, headers: RecordHeaders): Record<string, Uint8Array | Uint8Array[]> {
  const groups = new Map<string, Uint8Array[]>();
  for (const [name, value] of headers) groups.set(name, [...(groups.get(name) ?? []), toBuffer(buffers, value)]);
  return Object.fromEntries(
    Array.from(groups, ([name, values]) => [name, values.length === 1 ? (values[0] ?? []) : values]),
  );
}

/** The other way round; text is UTF-8. */
export function listHeaders(
  headers: Readonly<Record<string, Uint8Array | string | readonly (Uint8Array | string)[] | undefined>> = {},
): RecordHeaders {
  return Object.entries(headers).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as readonly (Uint8Array | string)[]) : [value as Uint8Array | string];
    return values
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, typeof item === 'string' ? encodeText(item) : (toBytes(item) ?? item)] as const);
  });
}

/** A header's name; one that is not UTF-8 shows as such. */
export function readHeaderName(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
