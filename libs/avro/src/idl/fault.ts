import type { ParseFinding } from '../avro-error.ts';

/** Thrown by the reader of one file at the offset, in UTF-16 units, where it cannot go on. */
export class IdlFault extends Error {
  readonly at: number;
  readonly kind: ParseFinding['kind'];

  constructor(message: string, at: number, kind: ParseFinding['kind'] = 'idl') {
    super(message);
    this.at = at;
    this.kind = kind;
  }
}

/** `line:column`, both from 1. */
export function positionOf(text: string, at: number): string {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', start)) {
    line++;
    start = next + 1;
  }
  return `${line}:${at - start + 1}`;
}
