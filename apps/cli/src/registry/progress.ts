import type { Terminal } from '../command.ts';

/** Tells a person how far something is. */
export interface Progress {
  update(done: number, total: number): void;
  /** Leaves the line, where a bar is on it. */
  end(): void;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 100;

/** Where nobody watches a terminal, a count is written this often. */
const COUNT_MS = 5000;

/** A bar on a terminal, and a line of counts now and then where there is none. Nothing at all for what takes no time. */
export function createProgress(terminal: Terminal, json: boolean, what: string): Progress {
  const { isInteractive = false, writeError } = terminal;
  const intervalMs = isInteractive ? REDRAW_MS : COUNT_MS;
  let lastMs = performance.now();
  let isDrawn = false;
  return {
    update(done, total) {
      const nowMs = performance.now();
      const isLast = isDrawn && done === total;
      if (json || (nowMs - lastMs < intervalMs && !isLast)) return;
      lastMs = nowMs;
      if (!isInteractive) return writeError(`sluice: ${what}: ${done} of ${total}\n`);
      isDrawn = true;
      const filled = total === 0 ? BAR_WIDTH : Math.floor((done / total) * BAR_WIDTH);
      writeError(`\r${what} [${'='.repeat(filled).padEnd(BAR_WIDTH)}] ${done}/${total}`);
    },
    end() {
      if (isDrawn) writeError('\n');
      isDrawn = false;
    },
  };
}
