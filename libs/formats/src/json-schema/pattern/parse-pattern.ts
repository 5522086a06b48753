/** A regular expression of ECMAScript, taken apart as far as is needed to run it in linear time. */
export type Pattern =
  | { readonly kind: 'one'; readonly test: (text: string) => boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly kind: 'look'; readonly item: Pattern; readonly negate: boolean };

/** The expression cannot be run in linear time, or has a feature that is not understood here. */
export class PatternRefused extends Error {
  override readonly name = 'PatternRefused';
}

const LONGEST = 2_000;
const DEEPEST = 50;

/** @throws PatternRefused, and SyntaxError where it is no expression at all */
export function parsePattern(source: string): { readonly pattern: Pattern; readonly isUnicode: boolean } {
  const isUnicode = /\\p\{|\\u\{/iu.test(source);
  void new RegExp(source, isUnicode ? 'u' : '');
  if (source.length > LONGEST) throw new PatternRefused(`an expression of more than ${LONGEST} characters`);
  const reader: Reader = { source, at: 0, flags: isUnicode ? 'u' : '', depth: 0 };
  return { pattern: readChoice(reader), isUnicode };
}

interface Reader {
  readonly source: string;
  readonly flags: string;
  at: number;
  depth: number;
}

function readChoice(reader: Reader): Pattern {
  if (++reader.depth > DEEPEST) throw new PatternRefused(`groups nested deeper than ${DEEPEST} levels`);
  const items: Pattern[] = [];
  do {
    items.push(readSequence(reader));
  } while (take(reader, '|'));
  reader.depth--;
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'choice', items };
}

function readSequence(reader: Reader): Pattern {
  const items: Pattern[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    items.push(readRepeat(reader, readAtom(reader)));
  }
  return { kind: 'sequence', items };
}

function readRepeat(reader: Reader, item: Pattern): Pattern {
  const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/u.exec(reader.source.slice(reader.at, reader.at + 40));
  if (match === null) return item;
  reader.at += match[0].length;
  const [, sign, low, comma, high] = match;
  if (sign !== undefined) {
    return { kind: 'repeat', item, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
  }
  const min = Number(low);
  return { kind: 'repeat', item, min, max: comma === undefined ? min : high === '' ? Infinity : Number(high) };
}

function readAtom(reader: Reader): Pattern {
  const char = reader.source.charAt(reader.at);
  if (char === '(') return readGroup(reader);
  if (char === '^' || char === '$') {
    reader.at++;
    return { kind: 'assert', what: char === '^' ? 'start' : 'end' };
  }
  const rest = reader.source.slice(reader.at);
  if (/^\\[bB]/u.test(rest)) {
    reader.at += 2;
    return { kind: 'assert', what: rest[1] === 'b' ? 'edge' : 'inside' };
  }
  if (/^\\(?:[1-9]|k<)/u.test(rest)) throw new PatternRefused('it refers back to what a group has matched');
  // One character's worth of source; what it matches the built-in engine says, one character at a time.
  const length =
    /^(?:\[(?:\\[^]|[^\]\\])*\]|\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^])|[^])/iu.exec(
      rest,
    )?.[0].length;
  const atom = rest.slice(0, length ?? 1);
  reader.at += atom.length;
  return { kind: 'one', test: testOf(reader, atom) };
}

function testOf({ flags }: Reader, atom: string): (text: string) => boolean {
  const expression = new RegExp(`^(?:${/^[{}\]]$/u.test(atom) ? `\\${atom}` : atom})$`, flags);
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = expression.test(text);
    if (known.size < 1_000) known.set(text, result);
    return result;
  };
}

function readGroup(reader: Reader): Pattern {
  const opening = /^\((?:\?(?::|=|!|<[a-z_$][\w$]*>))?/iu.exec(reader.source.slice(reader.at))?.[0] ?? '(';
  reader.at += opening.length;
  if (opening === '(' && reader.source.charAt(reader.at) === '?') throw new PatternRefused('it looks behind');
  const item = readChoice(reader);
  take(reader, ')');
  if (opening === '(?=' || opening === '(?!') return { kind: 'look', item, negate: opening === '(?!' };
  return item;
}

function take(reader: Reader, char: string): boolean {
  if (reader.source.charAt(reader.at) !== char) return false;
  reader.at++;
  return true;
}
