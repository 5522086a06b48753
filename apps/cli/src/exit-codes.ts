/** What the process ends with; scripts rely on these. */
export const EXIT = {
  ok: 0,
  /** Incompatible, drifted, invalid, or it failed. */
  failed: 1,
  /** The command line or the options make no sense. */
  usage: 2,
  /** A server or database did not answer. */
  unreachable: 3,
  /** It answered, and said no. */
  denied: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
