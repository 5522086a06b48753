/** Why a record was refused: the value of the metric's and the log line's `reason` label. */
export type RejectionReason =
  | 'not-framed' // no magic byte 0, or fewer than five bytes
  | 'unknown-id'
  | 'other-subject' // the id is known, but is no live version of the topic's subject
  | 'deleted-version'
  | 'no-subject' // the topic's subject has no version at all
  | 'malformed' // the payload does not decode under its schema
  | 'left-over' // it decodes, but bytes remain
  | 'source-unavailable'; // the registry could not be asked

/** A refused key or value. `offset` counts from the start of the key or value, envelope included. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly field: 'key' | 'value';
  readonly subject: string;
  readonly schemaId?: number;
  readonly version?: number;
  readonly path?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly offset?: number;
  /** One sentence that names all of the above that are known. */
  readonly message: string;
}

/** `undefined` accepts: nothing is allocated for a record that passes. */
export type Verdict = Rejection | undefined;

/** What a topic demands of a key or value. */
export interface FieldPolicy {
  readonly validation: 'none' | 'id' | 'payload';
  readonly strategy: 'TopicNameStrategy' | 'RecordNameStrategy' | 'TopicRecordNameStrategy';
}

/** What a topic demands of its records, read from topic configs through the broker's PolicySource. */
export interface TopicPolicy {
  readonly key: FieldPolicy;
  readonly value: FieldPolicy;
  readonly acceptDeleted: boolean;
}

/**
 * A topic's policy made ready. Answers at once when everything needed is cached, else a promise of the same.
 * Promises under way at the same time share their questions to the source, so a batch whose records wait is best
 * checked many records at a time, not one after the other.
 */
export interface TopicGate {
  readonly checksKey: boolean;
  readonly checksValue: boolean;
  checkKey(bytes: Uint8Array, start: number, end: number): Verdict | Promise<Verdict>;
  checkValue(bytes: Uint8Array, start: number, end: number): Verdict | Promise<Verdict>;
}

/** Bytes and a policy in, a verdict out. Null keys and values never reach it: the caller lets them pass. */
export interface Gate {
  open(topic: string, policy: TopicPolicy): TopicGate;
  close(): void;
}
