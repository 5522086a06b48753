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
  const texts = picked.map(([, text]) => text).join('\n');
  const counts = new Map<string, number>(picked.flatMap(([names]) => names.map((name) => [name, 1] as const)));
  for (const [, name = ''] of texts.matchAll(NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
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
