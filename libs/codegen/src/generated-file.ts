/** A file to write. */
export interface GeneratedFile {
  /** Relative to the folder of the output, with `/`. */
  readonly path: string;
  /** Ends with a line break. */
  readonly text: string;
}
