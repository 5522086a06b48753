/** Why rules could not be run, or what one of them refused. */
export type RuleErrorKind =
  | 'invalid' // the rule is none that can be run: its type, action or expression
  | 'condition' // a condition does not hold
  | 'failed'; // an expression could not be evaluated on this value, or made none

/** Thrown by everything in this package. Its message names the rule. */
export class RuleError extends Error {
  readonly kind: RuleErrorKind;
  readonly rule: string;

  constructor(kind: RuleErrorKind, rule: string, message: string, options?: ErrorOptions) {
    super(`rule ${rule}: ${message}`, options);
    this.name = 'RuleError';
    this.kind = kind;
    this.rule = rule;
  }
}

/** Values that cannot be walked are refused by the rule. */
export function attempt<Result>(rule: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof RuleError) throw error;
    throw new RuleError('failed', rule, describeError(error), { cause: error });
  }
}

/** What an error says, without the lines under it that point into an expression. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return describeThrown(error);
  return error.message.split('\n', 1)[0] ?? '';
}

/** JSONata throws plain objects. */
function describeThrown(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  if (typeof error === 'object' && error !== null && 'code' in error) return `error ${String(error.code)}`;
  return String(error);
}
