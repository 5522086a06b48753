/** One statement of the run-time: what it declares, and its text, in which names of other statements stand between `¤`. */
export type Piece = readonly [names: readonly string[], text: string];

/** A program in pieces, and what it exports: the declared name of each. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly exports: Readonly<Record<string, string>>;
}

const NAME = /¤([^¤]+)¤/g;

/** The pieces that some exports need, in their order. @throws Error where there is no such export */
export function pickPieces({ pieces, exports }: Pieces, wanted: readonly string[]): readonly Piece[] {
  const byName = new Map(pieces.flatMap((piece) => piece[0].map((name) => [name, piece] as const)));
  const picked = new Set<Piece>();
  const names = wanted.map((name) => {
    const own = exports[name];
    if (own === undefined) throw new Error(`the run-time has no ${name}`);
    return own;
  });
  for (const name of names) {
    const piece = byName.get(name);
    if (piece === undefined || picked.has(piece)) continue;
    picked.add(piece);
    for (const [, needed = ''] of piece[1].matchAll(NAME)) names.push(needed);
  }
  return pieces.filter((piece) => picked.has(piece));
}

/** Puts pieces together under names as short as can be, the most used first. Answers each name's short one beside the text. */
export function joinPieces(picked: readonly Piece[]): {
  readonly text: string;
  readonly nameOf: (name: string) => string;
} {
  const kept = dropRareAliases(picked);
  const texts = kept.map(([, text]) => text).join('\n');
  const counts = new Map([...countNames(kept)].filter(([name]) => kept.some(([names]) => names.includes(name))));
  // Whatever a piece calls anything within: a short name must not be hidden by one of these.
  const taken = new Set(texts.replaceAll(NAME, ' ').match(/[\w$]+/g));
  const short = new Map<string, string>();
  const free = listNames(taken);
  for (const [name] of [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))) {
    short.set(name, free.next().value);
  }
  const nameOf = (name: string): string => short.get(name) ?? name;
  const text = texts.replaceAll(NAME, (_, name: string) => nameOf(name));
  // Variables one after the other are one statement, and a declaration ends with its bracket.
  return { text: text.replaceAll(/;\nvar (?=[\w$]+=)/g, ',').replaceAll(/(?<=[;}])\n/g, ''), nameOf };
}

/** An alias names what it says. Where that is shorter said each time than declared once, it goes. */
function dropRareAliases(picked: readonly Piece[]): readonly Piece[] {
  const counts = countNames(picked);
  const rare = new Set<string>();
  const kept = picked.filter(([[name = ''], text]) => {
    const isAlias = text === `var ¤${name}¤=${name};`;
    const uses = (counts.get(name) ?? 0) - 1;
    // A short name has two letters, and a declaration three signs besides.
    const isRare = isAlias && uses * name.length <= uses * 2 + name.length + 5;
    if (isRare) rare.add(name);
    return !isRare;
  });
  return kept.map(([names, text]) => [
    names,
    text.replaceAll(NAME, (marked, name: string) => (rare.has(name) ? name : marked)),
  ]);
}

function countNames(picked: readonly Piece[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, text] of picked) {
    for (const [, name = ''] of text.matchAll(NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_';

function* listNames(taken: ReadonlySet<string>): Generator<string, never> {
  for (let length = 1; ; length++) {
    for (const name of listOf(length)) if (!taken.has(name)) yield name;
  }
}

function* listOf(length: number): Generator<string> {
  if (length === 1) {
    yield* FIRST;
    return;
  }
  for (const head of listOf(length - 1)) for (const last of `${FIRST}0123456789`) yield head + last;
}
