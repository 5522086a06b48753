/**
 * Where and why a text or value is not an Avro schema. `pointer` is an RFC 6901 JSON Pointer ('' is the root), or
 * `line:column` where the text is not JSON, and in Avro IDL; in a file that IDL imports, its path comes first:
 * `path:line:column`, and `path#pointer` in JSON.
 */
export interface ParseFinding {
  readonly kind: 'json' | 'idl' | 'shape' | 'name' | 'reference' | 'duplicate' | 'default' | 'limit';
  readonly pointer: string;
  readonly message: string;
}

/** A value that its schema does not describe. `path` is like `readings[3].value` or `labels["k"]`; '' is the value itself. */
export interface ValueFinding {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Bytes that their schema does not describe. `offset` counts bytes from the start of the value. */
export interface ByteFinding {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly offset: number;
  /** `left-over`: a whole value was read and bytes follow it. `malformed`: everything else. */
  readonly kind: 'malformed' | 'left-over';
}

/** Where an object container file is wrong. */
export interface ContainerFinding {
  readonly kind: 'container';
  /** As in a ValueFinding where a field is wrong. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  /** In the file; where a record is wrong, of its block. */
  readonly offset: number;
  /** Counted from 0; absent in the header. */
  readonly block?: number;
  /** In its block, counted from 0. */
  readonly record?: number;
  /** In the block's decompressed bytes; present where `record` is. */
  readonly dataOffset?: number;
  /** Where the last block ends that was read whole: a file cut there is a whole file. */
  readonly intactBytes: number;
}

export type AvroFinding = ParseFinding | ValueFinding | ByteFinding | ContainerFinding;

/** The one error of this package: every function that does, rather than checks, throws it with its findings. */
export class AvroError extends Error {
  override readonly name = 'AvroError';
  readonly findings: readonly AvroFinding[];

  constructor(message: string, findings: readonly AvroFinding[] = [], options?: ErrorOptions) {
    super(message, options);
    this.findings = findings;
  }
}
