/** Why a process could not start. */
export type ServerErrorKind =
  | 'address' // a listener's address is taken, or is not ours to take
  | 'exposed' // an unauthenticated listener would be reachable from other machines
  | 'options' // options that contradict each other
  | 'storage' // the data directory or the schema store cannot be used
  | 'unreachable'; // a database or registry does not answer

export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly kind: ServerErrorKind;

  constructor(kind: ServerErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** An error of `listen`, told so that the reader knows which flag to change. `code` is the system's, when not its own. */
export function describeListenError(
  flag: string,
  address: string,
  error: unknown,
  code = readCode(error),
): ServerError {
  const reason = code === undefined ? undefined : LISTEN_ERRORS[code];
  const message = reason ?? (error instanceof Error ? error.message : String(error));
  return new ServerError('address', `${flag} ${address}: ${message}`, { cause: error });
}

/** The innermost reason of an error: drivers and fetch wrap it in sentences that say less. */
export function readReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return readReason(error.cause);
  return error.message || readCode(error) || error.name;
}

function readCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another process: stop it or choose another port (0 takes a free one)',
  EACCES: 'this user may not listen on that port: choose one of 1024 or above',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'unknown host: the name does not resolve',
  EAI_AGAIN: 'unknown host: the name does not resolve, or no name server answers',
};
