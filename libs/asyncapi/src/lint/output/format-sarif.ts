import type { LintFinding } from '../lint-finding.ts';
import { LINT_RULES, LOADING_RULES } from '../lint-rules.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Findings as SARIF 2.1.0 (OASIS), which code hosts show; `version` is that of the tool. */
export function formatSarif(findings: readonly LintFinding[], version: string): string {
  const docs = new Map<string, string>(Object.entries(LOADING_RULES));
  for (const { id, doc } of LINT_RULES) docs.set(id, doc);
  const used = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  const rules = used.map((id) => ({ id, shortDescription: { text: docs.get(id) ?? id } }));
  const results = findings.map((finding) => toResult(finding, used.indexOf(finding.rule)));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sluice', version, informationUri: 'https://www.asyncapi.com', rules } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult(finding: LintFinding, ruleIndex: number): object {
  const { rule, severity, message, file, line, column, endLine, pointer } = finding;
  const region = { startLine: line, startColumn: column, ...(endLine === undefined ? {} : { endLine }) };
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, region },
        logicalLocations: [{ fullyQualifiedName: pointer, kind: 'member' }],
      },
    ],
  };
}

function toUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
