import { TransferError } from '@sluice/registry/transfer';
import type { Terminal } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { InputError } from '../documents/input-error.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Problems said one by one; the rest is counted. */
const MAX_SHOWN = 100;

/**
 * Runs a command that moves a registry's content: says what it was refused for, and lets go of what it does in good order
 * when it is interrupted.
 */
export function runTransfer(
  input: { readonly terminal: Terminal; readonly json: boolean },
  run: (signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  return answerErrors(input, async () => {
    const abort = new AbortController();
    const interrupt = () => abort.abort();
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    try {
      return await run(abort.signal);
    } catch (error) {
      if (abort.signal.aborted)
        throw new InputError(['interrupted: the same command goes on from here'], { cause: error });
      if (!(error instanceof TransferError)) throw error;
      const { problems } = error;
      const more = problems.length > MAX_SHOWN ? [`and ${problems.length - MAX_SHOWN} more`] : [];
      throw new InputError([...problems.slice(0, MAX_SHOWN), ...more], { cause: error });
    } finally {
      process.removeListener('SIGINT', interrupt);
      process.removeListener('SIGTERM', interrupt);
    }
  });
}
