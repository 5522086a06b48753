import { readDocText } from './doc-text.ts';
import { IdlFault } from './fault.ts';

/** A number, a word (a keyword or a name), a string in quotes, a sign, or the end of the text. */
export interface Token {
  readonly type: 'word' | 'string' | 'integer' | 'float' | 'sign' | 'end';
  /** As written, without the backticks of a word; '' at the end. */
  readonly text: string;
  /** True for a word that stands for a name even where it is spelled like a keyword: one with backticks, dots or dashes. */
  readonly isName: boolean;
  /** Where it begins and ends, in UTF-16 units. */
  readonly at: number;
  readonly end: number;
  /** The last documentation comment between the token before and this one. */
  readonly doc: DocComment | undefined;
}

export interface DocComment {
  /** With its delimiters. */
  readonly text: string;
  readonly at: number;
}

export interface Tokens {
  /** The token that `take` will give, or one that comes `ahead` tokens later. */
  peek(ahead?: number): Token;
  take(): Token;
  /** What the documentation comment before the next token says. */
  takeDoc(): string | undefined;
  /** Documentation comments before tokens taken that nobody took, the first 100. */
  readonly spareDocs: readonly DocComment[];
}

/** In UTF-16 units: digits beyond that are no number of any type. */
const MAX_NUMBER_LENGTH = 1000;
const MAX_SPARE_DOCS = 100;

/** Reads tokens only as they are asked for, for a long text that is wrong is mostly wrong early (Avro 1.12, Idl.g4). */
export function startTokens(text: string): Tokens {
  const reader: Reader = { text, at: text.startsWith('\ufeff') ? 1 : 0, spareDocs: [] };
  const ahead: Token[] = [];
  let taken: DocComment | undefined;
  const peek = (index = 0): Token => {
    while (ahead.length <= index) ahead.push(readToken(reader));
    return ahead[index] as Token;
  };
  return {
    peek,
    take() {
      const token = peek();
      ahead.shift();
      if (token.doc !== taken) addSpareDoc(reader, token.doc);
      return token;
    },
    takeDoc() {
      taken = peek().doc;
      return taken === undefined ? undefined : readDocText(taken.text);
    },
    spareDocs: reader.spareDocs,
  };
}

interface Reader {
  readonly text: string;
  at: number;
  readonly spareDocs: DocComment[];
}

const SIGNS = '(){}[]:;,@=?<>';
/** Once a mark of the end of a file: what follows it is not read. */
const SUBSTITUTE = '\u001a';

function readToken(reader: Reader): Token {
  const doc = skipBlank(reader);
  const { text, at } = reader;
  const first = text[at];
  if (first === undefined || first === SUBSTITUTE) {
    reader.at = text.length;
    return { type: 'end', text: '', isName: false, at, end: at, doc };
  }
  if (SIGNS.includes(first)) {
    reader.at++;
    return { type: 'sign', text: first, isName: false, at, end: reader.at, doc };
  }
  if (first === '"') {
    reader.at = endOfString(text, at);
    return { type: 'string', text: text.slice(at, reader.at), isName: false, at, end: reader.at, doc };
  }
  return readNumber(reader, doc) ?? readWord(reader, doc);
}

function skipBlank(reader: Reader): DocComment | undefined {
  const { text } = reader;
  let doc: DocComment | undefined;
  for (;;) {
    const { at } = reader;
    const first = text[at];
    if (first === ' ' || first === '\t' || first === '\n' || first === '\r' || first === '\f') {
      reader.at++;
    } else if (first !== '/') {
      return doc;
    } else if (text[at + 1] === '/') {
      reader.at = endOfLine(text, at);
    } else if (text[at + 1] === '*') {
      const isDoc = text[at + 2] === '*' && text[at + 3] !== '/';
      const close = text.indexOf('*/', at + (isDoc ? 3 : 2));
      if (close < 0) throw new IdlFault('a comment that does not end', at);
      reader.at = close + 2;
      if (!isDoc) continue;
      addSpareDoc(reader, doc);
      doc = { text: text.slice(at, reader.at), at };
    } else {
      return doc;
    }
  }
}

function addSpareDoc({ spareDocs }: Reader, doc: DocComment | undefined): void {
  if (doc !== undefined && spareDocs.length < MAX_SPARE_DOCS) spareDocs.push(doc);
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '"') return at + 1;
    if (sign === '\\') at++;
    else if ('\n\r\t\b\f'.includes(sign)) throw new IdlFault('a string with a raw control character', at);
  }
  throw new IdlFault('a string that does not end', start);
}

const INTEGER = /-?(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)[lL]?/y;
const FLOAT =
  /[+-]?(?:NaN|Infinity|(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?|\d+(?:[eE][+-]?\d+[fFdD]?|[fFdD])|0[xX](?:[\da-fA-F]+\.?|[\da-fA-F]*\.[\da-fA-F]+)[pP][+-]?\d+[fFdD]?)/y;

function readNumber(reader: Reader, doc: DocComment | undefined): Token | undefined {
  const { text, at } = reader;
  const first = text[at] ?? '';
  if (!'+-.0123456789NI'.includes(first)) return undefined;
  // A slice, because digits without end are compared with each of the patterns' branches.
  const head = text.slice(at, at + MAX_NUMBER_LENGTH + 1);
  const integer = matchLength(INTEGER, head);
  const float = matchLength(FLOAT, head);
  const length = Math.max(integer, float);
  if (length === 0) return undefined;
  if (length > MAX_NUMBER_LENGTH)
    throw new IdlFault(`a number longer than ${MAX_NUMBER_LENGTH} characters`, at, 'limit');
  // NaN and Infinity begin longer words, too.
  if ((first === 'N' || first === 'I') && endOfWord(text, at) > at + length) return undefined;
  reader.at = at + length;
  const type = integer >= float ? 'integer' : 'float';
  return { type, text: text.slice(at, reader.at), isName: false, at, end: reader.at, doc };
}

function matchLength(pattern: RegExp, text: string): number {
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0].length ?? 0;
}

function readWord(reader: Reader, doc: DocComment | undefined): Token {
  const { text, at } = reader;
  const end = endOfWord(text, at);
  if (end === at) {
    throw new IdlFault(`${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} has no place here`, at);
  }
  reader.at = end;
  const written = text.slice(at, end);
  return { type: 'word', text: written.replaceAll('`', ''), isName: /[`.-]/.test(written), at, end, doc };
}

/** Parts of a name, each with or without backticks, joined by dots or dashes. */
function endOfWord(text: string, start: number): number {
  let end = endOfPart(text, start);
  if (end === start) return start;
  while (text[end] === '.' || text[end] === '-') {
    const next = endOfPart(text, end + 1);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

const STARTS_PART = /^[\p{XID_Start}_]$/u;
const CONTINUES_PART = /^\p{XID_Continue}$/u;

function isPartOfName(code: number, isFirst: boolean): boolean {
  // Letters of ASCII at once, whatever their case.
  if ((code | 32) >= 97 && (code | 32) <= 122) return true;
  return (isFirst ? STARTS_PART : CONTINUES_PART).test(String.fromCodePoint(code));
}

function endOfPart(text: string, start: number): number {
  const isQuoted = text[start] === '`';
  const first = isQuoted ? start + 1 : start;
  let at = first;
  for (let code = text.codePointAt(at); code !== undefined; code = text.codePointAt(at)) {
    if (!isPartOfName(code, at === first)) break;
    at += code > 0xffff ? 2 : 1;
  }
  if (at === first) return start;
  if (!isQuoted) return at;
  return text[at] === '`' ? at + 1 : start;
}
