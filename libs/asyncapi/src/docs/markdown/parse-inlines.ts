import type { Inline, Inlines } from '../page/page.ts';

/** Emphasis within emphasis, and links within that; what is deeper is text. */
const MAX_DEPTH = 12;

/** The inlines of one paragraph: code, emphasis, links, line breaks. HTML is text like any other. */
export function parseInlines(text: string, depth = 0): Inlines {
  const state: State = { text, at: 0, parts: [], plain: '', depth, closed: new Set() };
  while (state.at < text.length) {
    const reader = READERS[text[state.at] ?? ''];
    if (reader === undefined || !reader(state)) {
      state.plain += text[state.at] ?? '';
      state.at++;
    }
  }
  flush(state);
  return state.parts;
}

interface State {
  readonly text: string;
  at: number;
  readonly parts: Inline[];
  /** What was read and is no part yet. */
  plain: string;
  readonly depth: number;
  /** Marks that nothing closes from here on, so that nobody looks again. */
  readonly closed: Set<string>;
}

function flush(state: State): void {
  if (state.plain !== '') state.parts.push(state.plain);
  state.plain = '';
}

function add(state: State, end: number, part: Inline): true {
  flush(state);
  state.parts.push(part);
  state.at = end;
  return true;
}

/** Each reads what begins with its character, or answers that it is text. */
const READERS: Readonly<Record<string, (state: State) => boolean>> = {
  '\\': readEscape,
  '`': readCode,
  '<': readAngle,
  '&': readEntity,
  '!': (state) => state.text[state.at + 1] === '[' && readLink(state, state.at + 1),
  '[': (state) => readLink(state, state.at),
  '*': readEmphasis,
  _: readEmphasis,
  '\n': readLineEnd,
  h: readBareLink,
};

function readEscape(state: State): boolean {
  const next = state.text[state.at + 1] ?? '';
  if (next === '\n') return add(state, state.at + 2, { kind: 'break' });
  if (!/[!-/:-@[-`{-~]/u.test(next)) return false;
  state.plain += next;
  state.at += 2;
  return true;
}

function readCode(state: State): boolean {
  const ticks = runAt(state.text, state.at);
  const start = state.at + ticks.length;
  const end = state.closed.has(ticks) ? -1 : findRun(state.text, ticks, start);
  if (end === -1) {
    state.closed.add(ticks);
    state.plain += ticks;
    state.at = start;
    return true;
  }
  const inner = state.text.slice(start, end).replaceAll('\n', ' ');
  const text = /^ .*[^ ].* $/u.test(inner) ? inner.slice(1, -1) : inner;
  return add(state, end + ticks.length, { kind: 'code', text });
}

function readAngle(state: State): boolean {
  const end = state.text.indexOf('>', state.at);
  const inner = end === -1 || end - state.at > 2000 ? '' : state.text.slice(state.at + 1, end);
  if (/^(?:https?|mailto):[^\s<>]+$/iu.test(inner)) {
    return add(state, end + 1, { kind: 'link', to: inner, content: [inner] });
  }
  return false;
}

function readBareLink(state: State): boolean {
  if (
    /[\p{L}\p{N}_/]/u.test(state.text[state.at - 1] ?? '') ||
    !/^https?:\/\//u.test(state.text.slice(state.at, state.at + 8))
  )
    return false;
  const found = /^[^\s<>"`|]{1,2000}/u.exec(state.text.slice(state.at, state.at + 2000))?.[0] ?? '';
  const url = found.replace(/[.,;:!?)\]'*_]{1,9}$/u, '');
  return add(state, state.at + url.length, { kind: 'link', to: url, content: [url] });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': '\u00A0',
};

function readEntity(state: State): boolean {
  const [name = ''] = /^&[a-z#0-9]{2,5};/u.exec(state.text.slice(state.at, state.at + 7)) ?? [];
  const character = ENTITIES[name];
  if (character === undefined) return false;
  state.plain += character;
  state.at += name.length;
  return true;
}

function readLineEnd(state: State): boolean {
  const isBreak = state.plain.endsWith('  ');
  state.plain = state.plain.trimEnd();
  if (isBreak) return add(state, state.at + 1, { kind: 'break' });
  state.plain += '\n';
  state.at++;
  return true;
}

function readEmphasis(state: State): boolean {
  const { text, at } = state;
  const run = runAt(text, at);
  const mark = run.length >= 2 ? run.slice(0, 2) : run;
  const start = at + mark.length;
  if (state.depth >= MAX_DEPTH || /^\s?$/u.test(text[start] ?? '')) return skip(state, run);
  if (mark.startsWith('_') && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return skip(state, run);
  const end = state.closed.has(mark) ? -1 : findClose(text, mark, start);
  if (end === -1) {
    state.closed.add(mark);
    return skip(state, run);
  }
  const content = parseInlines(text.slice(start, end), state.depth + 1);
  return add(state, end + mark.length, { kind: mark.length === 2 ? 'strong' : 'emphasis', content });
}

function skip(state: State, run: string): true {
  state.plain += run;
  state.at += run.length;
  return true;
}

/** Where a mark ends what it began: not behind a blank, not escaped, and `_` not within a word. */
function findClose(text: string, mark: string, start: number): number {
  const [character = ''] = mark;
  for (let at = text.indexOf(mark, start + 1); at !== -1; at = text.indexOf(mark, at)) {
    const run = runAt(text, at);
    const isFit = mark.length === 2 ? run.length >= 2 : run.length !== 2;
    const isWord = character === '_' && /[\p{L}\p{N}]/u.test(text[at + run.length] ?? '');
    if (isFit && !isWord && !/[\s\\]/u.test(text[at - 1] ?? '')) return at + run.length - mark.length;
    at += run.length;
  }
  return -1;
}

/** `[text](address "title")`; an image is a link, for pages load nothing. */
function readLink(state: State, bracket: number): boolean {
  const { text } = state;
  if (state.depth >= MAX_DEPTH) return false;
  const close = findBracket(text, bracket);
  if (close === -1 || text[close + 1] !== '(') return false;
  const rest = text.slice(close + 2, close + 4002);
  const [whole, angled, bare] =
    /^\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)?))(?:\s+"[^"]*")?\s*\)/u.exec(rest) ?? [];
  if (whole === undefined) return false;
  const to = (angled ?? bare ?? '').replaceAll(/\\([!-/:-@[-`{-~])/gu, '$1');
  const label = text.slice(bracket + 1, close);
  const content = label.trim() === '' ? [to] : withoutLinks(parseInlines(label, state.depth + 1));
  return add(state, close + 2 + whole.length, { kind: 'link', to, content });
}

/** Links hold no links. */
function withoutLinks(content: Inlines): Inlines {
  return content.flatMap((part) =>
    typeof part === 'object' && part.kind === 'link' ? withoutLinks(part.content) : [part],
  );
}

const MAX_LABEL = 1000;

function findBracket(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length && at - start < MAX_LABEL; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return at;
  }
  return -1;
}

/** The run of one character that begins here. */
function runAt(text: string, at: number): string {
  const character = text[at];
  let end = at;
  while (text[end] === character && end < text.length) end++;
  return text.slice(at, end);
}

/** Where a run of exactly these characters is. */
function findRun(text: string, run: string, start: number): number {
  for (let at = text.indexOf(run, start); at !== -1;) {
    const { length } = runAt(text, at);
    if (length === run.length) return at;
    at = text.indexOf(run, at + length);
  }
  return -1;
}
