/** What a {@link SerdeError} is about. */
export type SerdeErrorKind =
  | 'not-framed' // the bytes do not start with the envelope of a registered schema
  | 'unknown-schema' // no registry knows the id, subject or version
  | 'wrong-type' // the schema is of another language than this serde's
  | 'invalid-schema'
  | 'invalid-value' // the value does not fit its schema
  | 'rule' // a rule of the schema's contract refused the value, or could not be run
  | 'malformed' // the bytes do not decode under their schema
  | 'no-record-name' // the strategy needs a record's name and the schema has none
  | 'not-prepared'
  | 'unknown-message' // a record is none of the messages of its channel
  | 'invalid-address' // a topic's name cannot be made of these parameters, or these cannot be read from it
  | 'no-answer' // a request was not answered in time
  | 'no-registry' // the connection has none, and the channel's schemas need one
  | 'unsupported' // the client library cannot do this
  | 'refused' // the broker took none of a batch: see SendRefusal
  | 'closed'
  | 'source'; // the registry refused, or could not be asked: see SchemaSourceError

/** One thing wrong inside a value or its bytes. `offset` counts from the first byte of the envelope. */
export interface SerdeFinding {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly offset?: number;
}

/** Thrown by everything in this package. `findings` name the fields when a value or its bytes are at fault. */
export class SerdeError extends Error {
  readonly kind: SerdeErrorKind;
  readonly findings: readonly SerdeFinding[];

  constructor(kind: SerdeErrorKind, message: string, options: SerdeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SerdeError';
    this.kind = kind;
    this.findings = options.findings ?? [];
  }
}

export interface SerdeErrorOptions {
  readonly findings?: readonly SerdeFinding[];
  readonly cause?: unknown;
}

/** A source of schemas answered with an error, or not at all (then `status` and `errorCode` are undefined). */
export class SchemaSourceError extends SerdeError {
  /** The HTTP status. */
  readonly status: number | undefined;
  /** The registry's `error_code`, for instance 40401. */
  readonly errorCode: number | undefined;

  constructor(message: string, options: SchemaSourceErrorOptions = {}) {
    super('source', message, options);
    this.name = 'SchemaSourceError';
    this.status = options.status;
    this.errorCode = options.errorCode;
  }
}

export interface SchemaSourceErrorOptions extends SerdeErrorOptions {
  readonly status?: number | undefined;
  readonly errorCode?: number | undefined;
}

/** The broker refused records because of what some of them hold. Those that are well may be sent again. */
export class SendRefusal extends SerdeError {
  /** Those at fault; empty where the broker names none. */
  readonly records: readonly RefusedRecord[];

  constructor(message: string, records: readonly RefusedRecord[], options: SerdeErrorOptions = {}) {
    super('refused', message, options);
    this.name = 'SendRefusal';
    this.records = records;
  }
}

/** A record that the broker found at fault. */
export interface RefusedRecord {
  /**
   * Its place in what was sent. Undefined where that may have gone to several partitions, since the broker counts in
   * each by itself; and then those of other partitions may have been taken.
   */
  readonly index: number | undefined;
  /** In the broker's words. */
  readonly reason: string;
}
