import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { formatLogLine } from './log-line.ts';

export type { Logger };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly level?: LogLevel;
  /** Put on every line as `name`. */
  readonly name?: string;
  /** Anything with `write(line)`; stderr when absent. */
  readonly destination?: DestinationStream;
  /** Short readable lines in place of JSON; by default when lines go to a stderr that is a terminal. */
  readonly pretty?: boolean;
  /** Colours in pretty lines; on by default. */
  readonly colour?: boolean;
}

/** Logged text waiting for a slow stderr; beyond this, lines are dropped rather than memory grown. */
const MAX_PENDING_BYTES = 1024 * 1024;

/**
 * A pino logger: one JSON object a line on stderr, levels by name, so that stdout stays for data.
 * Writes are synchronous: the last lines of a dying process are on disk.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = 'info', name, destination } = options;
  const pretty = options.pretty ?? (destination === undefined && process.stderr.isTTY);
  const sink = destination ?? pino.destination({ fd: 2, sync: true, maxLength: MAX_PENDING_BYTES });
  const colour = options.colour ?? true;
  const target = pretty ? { write: (line: string) => sink.write(formatLogLine(line, colour)) } : sink;
  return pino(
    {
      level,
      base: name === undefined ? {} : { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    target,
  );
}
