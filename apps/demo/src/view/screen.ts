import { paint } from './lines.ts';
import type { Line } from './lines.ts';

/** Where the demo shows itself. */
export interface Screen {
  /** Shows what `render` gives for the size at hand; called as often as one likes. */
  refresh(): void;
  close(): void;
}

/** What a screen needs of `process.stdout`. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  readonly writableNeedDrain: boolean;
  write(text: string): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

export interface TerminalScreenOptions {
  readonly terminal: Terminal;
  readonly colour: boolean;
  /** The page for a terminal of this size. */
  readonly render: (columns: number, rows: number) => readonly Line[];
}

const ENTER = '\u001b[?1049h\u001b[?25l'; // alternate page, no cursor
const LEAVE = '\u001b[?25h\u001b[?1049l';
const BEGIN = '\u001b[?2026h\u001b[H'; // one update for terminals that know it, from the top left corner
const END = '\u001b[J\u001b[?2026l';
const END_OF_LINE = '\u001b[K';

/** A page of its own that is drawn over in place: no line is cleared before it is written, so nothing flickers. */
export function createTerminalScreen({ terminal, colour, render }: TerminalScreenOptions): Screen {
  let shown = '';

  function refresh(): void {
    if (terminal.writableNeedDrain) return; // a slow terminal skips pages rather than queueing them
    const { columns, rows } = terminal;
    // The last column stays free: erasing to the end of a full line would take its last character.
    const lines = render(columns - 1, rows).slice(0, rows);
    const page = lines.map((spans) => paint(spans, columns - 1, colour) + END_OF_LINE).join('\r\n');
    if (page === shown) return;
    shown = page;
    terminal.write(BEGIN + page + END);
  }

  function redraw(): void {
    shown = '';
    refresh();
  }

  terminal.write(ENTER);
  terminal.on('resize', redraw);
  return {
    refresh,
    close() {
      terminal.off('resize', redraw);
      terminal.write(LEAVE);
    },
  };
}

/** Text lines for pipes and logs: at most one a second, whatever `refresh` is called. */
export function createPlainScreen(write: (text: string) => void, render: () => string, now = Date.now): Screen {
  let nextAtMs = 0;
  return {
    refresh() {
      if (now() < nextAtMs) return;
      nextAtMs = now() + 1_000;
      write(`${render()}\n`);
    },
    close() {},
  };
}
