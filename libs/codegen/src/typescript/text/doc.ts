/**
 * Text that knows where it may break: a group stands on one line if it fits, and otherwise each of its own lines does
 * break (Wadler, A prettier printer; the choices are those of our formatter, which must find nothing to change).
 */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: 'group'; readonly of: Doc }
  | { readonly kind: 'indent'; readonly of: Doc }
  | { readonly kind: 'line'; readonly flat: string }
  | { readonly kind: 'ifBreak'; readonly broken: Doc; readonly flat: Doc };

export const WIDTH = 120;

export const line: Doc = { kind: 'line', flat: ' ' };
export const softline: Doc = { kind: 'line', flat: '' };

export function group(...of: readonly Doc[]): Doc {
  return { kind: 'group', of };
}

export function indent(...of: readonly Doc[]): Doc {
  return { kind: 'indent', of };
}

export function ifBreak(broken: Doc, flat: Doc = ''): Doc {
  return { kind: 'ifBreak', broken, flat };
}

export function join(separator: Doc, items: readonly Doc[]): Doc {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

/** Items between brackets, each on a line of its own where all do not fit on one, with a comma behind the last. */
export function enclose(open: string, items: readonly Doc[], close: string, space: Doc = softline): Doc {
  if (items.length === 0) return `${open}${close}`;
  return group(open, indent(space, join([',', line], items)), ifBreak(','), space, close);
}

interface Piece {
  readonly doc: Doc;
  readonly depth: number;
  readonly isFlat: boolean;
}

/** `depth` counts the indentations that the text begins with, which the result has not. */
export function render(doc: Doc, depth = 0): string {
  const lines: string[] = [];
  let text = '';
  let column = 2 * depth;
  const write = (part: string): void => {
    text += part;
    column += widthOf(part);
  };
  const stack: Piece[] = [{ doc, depth, isFlat: false }];
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const { doc, depth, isFlat } = piece;
    if (typeof doc === 'string') write(doc);
    else if (isList(doc)) stack.push(...doc.map((doc) => ({ doc, depth, isFlat })).toReversed());
    else if (doc.kind === 'indent') stack.push({ doc: doc.of, depth: depth + 1, isFlat });
    else if (doc.kind === 'group') {
      stack.push({ doc: doc.of, depth, isFlat: isFlat || fits(doc.of, stack, WIDTH - column) });
    } else if (doc.kind === 'ifBreak') stack.push({ doc: isFlat ? doc.flat : doc.broken, depth, isFlat });
    else if (isFlat) write(doc.flat);
    else {
      lines.push(text.trimEnd());
      text = '  '.repeat(depth);
      column = 2 * depth;
    }
  }
  return [...lines, text].join('\n');
}

/** Whether a group on one line, and what follows it up to the next place that may break, has so much room. */
function fits(doc: Doc, after: readonly Piece[], room: number): boolean {
  let left = room;
  let next = after.length;
  const stack: Omit<Piece, 'depth'>[] = [{ doc, isFlat: true }];
  while (left >= 0) {
    const piece = stack.pop() ?? after[--next];
    if (piece === undefined) return true;
    const { doc, isFlat } = piece;
    if (typeof doc === 'string') left -= widthOf(doc);
    else if (isList(doc)) stack.push(...doc.map((doc) => ({ doc, isFlat })).toReversed());
    else if (doc.kind === 'line') {
      if (!isFlat) return true;
      left -= doc.flat.length;
    } else if (doc.kind === 'ifBreak') stack.push({ doc: isFlat ? doc.flat : doc.broken, isFlat });
    else stack.push({ doc: doc.of, isFlat: doc.kind === 'group' ? true : isFlat });
  }
  return false;
}

const isList: (doc: Doc) => doc is readonly Doc[] = Array.isArray;

const WIDE = /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/gu;

/** In columns: what East Asian scripts write takes two. */
export function widthOf(text: string): number {
  if (/^[\0-\x7F]*$/.test(text)) return text.length;
  return Array.from(text.replaceAll(/\p{Mn}/gu, '')).length + (text.match(WIDE)?.length ?? 0);
}
