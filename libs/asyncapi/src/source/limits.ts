/** What one document may cost, whoever wrote it. */
export const LIMITS = {
  /** Of one file, in UTF-16 code units. */
  fileLength: 2_097_152,
  /** Of all files of a document, in UTF-16 code units. */
  totalLength: 16_777_216,
  files: 500,
  /** Objects and arrays within each other, aliases followed. */
  depth: 256,
  /** Values of one file, aliases counted as often as they are used. */
  values: 1_000_000,
  /** References that lead to references. */
  refChain: 100,
  /** Values of one Avro schema after what it names elsewhere was put in its place. */
  avroValues: 200_000,
  /** Objects and lists looked at while a model is built: references make few words many things. */
  reads: 1_000_000,
  /** Values of a document that is written. */
  writtenValues: 1_000_000,
  /** Findings of one document; the rest is not looked for. */
  findings: 200,
} as const;
