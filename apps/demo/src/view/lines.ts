import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** A piece of a line. Widths count code units: the demo writes no wide characters. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}
export type Line = readonly Span[];

/** A line of one span. */
export function line(text: string, style?: Style): Line {
  return [span(text, style)];
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}

/** The line as text, cut to `width` with an ellipsis, with colours when asked. Control characters are taken out. */
export function paint(spans: Line, width: number, colour: boolean): string {
  let left = width;
  let painted = '';
  for (const { text, style } of spans) {
    if (left <= 0) break;
    const clean = dropControls(text);
    const cut = clean.length > left ? `${clean.slice(0, left - 1)}…` : clean;
    left -= cut.length;
    painted += colour && style !== undefined ? styleText(style, cut, { validateStream: false }) : cut;
  }
  return painted;
}

/** Breaks text at spaces into lines of at most `width`, the rest in the last of `maxLines`. */
export function wrap(text: string, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length <= width || current === '' || lines.length === maxLines - 1) current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** Sets pieces side by side, three spaces apart, and begins a new line where the next one does not fit whole. */
export function flow(pieces: readonly Line[], width: number): Line[] {
  const lines: Line[] = [];
  let left = 0;
  for (const piece of pieces) {
    const size = measure(piece);
    const last = lines.at(-1);
    if (last !== undefined && size + GAP.length <= left) {
      lines[lines.length - 1] = [...last, span(GAP), ...piece];
      left -= size + GAP.length;
    } else {
      lines.push(piece);
      left = width - size;
    }
  }
  return lines;
}

/** As many of `texts` as fit, two spaces apart, but the first in any case; then how many more there are. */
export function fitTexts(texts: readonly string[], width: number): string {
  let fitted = '';
  for (let count = 1; count <= texts.length; count++) {
    const more = count < texts.length ? ` +${texts.length - count}` : '';
    const text = texts.slice(0, count).join('  ') + more;
    if (count === 1 || text.length <= width) fitted = text;
  }
  return fitted;
}

const GAP = '   ';

function measure(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + text.length, 0);
}

/** What a peer sent, shown in a terminal, must not move its cursor. */
function dropControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
