/** Where `bytes[start, end)` stops being UTF-8, or -1 where it does not (RFC 3629: no surrogates, no overlong forms). */
export function findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const first = byteAt(bytes, at);
    if (first < 0x80) {
      at += 1;
      continue;
    }
    let rest: number;
    let low = 0x80;
    let high = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) rest = 1;
    else if (first >= 0xe0 && first <= 0xef) {
      rest = 2;
      if (first === 0xe0) low = 0xa0;
      if (first === 0xed) high = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
      rest = 3;
      if (first === 0xf0) low = 0x90;
      if (first === 0xf4) high = 0x8f;
    } else return at;
    if (at + rest >= end) return at;
    const second = byteAt(bytes, at + 1);
    if (second < low || second > high) return at;
    for (let index = 2; index <= rest; index++) {
      const next = byteAt(bytes, at + index);
      if (next < 0x80 || next > 0xbf) return at;
    }
    at += rest + 1;
  }
  return -1;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
