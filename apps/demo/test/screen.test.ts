import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fitTexts, flow, line, paint, span, wrap } from '../src/view/lines.ts';
import type { Line } from '../src/view/lines.ts';
import { createPlainScreen, createTerminalScreen } from '../src/view/screen.ts';

function createFakeTerminal(columns: number, rows: number) {
  const written: string[] = [];
  const listeners = new Set<() => void>();
  return {
    columns,
    rows,
    writableNeedDrain: false,
    written,
    listeners,
    write: (text: string) => written.push(text) > 0,
    on: (_: 'resize', listener: () => void) => listeners.add(listener),
    off: (_: 'resize', listener: () => void) => listeners.delete(listener),
  };
}

describe('paint', () => {
  it.each<[Line, number, string]>([
    [line('short'), 10, 'short'],
    [line('exactly ten'), 11, 'exactly ten'],
    [line('longer than that'), 10, 'longer th…'],
    [[span('two '), span('spans', 'red')], 7, 'two sp…'],
    [[span('full'), span('gone')], 4, 'full'],
    [line('a\u001b[2Jb\nc\u009bd'), 20, 'a [2Jb c d'],
  ])('%j in %i columns is %j', (spans, width, expected) => {
    expect(paint(spans, width, false)).toBe(expected);
    expect(stripVTControlCharacters(paint(spans, width, true))).toBe(expected);
  });

  it('writes colour codes only when asked', () => {
    expect(paint(line('bad', 'red'), 10, false)).toBe('bad');
    expect(paint(line('bad', 'red'), 10, true)).toBe('\u001b[31mbad\u001b[39m');
  });
});

it('wraps at spaces and leaves the rest in the last line', () => {
  expect(wrap('one two three four five', 9, 2)).toEqual(['one two', 'three four five']);
  expect(wrap('unbreakable', 4, 3)).toEqual(['unbreakable']);
});

it('flows pieces into lines and breaks none', () => {
  const pieces = ['one', 'two', 'three'].map((text) => line(text));
  const texts = (width: number) => flow(pieces, width).map((spans) => paint(spans, 99, false));
  expect(texts(20)).toEqual(['one   two   three']);
  expect(texts(16)).toEqual(['one   two', 'three']);
  expect(texts(2)).toEqual(['one', 'two', 'three']);
});

it('counts the texts that do not fit', () => {
  const texts = ['a 1', 'b 2', 'c 3'];
  expect(fitTexts(texts, 13)).toBe('a 1  b 2  c 3');
  expect(fitTexts(texts, 12)).toBe('a 1  b 2 +1');
  expect(fitTexts(texts, 2)).toBe('a 1 +2');
  expect(fitTexts([], 2)).toBe('');
});

describe('the terminal screen', () => {
  it('draws over in place: one write a page, each line cut and cleared to its end, nothing when nothing changed', () => {
    const terminal = createFakeTerminal(12, 3);
    let text = 'a line that is too long';
    const screen = createTerminalScreen({
      terminal,
      colour: false,
      render: () => [line(text), line('b'), line('c'), line('no room')],
    });
    screen.refresh();
    screen.refresh();
    text = 'changed';
    screen.refresh();
    expect(terminal.written).toEqual([
      '\u001b[?1049h\u001b[?25l',
      '\u001b[?2026h\u001b[Ha line tha…\u001b[K\r\nb\u001b[K\r\nc\u001b[K\u001b[J\u001b[?2026l',
      '\u001b[?2026h\u001b[Hchanged\u001b[K\r\nb\u001b[K\r\nc\u001b[K\u001b[J\u001b[?2026l',
    ]);
  });

  it('draws anew for a new size, waits for a slow terminal, and gives the page back', () => {
    const terminal = createFakeTerminal(20, 5);
    const screen = createTerminalScreen({ terminal, colour: false, render: (columns) => [line(`${columns} wide`)] });
    screen.refresh();
    terminal.columns = 40;
    for (const listener of terminal.listeners) listener();
    expect(terminal.written.at(-1)).toContain('39 wide');
    terminal.writableNeedDrain = true;
    terminal.columns = 50;
    screen.refresh();
    expect(terminal.written.at(-1)).toContain('39 wide');
    screen.close();
    expect(terminal.written.at(-1)).toBe('\u001b[?25h\u001b[?1049l');
    expect(terminal.listeners.size).toBe(0);
  });
});

it('the plain screen writes one line a second at most', () => {
  const written: string[] = [];
  let nowMs = 1_000;
  const screen = createPlainScreen(
    (text) => written.push(text),
    () => `at ${nowMs}`,
    () => nowMs,
  );
  for (nowMs = 1_000; nowMs <= 3_000; nowMs += 250) screen.refresh();
  expect(written).toEqual(['at 1000\n', 'at 2000\n', 'at 3000\n']);
});
