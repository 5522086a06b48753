export type { Change, ChangeSeverity } from './change.ts';
export { diffModels } from './diff-models.ts';
export { formatDiffJson, formatDiffMarkdown, formatDiffText, summarizeDiff } from './format-diff.ts';
