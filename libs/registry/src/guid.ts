import { createHash } from 'node:crypto';
import type { SchemaReference } from '@sluice/formats';

/**
 * The name of a schema's content, the same in every registry: the MD5 of its canonical text, then of each reference its
 * name, its subject, and its version as 4 bytes, big-endian, written as a UUID. (Confluent's derivation; its golden
 * values are in the test.)
 */
export function deriveGuid(canonical: string, references: readonly SchemaReference[]): string {
  const hash = createHash('md5').update(canonical);
  for (const { name, subject, version } of references) {
    const versionBytes = new Uint8Array(4);
    new DataView(versionBytes.buffer).setInt32(0, version);
    hash.update(name).update(subject).update(versionBytes);
  }
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
