/**
 * Something wrong in a document. `line` and `column` count from 1, columns in UTF-16 code units; `pointer` is an
 * RFC 6901 JSON Pointer into `file`. Only an `error` keeps a model from being built.
 */
export interface Finding {
  readonly rule: FindingRule;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly message: string;
}

/** `limit`: too big or too deep. `kind`: another kind of value belongs here. `identity`: a name that is taken or unknown. */
export type FindingRule =
  | 'syntax'
  | 'duplicate-key'
  | 'limit'
  | 'version'
  | 'kind'
  | 'required'
  | 'value'
  | 'identity'
  | 'ref'
  | 'ref-cycle'
  | 'ref-file'
  | 'ref-network'
  | 'ref-outside'
  | 'trait'
  | 'lossy'
  | 'schema-format';

/** The one error of this package. Its message is the first error with its place; `findings` has them all. */
export class AsyncApiError extends Error {
  override readonly name = 'AsyncApiError';
  readonly findings: readonly Finding[];

  constructor(message: string, findings: readonly Finding[] = [], options?: ErrorOptions) {
    super(message, options);
    this.findings = findings;
  }
}

/** `file:line:column: message`, as compilers write it. */
export function describeFinding({ file, line, column, message }: Finding): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Throws the errors among `findings`, if there are any. */
export function throwErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new AsyncApiError(`${describeFinding(first)}${more}`, findings);
}
