/** What a documentation comment says: without delimiters, leading stars and the indent that its lines share, as in Java. */
export function readDocText(comment: string): string {
  const [first, ...rest] = splitLines(trim(comment.slice(3, -2)));
  for (const stars of ['**', '*']) {
    if (!first.startsWith(stars) || !rest.every(({ text }) => skipIndent(text).startsWith(stars))) continue;
    const unstarred = rest.map(({ text, lineBreak }) => lineBreak + afterStars(skipIndent(text), stars));
    return afterStars(first, stars) + unstarred.join('');
  }
  const indent = sharedIndent(rest.map(({ text }) => text));
  return first + rest.map(({ text, lineBreak }) => lineBreak + text.slice(indent)).join('');
}

interface Line {
  readonly text: string;
  /** Before it. */
  readonly lineBreak: string;
}

/** The first line as text, then those that follow. */
function splitLines(text: string): [first: string, ...rest: Line[]] {
  const [first = '', ...parts] = text.split(/(\r\n|[\n\v\f\r\u0085\u2028\u2029])/);
  const rest: Line[] = [];
  for (let i = 0; i < parts.length; i += 2) rest.push({ lineBreak: parts[i] ?? '', text: parts[i + 1] ?? '' });
  return [first, ...rest];
}

/** As Java's String.trim: everything up to the space. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

function skipIndent(text: string): string {
  return text.slice(indentOf(text).length);
}

function indentOf(text: string): string {
  return /^[ \t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]*/.exec(text)?.[0] ?? '';
}

/** Without the one space after them. */
function afterStars(text: string, stars: string): string {
  const rest = text.slice(stars.length);
  return indentOf(rest) === '' ? rest : rest.slice(1);
}

function sharedIndent(lines: readonly string[]): number {
  let shared: string | undefined;
  for (const line of lines) {
    const indent = indentOf(line);
    if (shared === undefined) shared = indent;
    let length = 0;
    while (length < shared.length && shared[length] === indent[length]) length++;
    shared = shared.slice(0, length);
  }
  return shared?.length ?? 0;
}
