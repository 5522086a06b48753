import type { LintFinding } from '../lint-finding.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands that GitHub shows beside the lines of a change, one line each. */
export function formatGitHub(findings: readonly LintFinding[]): string {
  return findings
    .map(({ severity, file, line, column, endLine, rule, message }) => {
      const properties = { file, line, endLine, col: column, title: `AsyncAPI: ${rule}` };
      const written = Object.entries(properties).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
      );
      return `::${COMMANDS[severity]} ${written.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
