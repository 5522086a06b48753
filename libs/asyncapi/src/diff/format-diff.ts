import type { Change, ChangeSeverity } from './change.ts';

const TITLES = {
  breaking: 'Breaking',
  unclassified: 'Unclassified',
  'non-breaking': 'Not breaking',
} as const satisfies Record<ChangeSeverity, string>;

const ORDER = ['breaking', 'unclassified', 'non-breaking'] as const;

/** Changes for people at a terminal, those that break first. */
export function formatDiffText(changes: readonly Change[]): string {
  const lines = ORDER.flatMap((severity) => {
    const own = changes.filter((change) => change.severity === severity);
    if (own.length === 0) return [];
    return [`${TITLES[severity]} (${own.length})`, ...own.map(({ path, message }) => `  ${path}: ${message}`), ''];
  });
  return `${[...lines, summarizeDiff(changes)].join('\n')}\n`;
}

/** `2 breaking, 1 unclassified, 3 not breaking`, or `no changes`. */
export function summarizeDiff(changes: readonly Change[]): string {
  const counts = ORDER.flatMap((severity) => {
    const count = changes.filter((change) => change.severity === severity).length;
    return count === 0 ? [] : [`${count} ${TITLES[severity].toLowerCase()}`];
  });
  return counts.length === 0 ? 'no changes' : counts.join(', ');
}

/** Changes as a comment on a pull request: a heading, and a table for each severity; what does not break is folded away. */
export function formatDiffMarkdown(changes: readonly Change[], title = 'Changes to the AsyncAPI document'): string {
  const sections = ORDER.flatMap((severity) => {
    const own = changes.filter((change) => change.severity === severity);
    if (own.length === 0) return [];
    const rows = own.map(({ path, message }) => `| ${escapeCode(path)} | ${escapeCell(message)} |`);
    const table = ['| Where | What |', '| --- | --- |', ...rows];
    const heading = `${TITLES[severity]} (${own.length})`;
    return severity === 'non-breaking'
      ? ['', `<details><summary>${heading}</summary>`, '', ...table, '', '</details>']
      : ['', `### ${heading}`, '', ...table];
  });
  return [`## ${escapeCell(title)}`, '', `${summarizeDiff(changes)}.`, ...sections, ''].join('\n');
}

/** `{ changes: […], breaking, unclassified, nonBreaking }`. */
export function formatDiffJson(changes: readonly Change[]): string {
  const count = (wanted: ChangeSeverity): number => changes.filter(({ severity }) => severity === wanted).length;
  const summary = {
    breaking: count('breaking'),
    unclassified: count('unclassified'),
    nonBreaking: count('non-breaking'),
  };
  return `${JSON.stringify({ changes, ...summary }, null, 2)}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/gu, String.raw`\$&`).replaceAll(/\s+/gu, ' ');
}

/** Code in a table: a bar would end the cell, a backtick the code. */
function escapeCode(text: string): string {
  return `\`${text
    .replaceAll('`', "'")
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s+/gu, ' ')}\``;
}
