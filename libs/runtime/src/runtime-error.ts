/** A mistake in how this package is used, or a close that failed; `cause` or `errors` carry what was underneath. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly errors: readonly unknown[];

  constructor(message: string, errors: readonly unknown[] = []) {
    super(message, errors.length > 0 ? { cause: errors[0] } : undefined);
    this.errors = errors;
  }
}
