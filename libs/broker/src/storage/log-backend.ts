/**
 * Where logs are kept: files and directories with the few operations a log needs. What is written survives the death
 * of the process; it survives loss of power only after `sync` (data) and `syncDirectory` (names).
 * test/log-backend.contract.ts is the suite that every implementation passes.
 */
export interface LogBackend {
  /** Makes a directory and its parents; no error when it exists. */
  createDirectory(path: string): Promise<void>;
  /** The names in a directory, sorted; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a directory with all it holds; no error when there is none. */
  remove(path: string): Promise<void>;
  syncDirectory(path: string): Promise<void>;
  /** A small file, whole; undefined when there is none. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** Replaces a small file so that, whatever happens, the old or the new bytes are found, never a mixture. */
  replaceFile(path: string, bytes: Uint8Array): Promise<void>;
  /** As `replaceFile`, but durable no earlier than other writes are: for what can be made anew. */
  replaceLater(path: string, bytes: Uint8Array): Promise<void>;
  /** Touches nothing on disk and holds no descriptor before the first operation. */
  openFile(path: string): LogFile;
  close(): Promise<void>;
}

/** One file, read and written by position. */
export interface LogFile {
  /** In bytes; 0 when the file does not exist. */
  size(): Promise<number>;
  /** Fills `target` from `position`; fewer bytes than its length only at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Writes all of `chunks` one after the other, making the file if needed. Rejects when any byte is not written. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  /** Settles when what was written would survive loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
