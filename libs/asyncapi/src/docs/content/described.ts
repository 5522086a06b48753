import type { JsonObject } from '@sluice/avro';
import type { ExternalDocs, Extensions, Tag } from '../../model/model.ts';
import { parseMarkdown, parseMarkdownLine } from '../markdown/parse-markdown.ts';
import { chip, code, codeBlock, joinInlines, link, paragraph, strong } from '../page/page.ts';
import type { Block, Inline, Inlines } from '../page/page.ts';
import { formatJson } from './format-json.ts';

/** What may be written at almost everything. */
interface Described {
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly Tag[];
  readonly externalDocs?: ExternalDocs;
  readonly bindings?: JsonObject;
  readonly extensions?: Extensions;
}

/** The words that begin a part: title, summary, description, tags, where more is to be read. */
export function describeWords({ title, summary, description, tags = [], externalDocs }: Described): readonly Block[] {
  return [
    ...(title === undefined ? [] : [paragraph(strong(title))]),
    ...(summary === undefined ? [] : [paragraph(...parseMarkdownLine(summary))]),
    ...describeProse(description),
    ...(tags.length === 0 ? [] : describeTags(tags)),
    ...(externalDocs === undefined
      ? []
      : [paragraph('More: ', ...sayDocs(externalDocs)), ...describeExtensions(externalDocs.extensions)]),
  ];
}

export function describeProse(text: string | undefined): readonly Block[] {
  return text === undefined || text.trim() === '' ? [] : [{ kind: 'prose', blocks: parseMarkdown(text) }];
}

/** What ends a part: bindings of other protocols and extensions, as written. */
export function describeRest({ bindings, extensions }: Described): readonly Block[] {
  return [...foldJson('Other bindings', bindings), ...describeExtensions(extensions)];
}

export function describeExtensions(extensions: Extensions | undefined): readonly Block[] {
  return foldJson('Extensions', extensions);
}

export function sayDocs({ url, description }: ExternalDocs): Inlines {
  const words: Inlines = description === undefined ? [] : [', ', ...parseMarkdownLine(description)];
  return [link(url, url), ...words];
}

function foldJson(title: string, value: JsonObject | undefined): readonly Block[] {
  if (value === undefined || Object.keys(value).length === 0) return [];
  return [{ kind: 'fold', title: [title], blocks: [codeBlock(title, 'json', formatJson(value))] }];
}

/** Tags that say no more than their name stand in one line. */
function describeTags(tags: readonly Tag[]): readonly Block[] {
  const names = joinInlines(
    tags.map(({ name }) => [chip(name)]),
    ' ',
  );
  const said = tags.filter(({ description, externalDocs, extensions }) => description ?? externalDocs ?? extensions);
  if (said.length === 0) return [paragraph('Tags: ', ...names)];
  const items = said.map((tag): readonly Block[] => [paragraph(...sayTag(tag)), ...describeExtensions(tag.extensions)]);
  return [paragraph('Tags: ', ...names), { kind: 'list', items }];
}

function sayTag({ name, description, externalDocs }: Tag): readonly Inline[] {
  return [
    code(name),
    ...(description === undefined ? [] : [': ', ...parseMarkdownLine(description)]),
    ...(externalDocs === undefined ? [] : [' (', ...sayDocs(externalDocs), ')']),
  ];
}
