import type { Crc32c } from '@sluice/kafka';

/** Kafka's file that says which topic a partition directory belongs to. */
export const METADATA_FILE = 'partition.metadata';

/** Kafka's two lines and a third that it does not read: the checksum of those two. */
export function formatPartitionMetadata(topicId: string, crc32c: Crc32c): string {
  const text = `version: 0\ntopic_id: ${topicId}\n`;
  return `${text}crc32c: ${checksumOf(text, crc32c)}\n`;
}

/**
 * The topic id in the file. Where it does not fit the checksum, `expectedId` if the checksum is that one's, else
 * undefined. Kafka's own files have no checksum.
 */
export function readPartitionMetadata(
  text: string,
  expectedId: string,
  crc32c: Crc32c,
): { readonly topicId: string | undefined; readonly isDamaged: boolean } {
  if (text === formatPartitionMetadata(expectedId, crc32c)) return { topicId: expectedId, isDamaged: false };
  const match = /^version: 0\ntopic_id: ([\w-]{22})\n?(?:crc32c: ([0-9a-f]{8})\n)?$/.exec(text);
  const [, id = '', checksum] = match ?? [];
  if (match !== null && checksum === undefined) return { topicId: id, isDamaged: false };
  if (match !== null && formatPartitionMetadata(id, crc32c) === text) return { topicId: id, isDamaged: false };
  const expected = formatPartitionMetadata(expectedId, crc32c);
  const isExpected = text.includes(`topic_id: ${expectedId}\n`) || text.endsWith(expected.slice(-'00000000\n'.length));
  return { topicId: isExpected ? expectedId : undefined, isDamaged: true };
}

function checksumOf(text: string, crc32c: Crc32c): string {
  return (crc32c(new TextEncoder().encode(text)) >>> 0).toString(16).padStart(8, '0');
}
