/** Why a transfer did not take place, or stopped: each problem in a sentence. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}
