/** One entry of a state log. A null value removes the key. */
export interface StateRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/**
 * A table kept as a compacted log: the latest value of each key survives a restart. Backed by one internal partition,
 * which is rewritten when most of it is superseded.
 */
export interface StateLog {
  /** Settles once the records are as durable as the broker's durability mode promises. Calls keep their order. */
  append(records: readonly StateRecord[]): Promise<void>;
  /** Calls `visit` with the latest record of each live key, oldest first. Meant for the time of opening. */
  replay(visit: (key: Uint8Array, value: Uint8Array) => void): void;
  close(): Promise<void>;
}
