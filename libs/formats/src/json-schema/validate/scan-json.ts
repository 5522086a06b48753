import type { ByteFinding } from '@sluice/avro';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Where JSON bytes are broken: called once they were found not to be JSON, so its time does not matter. It walks the
 * grammar of RFC 8259 with a stack of its own, for nesting may be as deep as the bytes are long.
 */
export function findSyntaxError(bytes: Uint8Array, start: number, end: number): ByteFinding {
  const stack: ('object' | 'array')[] = [];
  let at = skipSpace(bytes, start, end);
  let expects: 'value' | 'key' | 'next' = 'value';
  const found = (expected: string): ByteFinding => ({
    path: '',
    expected,
    found: describeByte(bytes, at, end),
    offset: at - start,
    kind: 'malformed',
  });
  for (;;) {
    const byte = at < end ? bytes[at] : undefined;
    if (expects === 'value' || expects === 'key') {
      const open = stack.at(-1);
      const isFirst = isOpening(bytes, start, at);
      if (expects === 'value' && byte === 0x5d && open === 'array' && isFirst) expects = close();
      else if (expects === 'key' && byte === 0x7d && isFirst) expects = close();
      else if (expects === 'key') {
        const after = byte === QUOTE ? skipString(bytes, at, end) : -1;
        if (after < 0) return found(byte === QUOTE ? 'a string of JSON' : 'a key in quotes');
        at = skipSpace(bytes, after, end);
        if (bytes[at] !== COLON || at >= end) return found('a colon');
        at = skipSpace(bytes, at + 1, end);
        expects = 'value';
        continue;
      } else if (byte === 0x7b || byte === 0x5b) {
        stack.push(byte === 0x7b ? 'object' : 'array');
        at++;
        expects = byte === 0x7b ? 'key' : 'value';
      } else {
        const after = skipScalar(bytes, at, end);
        if (after < 0) return found(byte === QUOTE ? 'a string of JSON' : 'a value of JSON');
        at = after;
        expects = 'next';
      }
    } else {
      const open = stack.at(-1);
      if (open === undefined) return { ...found('the end of the value'), kind: 'left-over' };
      if (byte === COMMA) {
        at++;
        expects = open === 'object' ? 'key' : 'value';
      } else if (byte === (open === 'object' ? 0x7d : 0x5d)) expects = close();
      else return found(open === 'object' ? 'a comma or }' : 'a comma or ]');
    }
    at = skipSpace(bytes, at, end);
  }

  function close(): 'next' {
    stack.pop();
    at++;
    return 'next';
  }
}

/** Where the bytes stop being UTF-8 (RFC 3629); undefined where they are. */
export function findBrokenUtf8(bytes: Uint8Array, start: number, end: number): ByteFinding | undefined {
  let low = start;
  // The first fault is where the shortest refused prefix ends.
  const isBroken = (to: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, to), {
        stream: to < end,
      });
      return false;
    } catch {
      return true;
    }
  };
  if (!isBroken(end)) return undefined;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBroken(middle)) high = middle;
    else low = middle + 1;
  }
  const at = Math.max(start, low - 1);
  return { path: '', expected: 'UTF-8', found: describeByte(bytes, at, end), offset: at - start, kind: 'malformed' };
}

/** The offset of a value in JSON bytes that are well-formed; of what is around it where it is not there. */
export function locateValue(
  bytes: Uint8Array,
  start: number,
  end: number,
  steps: readonly (string | number)[],
): number {
  let at = skipSpace(bytes, start, end);
  for (const step of steps) {
    const next = bytes[at] === 0x7b ? findMember(bytes, at, end, String(step)) : findItem(bytes, at, end, Number(step));
    if (next === undefined) break;
    at = next;
  }
  return at - start;
}

function findMember(bytes: Uint8Array, object: number, end: number, key: string): number | undefined {
  let at = skipSpace(bytes, object + 1, end);
  let found: number | undefined;
  while (at < end && bytes[at] === QUOTE) {
    const after = skipString(bytes, at, end);
    const name: unknown = JSON.parse(TEXT.decode(bytes.subarray(at, after)));
    const value = skipSpace(bytes, skipSpace(bytes, after, end) + 1, end);
    // Of a key given twice the last one stands.
    if (name === key) found = value;
    at = nextMember(bytes, value, end);
  }
  return found;
}

function findItem(bytes: Uint8Array, array: number, end: number, index: number): number | undefined {
  if (bytes[array] !== 0x5b) return undefined;
  let at = skipSpace(bytes, array + 1, end);
  for (let count = 0; count < index && at < end; count++) at = nextMember(bytes, at, end);
  return at;
}

/** Behind a value and the comma after it. */
function nextMember(bytes: Uint8Array, value: number, end: number): number {
  const at = skipSpace(bytes, skipValue(bytes, value, end), end);
  return bytes[at] === COMMA ? skipSpace(bytes, at + 1, end) : end;
}

function skipValue(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let at = start;
  do {
    const byte = bytes[at];
    if (byte === 0x7b || byte === 0x5b) {
      depth++;
      at++;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      at++;
    } else if (byte === QUOTE) at = skipString(bytes, at, end);
    else if (depth === 0) at = skipScalar(bytes, at, end);
    else at++;
  } while (depth > 0 && at < end);
  return at;
}

const TEXT = new TextDecoder('utf-8');

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === QUOTE && at < end) return skipString(bytes, at, end);
  let after = at;
  while (after < end && isScalarByte(bytes[after] ?? 0)) after++;
  if (after === at) return -1;
  try {
    JSON.parse(TEXT.decode(bytes.subarray(at, after)));
    return after;
  } catch {
    return -1;
  }
}

function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

/** Behind the closing quote; -1 where there is none, or the string is none of JSON. */
function skipString(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    if (byte === BACKSLASH) {
      at++;
      const escaped = String.fromCharCode(bytes[at] ?? 0);
      if (at >= end || !'"\\/bfnrtu'.includes(escaped)) return -1;
      if (escaped === 'u' && !/^[\da-fA-F]{4}$/.test(TEXT.decode(bytes.subarray(at + 1, at + 5)))) return -1;
    }
  }
  return -1;
}

function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at++;
  }
  return at;
}

/** Whether what stands before is the bracket that opened this object or array. */
function isOpening(bytes: Uint8Array, start: number, at: number): boolean {
  let before = at - 1;
  while (before > start && (bytes[before] === 0x20 || (bytes[before] ?? 0) <= 0x0d)) before--;
  return bytes[before] === 0x7b || bytes[before] === 0x5b;
}

function describeByte(bytes: Uint8Array, at: number, end: number): string {
  const byte = at < end ? bytes[at] : undefined;
  if (byte === undefined) return 'the end of the bytes';
  const shown = byte > 0x20 && byte < 0x7f ? ` ('${String.fromCharCode(byte)}')` : '';
  return `byte 0x${byte.toString(16).padStart(2, '0')}${shown}`;
}
