/** The uuid that stands for none: 16 zero bytes. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS = new Int8Array(128).fill(-1);
for (let index = 0; index < 64; index++) DIGITS[ALPHABET.charCodeAt(index)] = index;

/** 16 bytes as Kafka writes a uuid in text: unpadded base64url (RFC 4648 §5). */
export function formatUuid(bytes: Uint8Array, offset: number): string {
  let text = '';
  for (let index = 0; index < 15; index += 3) {
    const bits =
      ((bytes[offset + index] ?? 0) << 16) | ((bytes[offset + index + 1] ?? 0) << 8) | (bytes[offset + index + 2] ?? 0);
    text += digit(bits >> 18) + digit(bits >> 12) + digit(bits >> 6) + digit(bits);
  }
  const last = bytes[offset + 15] ?? 0;
  return text + digit(last >> 2) + digit(last << 4);
}

/** Writes the 16 bytes of a uuid; false when the text is not 22 characters of base64url. */
export function writeUuid(text: string, bytes: Uint8Array, offset: number): boolean {
  if (text.length !== 22) return false;
  let bits = 0;
  let held = 0;
  let end = offset;
  for (let index = 0; index < 22; index++) {
    const value = DIGITS[text.charCodeAt(index)] ?? -1;
    if (value < 0) return false;
    bits = ((bits << 6) | value) & 0xfffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[end++] = bits >> held;
    }
  }
  return true;
}

function digit(bits: number): string {
  return ALPHABET.charAt(bits & 63);
}
