// Made by `sluice generate --avro 'schemas' --out `x``; edit its source instead.

/**
 * Everything that spoils a comment: *\/ \ ` ${x}
 *
 * Avro record `com.thingam.Documented`. Also read from `com.thingam.Undocumented`, `org.old.Documented`.
 */
export interface Documented {
  /** Ends *\/ here, and /* begins there. */
  stars: string;
  /**
   * In `code` and ``more``.
   *
   * @defaultValue `` "a `tick` *\/" ``
   */
  ticks: string;
  /**
   * Größe in 漢字 😀
   * next line  reversed.
   */
  unicode: string;
  /**
   * A line that goes on and on, well beyond the width of the page, so that it must be wrapped at a word; A line that
   * goes on and on, well beyond the width of the page, so that it must be wrapped at a word;
   */
  long: string;
  /**
   * See
   * https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
   */
  url: string;
  /** \@deprecated is no tag of ours, and {\@link nothing} links to nothing. */
  tags: string;
  /**
   * First.
   *
   * Second.
   *
   * - indented
   */
  lines: string;
  blank: string;
  /**
   * Had other names.
   *
   * Also read from `older`, `oldest`.
   *
   * @defaultValue `-1`
   */
  old: number;
}

/** `Documented` to encode: fields left out take their defaults. */
export interface DocumentedInput extends Omit<Documented, 'ticks' | 'old'> {
  /**
   * In `code` and ``more``.
   *
   * @defaultValue `` "a `tick` *\/" ``
   */
  ticks?: string;
  /**
   * Had other names.
   *
   * Also read from `older`, `oldest`.
   *
   * @defaultValue `-1`
   */
  old?: number;
}
