import { AsyncApiError } from '@sluice/asyncapi';
import type { Finding } from '@sluice/asyncapi';
import { CodegenError } from '@sluice/codegen';
import { SchemaSourceError, SerdeError } from '@sluice/serde';
import { writeErrors } from '../command.ts';
import type { Terminal } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { BrokerError } from './broker-error.ts';
import { InputError } from './input-error.ts';
import type { PlacedMessage } from './input-error.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command, says what it failed of, and answers with the exit code for that. */
export async function answerErrors(
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    return sayError(terminal, json, error);
  }
}

/** Says on standard error what went wrong: findings one by one, with their places. */
export function sayError(terminal: Terminal, json: boolean, error: unknown): ExitCode {
  if (error instanceof AsyncApiError && error.findings.length > 0) {
    writeFindings(terminal, json, error.findings);
    return EXIT.failed;
  }
  const { messages, code } = describeError(error);
  for (const message of messages) {
    if (typeof message === 'string') writeErrors(terminal, json, [message]);
    else writePlaced(terminal, json, message);
  }
  return code;
}

/** Errors as errors; warnings are left to `sluice validate`. */
function writeFindings(terminal: Terminal, json: boolean, findings: readonly Finding[]): void {
  for (const finding of findings.filter(({ severity }) => severity === 'error')) writePlaced(terminal, json, finding);
}

/** `file:line:column: message`, as compilers write it. */
function writePlaced(terminal: Terminal, json: boolean, { file, line, column, message }: PlacedMessage): void {
  const text = json ? JSON.stringify({ error: message, file, line, column }) : `${file}:${line}:${column}: ${message}`;
  terminal.writeError(`${text}\n`);
}

function describeError(error: unknown): {
  readonly messages: readonly (string | PlacedMessage)[];
  readonly code: ExitCode;
} {
  if (error instanceof UsageError) return { messages: [error.message], code: EXIT.usage };
  if (error instanceof InputError) return { messages: error.messages, code: EXIT.failed };
  if (error instanceof BrokerError) {
    return { messages: [error.message], code: error.isDenied ? EXIT.denied : EXIT.unreachable };
  }
  if (error instanceof SchemaSourceError) return { messages: [error.message], code: codeOf(error) };
  if (error instanceof CodegenError) {
    const messages = error.findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    return { messages, code: EXIT.failed };
  }
  if (error instanceof AsyncApiError || error instanceof SerdeError)
    return { messages: [error.message], code: EXIT.failed };
  // What is not foreseen is a fault of ours, and its place is worth more than a short message.
  throw error;
}

function codeOf({ status, cause }: SchemaSourceError): ExitCode {
  if (status === 401 || status === 403) return EXIT.denied;
  const isUnreachable = status === undefined ? cause !== undefined : status >= 500;
  return isUnreachable ? EXIT.unreachable : EXIT.failed;
}
