import type { Difference } from '@sluice/registry/transfer';
import type { Terminal } from '../command.ts';

/** A line for each difference, on standard output; in colour on a terminal. */
export function writeDifferences(
  { writeOut, hasColor = false }: Terminal,
  names: { readonly a: string; readonly b: string },
  differences: readonly Difference[],
): void {
  for (const { kind, change, what, a = '', b = '' } of differences) {
    const [mark, color] = MARKS[change];
    const text =
      change === 'differs'
        ? `${kind} ${what}: ${a} in ${names.a}, ${b} in ${names.b}`
        : `${kind} ${what}: only in ${change === 'onlyInA' ? names.a : names.b}`;
    const line = `${mark} ${text}`;
    writeOut(hasColor ? `\u001B[${color}m${line}\u001B[0m\n` : `${line}\n`);
  }
}

const MARKS = { onlyInA: ['-', 31], onlyInB: ['+', 32], differs: ['~', 33] } as const;
