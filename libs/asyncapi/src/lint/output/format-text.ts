import type { LintFinding, LintSeverity } from '../lint-finding.ts';

/** The texts of the files that findings are about, by path; a file that is not there is not quoted. */
export type FileTexts = ReadonlyMap<string, string>;

/** Lines around the place are cut to this, so that one long line stays readable. */
const WIDTH = 160;

/**
 * Findings as people read them: the place, what is wrong, the line and a caret under it, and at the end how many there are.
 */
export function formatText(findings: readonly LintFinding[], texts: FileTexts = new Map()): string {
  const blocks = findings.map((finding) => {
    const { file, line, column, severity, message, rule } = finding;
    const head = toPrintable(`${file}:${line}:${column}  ${severity}  ${message}  [${rule}]`);
    return `${[head, ...quoteLine(texts.get(file), line, column)].join('\n')}\n`;
  });
  return `${blocks.join('')}${summarize(findings)}\n`;
}

/** What a document says must not move a terminal's cursor. */
function toPrintable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (char) => (char === '\t' ? char : JSON.stringify(char).slice(1, -1)));
}

/** `2 errors, 1 warning`, or `no findings`. */
export function summarize(findings: readonly LintFinding[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${plural(severity, count)}`];
  });
  return counts.length === 0 ? 'no findings' : counts.join(', ');
}

function plural(severity: LintSeverity, count: number): string {
  if (severity === 'info') return count === 1 ? 'note' : 'notes';
  return count === 1 ? severity : `${severity}s`;
}

function quoteLine(text: string | undefined, line: number, column: number): readonly string[] {
  const quoted = text?.split(/\r\n|\n|\r/u)[line - 1];
  if (quoted === undefined) return [];
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  const shown = toPrintable(quoted.slice(start, start + WIDTH));
  const before = toPrintable(quoted.slice(start, Math.max(start, column - 1)));
  const gutter = String(line);
  // Tabs stay tabs, so that the caret stands under its character.
  return [`  ${gutter} | ${shown}`, `  ${' '.repeat(gutter.length)} | ${before.replaceAll(/[^\t]/gu, ' ')}^`];
}
