/** Where and why a text or value is not an Avro schema. `pointer` is an RFC 6901 JSON Pointer ('' is the root), or `line:column` where the text is not JSON. */
export interface ParseFinding {
  readonly kind: 'json' | 'shape' | 'name' | 'reference' | 'duplicate' | 'default' | 'limit';
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

export type AvroFinding = ParseFinding | ValueFinding | ByteFinding;

/** The one error of this package: every function that does, rather than checks, throws it with its findings. */
export class AvroError extends Error {
  override readonly name = 'AvroError';
  readonly findings: readonly AvroFinding[];

  constructor(message: string, findings: readonly AvroFinding[] = []) {
    super(message);
    this.findings = findings;
  }
}
