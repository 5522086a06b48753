import type { Crc32c } from '@sluice/kafka';
import type { LogBackend } from './log-backend.ts';

/**
 * Small files of Kafka's text formats, which have no checksum of their own: it is kept in a file beside each, `.crc32c`,
 * that Kafka does not look at. There stand the checksums of the text that is about to be written and of the one before,
 * so that a crash in between is no damage.
 */
export interface CheckedFile {
  /** Undefined when there is none. Without a checksum it is taken as it is. */
  read(): Promise<{ readonly text: string; readonly isDamaged: boolean } | undefined>;
  /** Replaces it; one call at a time. */
  replace(text: string): Promise<void>;
}

const MAX_CHECKSUM_FILE_BYTES = 18;

export function openCheckedFile(path: string, backend: LogBackend, crc32c: Crc32c): CheckedFile {
  const checksumPath = `${path}.crc32c`;
  /** Of the text that is there. */
  let current: string | undefined;

  return {
    async read() {
      const bytes = await backend.readFile(path);
      const checksums = await backend.readFile(checksumPath);
      if (bytes === undefined) return undefined;
      const checksum = formatChecksum(crc32c(bytes));
      current = checksum;
      const known = checksums && new TextDecoder().decode(checksums.subarray(0, MAX_CHECKSUM_FILE_BYTES)).split('\n');
      return { text: new TextDecoder().decode(bytes), isDamaged: known !== undefined && !known.includes(checksum) };
    },
    async replace(text) {
      const bytes = new TextEncoder().encode(text);
      const checksum = formatChecksum(crc32c(bytes));
      const checksums = [checksum, current ?? checksum].map((line) => `${line}\n`).join('');
      await backend.replaceFile(checksumPath, new TextEncoder().encode(checksums));
      await backend.replaceFile(path, bytes);
      current = checksum;
    },
  };
}

function formatChecksum(checksum: number): string {
  return (checksum >>> 0).toString(16).padStart(8, '0');
}
