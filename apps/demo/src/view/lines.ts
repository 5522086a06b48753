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

/** What a peer sent, shown in a terminal, must not move its cursor. */
function dropControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
