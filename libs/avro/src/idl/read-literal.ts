import { IdlFault } from './fault.ts';
import type { Token } from './tokens.ts';

/** Of the signs that Java's escapes have in IDL. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  b: '\b',
  f: '\f',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const ESCAPE = /\\(?:u([\da-fA-F]{4})|([0-3][0-7]{2}|[0-7]{1,2})|([^]))/g;

/** The text of a string literal, with Java's escapes: those of JSON but for `\/`, and `\'` and octal ones. */
export function readStringLiteral(token: Token): string {
  return token.text.slice(1, -1).replaceAll(ESCAPE, (whole, hex?: string, octal?: string, sign = '', offset = 0) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const escaped = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined;
    if (escaped === undefined)
      throw new IdlFault(`${JSON.stringify(whole)} is no escape`, token.at + 1 + Number(offset));
    return escaped;
  });
}

/** Decimal, `0x` hexadecimal or `0` octal, within 64 bits. */
export function readIntegerLiteral(token: Token): number | bigint {
  const digits = token.text.replace(/^-/, '').replace(/[lL]$/, '');
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = token.text.startsWith('-') ? -size : size;
  if (value !== BigInt.asIntN(64, value)) throw new IdlFault('an integer beyond 64 bits', token.at);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Decimal or hexadecimal, with or without the suffixes of Java; NaN and the infinities, too. */
export function readFloatLiteral(token: Token): number {
  const { text } = token;
  return /0[xX]/.test(text) ? readHexFloat(token) : Number(text.replace(/[fFdD]$/, ''));
}

/** Of so few digits that a double holds them all, and not near its limits. */
function readHexFloat({ text, at }: Token): number {
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/.exec(text) ?? [];
  const exponent = Number(power) - 4 * fraction.length;
  if (whole.length + fraction.length > 13 || Math.abs(exponent) > 900) {
    throw new IdlFault('a hexadecimal fraction has at most 13 digits, and an exponent within 900', at);
  }
  const size = Number.parseInt(whole + fraction, 16) * 2 ** exponent;
  return sign === '-' ? -size : size;
}
