const MARKUP = Symbol('markup');

/** Text that is HTML already. Nothing that came from JSON can look like it. */
export interface Html {
  readonly [MARKUP]: string;
}

type Part = Html | string | number | false | undefined | readonly Part[];

/** HTML of a template: what is put in is escaped, unless it is HTML itself. `false` and `undefined` are nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += write(part) + (strings[index + 1] ?? '');
  return { [MARKUP]: text };
}

/** Text that we wrote and that is markup: style, script. Never for anything of a document. */
export function trust(text: string): Html {
  return { [MARKUP]: text };
}

export function textOf(html: Html): string {
  return html[MARKUP];
}

function write(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(write).join('') : part[MARKUP];
}

const isList = (part: Html | readonly Part[]): part is readonly Part[] => Array.isArray(part);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  // Characters that HTML does not allow, and marks that turn the direction of what follows, are shown as a sign.
  return text
    .replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? character)
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Cs}/gu, '\u{FFFD}');
}
