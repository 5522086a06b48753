import { SchemaSourceError, SerdeError } from '../serde-error.ts';
import { makeDeadLetter } from './dead-letter.ts';
import { runWithRetry } from './retry.ts';
import type { Clock, Outcome, RetryPolicy } from './retry.ts';
import type { IncomingRecord, Transport } from './transport.ts';

/** What becomes of a record that cannot be handled. */
export interface HandlerOptions {
  /** For handlers that fail, a registry that does not answer, and dead letters that are not taken. */
  readonly retry?: RetryPolicy;
  /**
   * Where records go that cannot be read, or whose handler failed at every attempt. `off`, when absent, stops the run
   * with the error, and the record comes again with the next run. No record is passed over.
   */
  readonly deadLetter?: { readonly topic: string } | 'off';
  /** Takes records that are none of the channel's messages, which are dead letters when this is absent. */
  readonly onUnknown?: (record: IncomingRecord) => unknown;
}

export interface RecordHandlerParts<Message> {
  readonly read: (record: IncomingRecord) => Promise<Message>;
  readonly handler: (message: Message, record: IncomingRecord) => unknown;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly options: HandlerOptions;
}

/** Reads a record and calls the handler, until it is done. Resolves to false when it stopped before. */
export function createRecordHandler<Message>(
  parts: RecordHandlerParts<Message>,
): (record: IncomingRecord) => Promise<boolean> {
  const { read, handler, transport, clock, signal, options } = parts;
  const { retry = {}, deadLetter = 'off', onUnknown } = options;

  function attempt(action: () => Promise<void>, isFinal: (error: unknown) => boolean = () => false): Promise<Outcome> {
    return runWithRetry(action, retry, { clock, signal, isFinal });
  }

  /** @throws the error where there is no dead-letter topic, or it does not take the record */
  async function bury(record: IncomingRecord, error: unknown, attempts: number): Promise<boolean> {
    if (deadLetter === 'off') throw error;
    const letter = makeDeadLetter(record, error, attempts);
    const outcome = await attempt(() => transport.send(deadLetter.topic, [letter]));
    if (outcome.state === 'failed') throw outcome.error;
    return outcome.state === 'done';
  }

  return async (record) => {
    let message: { readonly value: Message } | undefined;
    const reading = await attempt(
      async () => {
        message = { value: await read(record) };
      },
      (error) => !(error instanceof SchemaSourceError),
    );
    if (reading.state === 'stopped') return false;
    const unknown = reading.state === 'failed' && reading.error instanceof SerdeError ? reading.error.kind : undefined;
    if (reading.state === 'failed' && !(unknown === 'unknown-message' && onUnknown !== undefined)) {
      // A registry that is away says nothing against the record.
      if (reading.error instanceof SchemaSourceError) throw reading.error;
      return bury(record, locate(record, reading.error), reading.attempts);
    }
    const handling = await attempt(async () => {
      if (message !== undefined) await handler(message.value, record);
      else await onUnknown?.(record);
    });
    if (handling.state === 'failed') return bury(record, handling.error, handling.attempts);
    return handling.state === 'done';
  };
}

/** The error with the record's place in its message. */
function locate({ topic, partition, offset }: IncomingRecord, error: unknown): unknown {
  if (!(error instanceof SerdeError)) return error;
  const { kind, findings, message } = error;
  return new SerdeError(kind, `${topic}-${partition}, offset ${offset}: ${message}`, { findings, cause: error });
}
