import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './command.ts';

/** More is no password. */
const MAX_LENGTH = 4096;

/** A secret from standard input: asked for, and not shown, where a person sits there; else all there is, in one line. */
export async function readSecret({ readInput, writeError }: Terminal, prompt: string): Promise<string> {
  if (readInput !== undefined) return firstLine(await readInput());
  if (!process.stdin.isTTY) {
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > MAX_LENGTH) break;
    }
    return firstLine(text);
  }
  writeError(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    writeError('\n');
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
