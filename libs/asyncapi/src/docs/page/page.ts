/**
 * What the documentation says, without how it looks: a tree that the HTML and the Markdown printer both walk. All text in
 * it is plain text. Only printers make markup, so only they escape.
 */
export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly intro: readonly Block[];
  readonly sections: readonly Section[];
  readonly navigation: readonly NavigationGroup[];
}

/** A part with a heading; how deep it lies decides the heading's level. */
export interface Section {
  readonly kind: 'section';
  /** Unique in the page: letters, digits, `-`, `.`, `_`. */
  readonly id: string;
  readonly title: Inlines;
  readonly blocks: readonly Block[];
  /** Hidden by the filter where none of its text matches. */
  readonly isItem?: boolean;
}

export interface NavigationGroup {
  readonly title: string;
  readonly id: string;
  readonly items: readonly { readonly id: string; readonly label: string; readonly hint?: string }[];
}

export type Block =
  | Section
  | Fold
  | Table
  | { readonly kind: 'paragraph'; readonly content: Inlines }
  /** Within a description; its level is relative: 1 lies just below the section. */
  | { readonly kind: 'heading'; readonly level: number; readonly content: Inlines }
  | { readonly kind: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' }
  | { readonly kind: 'source'; readonly language: string; readonly text: string; readonly label: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Somebody's own words, set apart from ours. */
  | { readonly kind: 'prose'; readonly blocks: readonly Block[] };

/** A part that can be folded away. Folds of one `group` stand beside each other, one open at a time. */
export interface Fold {
  readonly kind: 'fold';
  readonly title: Inlines;
  readonly blocks: readonly Block[];
  readonly isOpen?: boolean;
  readonly group?: string;
}

export interface Table {
  readonly kind: 'table';
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly head: readonly Inlines[];
  /** The first cell of a row is its heading where `hasRowHeads`. */
  readonly hasRowHeads?: boolean;
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = readonly Block[] | Inlines;

export interface Fact {
  readonly term: string;
  readonly value: Inlines;
}

export type Inlines = readonly Inline[];

export type Inline =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'muted'; readonly content: Inlines }
  /** Where `to` is no address that is safe to follow, printers show it as text. */
  | { readonly kind: 'link'; readonly to: string; readonly content: Inlines }
  /** A verdict: a sign and a word, never colour alone. */
  | { readonly kind: 'mark'; readonly verdict: Verdict; readonly text: string }
  | { readonly kind: 'chip'; readonly text: string }
  | { readonly kind: 'break' };

export type Verdict = 'ok' | 'bad' | 'warn';

export const code = (text: string): Inline => ({ kind: 'code', text });
export const strong = (...content: Inline[]): Inline => ({ kind: 'strong', content });
export const muted = (...content: Inline[]): Inline => ({ kind: 'muted', content });
export const chip = (text: string): Inline => ({ kind: 'chip', text });
export const mark = (verdict: Verdict, text: string): Inline => ({ kind: 'mark', verdict, text });
export const link = (to: string, ...content: Inline[]): Inline => ({ kind: 'link', to, content });

export const paragraph = (...content: Inline[]): Block => ({ kind: 'paragraph', content });
export const codeBlock = (label: string, language: string, text: string): Block => ({
  kind: 'source',
  label,
  language,
  text,
});

/** Inlines with something between them. */
export function joinInlines(parts: readonly Inlines[], separator: Inline = ', '): Inlines {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

/** Facts whose value is there; none make no block. */
export function listFacts(facts: Readonly<Record<string, Inlines | string | number | undefined>>): readonly Block[] {
  const known = Object.entries(facts).flatMap(([term, value]): Fact[] => {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    return [{ term, value: typeof value === 'object' ? value : [String(value)] }];
  });
  return known.length === 0 ? [] : [{ kind: 'facts', facts: known }];
}

/** Whether a cell holds blocks. An empty one holds neither. */
export function isBlocks(cell: Cell): cell is readonly Block[] {
  return cell.some((part) => typeof part === 'object' && BLOCKS.has(part.kind));
}

const BLOCKS: ReadonlySet<string> = new Set<Block['kind']>([
  'section',
  'fold',
  'table',
  'paragraph',
  'heading',
  'list',
  'quote',
  'rule',
  'source',
  'facts',
  'prose',
]);
