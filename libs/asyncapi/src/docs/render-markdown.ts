import type { Model } from '../model/model.ts';
import { buildPage } from './content/build-page.ts';
import type { DocsOptions } from './docs-options.ts';
import { printMarkdownBlocks, printMarkdownInlines } from './page/print-markdown.ts';

/** The documentation as one Markdown file (CommonMark with tables); always the same for the same model and options. */
export function renderMarkdown(model: Model, options: DocsOptions = {}): string {
  const { title, subtitle, intro, sections } = buildPage(model, options);
  const head = `# ${printMarkdownInlines([title.replaceAll(/\s+/gu, ' ')])}\n\n${printMarkdownInlines([subtitle])}`;
  return `${[head, printMarkdownBlocks(intro, 1), printMarkdownBlocks(sections, 1)].filter(Boolean).join('\n\n')}\n`;
}
