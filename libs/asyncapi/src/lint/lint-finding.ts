import type { Node, Place } from '../source/node.ts';

export type LintSeverity = 'error' | 'warning' | 'info';

/** Something a rule has to say of a document. Lines and columns count from 1, columns in UTF-16 code units. */
export interface LintFinding {
  /** The rule's id; `LINT_RULES` and `LOADING_RULES` list them. */
  readonly rule: string;
  readonly severity: LintSeverity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  /** RFC 6901, into `file`. */
  readonly pointer: string;
}

/** What a rule finds: where, and what is wrong there. */
export interface Problem {
  readonly at: Node | Place;
  readonly message: string;
  /** Where it is not the rule's own. */
  readonly severity?: LintSeverity;
}

/** `file:line:column: severity: message (rule)`. */
export function describeLintFinding({ file, line, column, severity, message, rule }: LintFinding): string {
  return `${file}:${line}:${column}: ${severity}: ${message} (${rule})`;
}
