const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two lower-case digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += PAIRS[byte];
  return text;
}

/** The bytes of hexadecimal digits, which come in pairs. */
export function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = (readDigit(digits.charCodeAt(2 * index)) << 4) | readDigit(digits.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** Letters of both cases end in the bits of 1 to 6. */
function readDigit(code: number): number {
  return code < 0x40 ? code & 0xf : (code & 0xf) + 9;
}
