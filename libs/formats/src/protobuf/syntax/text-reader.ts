import { SchemaFormatError } from '../../schema-format-error.ts';
import type { Location } from './elements.ts';

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const SLASH = 47;
const STAR = 42;
const DOT = 46;

/** Longer names serve nobody, and normal form writes them out wherever a type is used. */
const MAX_NAME_LENGTH = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A cursor in a .proto text: characters, words, numbers, strings, and the comments between them. */
export class TextReader {
  readonly #text: string;
  readonly #origin: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  /** `origin` begins every message: '' or like `in reference a.proto: `. */
  constructor(text: string, origin: string) {
    this.#text = text;
    this.#origin = origin;
  }

  /** Call after `readDoc`, which skips what is between declarations. */
  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  location(): Location {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  fail(message: string, location: Location = this.location()): never {
    throw syntaxError(this.#origin + message, location);
  }

  /** The next character that is neither space nor comment; it stays where it is. */
  peek(): string {
    this.#skip(true);
    const char = this.#text[this.#at];
    return char ?? this.fail('unexpected end of the text');
  }

  read(): string {
    const char = this.peek();
    this.#at += 1;
    return char;
  }

  /** Takes `char` when it comes next. */
  take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  require(char: string): void {
    const found = this.peek();
    if (found !== char) this.fail(`expected '${char}' but found ${show(found)}`);
    this.#at += 1;
  }

  /** Puts back the character that was read last. */
  putBack(): void {
    this.#at -= 1;
  }

  /** Letters, digits, `_`, `-` and, unless told otherwise, dots. */
  readWord(withDots = true): string {
    this.#skip(true);
    const start = this.#at;
    while (isWordChar(this.#text.charCodeAt(this.#at), withDots)) this.#at += 1;
    if (start === this.#at) this.fail(`expected a word but found ${show(this.#text[start])}`);
    return this.#text.slice(start, this.#at);
  }

  /** A word, perhaps in parentheses or brackets. */
  readName(options: { readonly keepsWrap?: boolean; readonly withDots?: boolean } = {}): string {
    const open = this.peek();
    if (open !== '(' && open !== '[') return this.readWord(options.withDots);
    this.#at += 1;
    const word = this.readWord();
    const close = open === '(' ? ')' : ']';
    this.require(close);
    return options.keepsWrap === true ? open + word + close : word;
  }

  /** A name that something is declared by: letters, digits and underscores, no digit first; dots where `withDots`. */
  readIdentifier(what: string, withDots = false): string {
    const word = this.readWord();
    const location = this.#before(word);
    const pattern = withDots ? /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/ : /^[A-Za-z_]\w*$/;
    if (word.length > MAX_NAME_LENGTH) this.fail(`a name has more than ${MAX_NAME_LENGTH} characters`, location);
    if (!pattern.test(word)) this.fail(`${show(word)} is no name for ${what}`, location);
    return word;
  }

  /** A type's name, or `map<K, V>` in this one spelling. */
  readType(first?: string, mayBeMap = true): string {
    const name = first ?? this.readWord();
    if (name === 'map' && this.peek() === '<') {
      if (!mayBeMap) this.fail('a map holds no maps: use a message with a map in it');
      this.#at += 1;
      const key = this.readType(undefined, false);
      this.require(',');
      const value = this.readType(undefined, false);
      this.require('>');
      return `map<${key}, ${value}>`;
    }
    let type = name;
    while (this.peek() === '.') {
      this.#at += 1;
      type += `.${this.readWord()}`;
    }
    if (type.length > MAX_NAME_LENGTH) this.fail(`a name has more than ${MAX_NAME_LENGTH} characters`);
    if (!/^\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(type)) this.fail(`${show(type)} is no name of a type`);
    return type;
  }

  /** A whole number of 32 bits with its sign, decimal or hexadecimal. */
  readInt(): number {
    const word = this.readWord();
    const value = parseInt32(word);
    return value ?? this.fail(`expected a number of 32 bits but found ${show(word)}`, this.#before(word));
  }

  /** The text of one quoted string or of several in a row. */
  readString(): string {
    let quote = this.peek();
    if (quote !== '"' && quote !== "'") this.fail(`expected a string in quotes but found ${show(quote)}`);
    this.#at += 1;
    const start = this.location();
    let result = '';
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) this.fail('a string without its closing quote', start);
      this.#at += 1;
      if (char === quote) {
        const next = this.#at < this.#text.length ? this.peek() : '';
        if (next !== '"' && next !== "'") return result;
        quote = this.read();
      } else if (char === '\\') {
        result += this.#readEscape();
      } else {
        if (char === '\n') this.#newline();
        result += char;
      }
    }
  }

  /** The comments before a declaration: what documents it. */
  readDoc(): string {
    let doc = '';
    for (;;) {
      this.#skip(false);
      if (this.#text.charCodeAt(this.#at) !== SLASH) return doc;
      const comment = this.#readComment();
      doc = doc === '' ? comment : `${doc}\n${comment}`;
    }
  }

  /** `doc` and the comment that follows on the same line. */
  readTrailingDoc(doc: string): string {
    let at = this.#at;
    while (this.#text.charCodeAt(at) === SPACE || this.#text.charCodeAt(at) === TAB) at += 1;
    if (this.#text.charCodeAt(at) !== SLASH) return doc;
    this.#at = at;
    const comment = this.#readComment();
    if (comment === '') return doc;
    return doc === '' ? comment : `${doc}\n${comment}`;
  }

  #before(word: string): Location {
    return { line: this.#line, column: this.#at - word.length - this.#lineStart + 1 };
  }

  #readEscape(): string {
    const char = this.#text[this.#at] ?? this.fail('unexpected end of the text');
    this.#at += 1;
    if (char === 'x' || char === 'X') return this.#readNumericEscape(/[\da-fA-F]{1,2}/y, 16);
    if (char >= '0' && char <= '7') {
      this.#at -= 1;
      return this.#readNumericEscape(/[0-7]{1,3}/y, 8);
    }
    if (char === '\n') this.#newline();
    return ESCAPES[char] ?? char;
  }

  #readNumericEscape(digits: RegExp, radix: number): string {
    digits.lastIndex = this.#at;
    const found = digits.exec(this.#text)?.[0];
    if (found === undefined) this.fail('expected a digit after \\x');
    this.#at += found.length;
    return String.fromCharCode(Number.parseInt(found, radix));
  }

  #skip(withComments: boolean): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === SPACE || code === TAB || code === CARRIAGE_RETURN) this.#at += 1;
      else if (code === NEWLINE) {
        this.#at += 1;
        this.#newline();
      } else if (withComments && code === SLASH) this.#readComment();
      else return;
    }
  }

  #readComment(): string {
    const start = this.location();
    const second = this.#text.charCodeAt(this.#at + 1);
    if (second === SLASH) {
      const newline = this.#text.indexOf('\n', this.#at);
      const end = newline === -1 ? this.#text.length : newline;
      const text = this.#text.slice(this.#at + 2, end);
      this.#at = end;
      return text.replace(/^ /, '').trimEnd();
    }
    if (second !== STAR) this.fail(`unexpected '/'`, start);
    const end = this.#text.indexOf('*/', this.#at + 2);
    if (end === -1) this.fail('a comment without its end', start);
    const text = this.#text.slice(this.#at + 2, end);
    this.#at += 2;
    while (this.#at < end) {
      if (this.#text.charCodeAt(this.#at++) === NEWLINE) this.#newline();
    }
    this.#at = end + 2;
    const lines = text.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
    return lines.join('\n').trim();
  }

  #newline(): void {
    this.#line += 1;
    this.#lineStart = this.#at;
  }
}

/** The one error for a text that is no Protobuf: where, and what. */
export function syntaxError(message: string, location: Location): SchemaFormatError {
  const pointer = location.line === 0 ? '' : `${location.line}:${location.column}`;
  return new SchemaFormatError([{ kind: 'invalid-protobuf', pointer, message }]);
}

/** What was found, for a message: quoted, cut, with nothing in it that moves a cursor. */
export function show(text: string | undefined): string {
  if (text === undefined) return 'the end of the text';
  const cut = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(cut).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD');
}

function isWordChar(code: number, withDots: boolean): boolean {
  if (code >= 97 && code <= 122) return true;
  if (code >= 65 && code <= 90) return true;
  if (code >= 48 && code <= 57) return true;
  return code === 95 || code === 45 || (withDots && code === DOT);
}

function parseInt32(word: string): number | undefined {
  const match = /^(-?)(?:0[xX]([\da-fA-F]+)|(\d+))$/.exec(word);
  if (match === null) return undefined;
  const size = match[2] === undefined ? Number(match[3]) : Number.parseInt(match[2], 16);
  const value = match[1] === '-' ? -size : size;
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? value + 0 : undefined;
}
