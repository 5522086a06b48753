import { decoderOf } from './decode-message.ts';
import { encoderOf } from './encode-message.ts';
import { KafkaError } from './error.ts';
import { closeSink, createSink, writeInt16 } from './sink.ts';
import { createSource, readInt16 } from './source.ts';
import type { Infer, InferWritable, VersionedTable } from './table.ts';

/**
 * Reads a message behind its int16 version. Bytes and strings as in `decodeRequest`. Throws KafkaError when it is malformed
 * or of a version the table does not know.
 */
export function decodeVersioned<const Table extends VersionedTable>(table: Table, bytes: Uint8Array): Infer<Table> {
  const source = createSource(bytes, 0);
  const [, max] = table.versions;
  const version = readInt16(source);
  const known = table.readsNewer === true ? Math.min(version, max) : version;
  checkVersion(table, known);
  return decoderOf(table, known, isFlexible(table, known))(source) as Infer<Table>;
}

/** Writes a message behind its int16 version; bytes of its own. Throws KafkaError when a value does not fit its field. */
export function encodeVersioned<const Table extends VersionedTable>(
  table: Table,
  version: number,
  value: InferWritable<Table>,
): Uint8Array {
  checkVersion(table, version);
  const sink = createSink();
  writeInt16(sink, version);
  encoderOf(table, version, isFlexible(table, version))(sink, value);
  return joinParts(closeSink(sink));
}

function isFlexible(table: VersionedTable, version: number): boolean {
  return table.flexibleFrom !== undefined && version >= table.flexibleFrom;
}

function checkVersion(table: VersionedTable, version: number): void {
  const [min, max] = table.versions;
  if (version >= min && version <= max) return;
  throw new KafkaError(`${table.name} version ${version} is outside ${min} to ${max}`, {
    error: 'UNSUPPORTED_VERSION',
  });
}

/** A copy, since these are kept: a view would keep its whole slab. */
function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sizeBytes, part) => sizeBytes + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
