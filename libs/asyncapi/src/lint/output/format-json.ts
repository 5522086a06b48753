import type { LintFinding, LintSeverity } from '../lint-finding.ts';

/** Findings as JSON: `{ findings: […], errors, warnings, infos }`, with keys in one order. */
export function formatJson(findings: readonly LintFinding[]): string {
  const count = (wanted: LintSeverity): number => findings.filter(({ severity }) => severity === wanted).length;
  const listed = findings.map(({ rule, severity, message, file, line, column, endLine, pointer }) => ({
    ...{ rule, severity, message, file, line, column },
    ...(endLine === undefined ? {} : { endLine }),
    pointer,
  }));
  const summary = { errors: count('error'), warnings: count('warning'), infos: count('info') };
  return `${JSON.stringify({ findings: listed, ...summary }, null, 2)}\n`;
}
