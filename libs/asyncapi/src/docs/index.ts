export type {
  DocsOptions,
  ExampleFinding,
  HtmlOptions,
  SnippetFacts,
  SnippetLanguage,
  SubjectHistory,
  SubjectVersion,
} from './docs-options.ts';
export { PAGE_POLICY, renderHtml } from './render-html.ts';
export { renderMarkdown } from './render-markdown.ts';
