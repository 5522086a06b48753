/** Something that sends records by itself. */
export interface Source {
  /** Sends until `signal` aborts, then ends what is in hand. Rejects when the fate of a record is not known. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
