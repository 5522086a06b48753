const INTEGER = /^([-+]?)(?:(0[xX]|#)([\da-fA-F]{1,400})|(\d{1,400}))[lL]?$/;
const FRACTION = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE]([-+]?\d{1,3}))?[fFdD]?$/;

/** Digits after the point that normal form keeps. */
const KEPT_DIGITS = 3;

/**
 * A number in an option as Confluent's normal form prints it: decimal, without exponent, three digits after the point.
 * What is no number there, as inf, stays as it is.
 */
export function normalizeNumber(text: string): string {
  const integer = INTEGER.exec(text);
  if (integer !== null) return printInteger(integer) ?? text;
  const fraction = FRACTION.exec(text);
  if (fraction === null) return text;
  const value = Number(text.replace(/[fFdD]$/, ''));
  if (!Number.isFinite(value)) return text;
  return printFraction(isExactFloat(value) ? Math.fround(value) : value);
}

/** Whether a float of 32 bits is written with the same digits: then Java takes it for one. */
function isExactFloat(value: number): boolean {
  const float = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const shortest = Number(float.toPrecision(digits));
    if (Math.fround(shortest) === float) return Object.is(shortest, value);
  }
  return false;
}

function printInteger([, sign, hexMark, hex, decimal]: RegExpExecArray): string | undefined {
  let size: bigint;
  if (hexMark !== undefined) size = BigInt(`0x${hex ?? '0'}`);
  else if (decimal === undefined) return undefined;
  else if (decimal.length > 1 && decimal.startsWith('0')) {
    if (!/^[0-7]+$/.test(decimal)) return undefined;
    size = BigInt(`0o${decimal.slice(1)}`);
  } else size = BigInt(decimal);
  return String(sign === '-' ? -size : size);
}

function printFraction(value: number): string {
  if (Number.isInteger(value)) return Object.is(value, -0) ? '-0' : expand(value);
  const fixed = value.toFixed(KEPT_DIGITS);
  const scaled = Math.abs(value) * 10 ** KEPT_DIGITS;
  const isTie = scaled % 1 === 0.5 && scaled < 2 ** 50;
  const text = isTie && Math.floor(scaled) % 2 === 0 ? printScaled(Math.floor(scaled), value < 0) : fixed;
  return text.replace(/\.?0+$/, '').replace(/^-0$/, '-0');
}

/** All digits of a whole number: those that tell it apart, then zeros. */
function expand(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().replace('.', '').split('e');
  const sign = value < 0 ? '-' : '';
  const shown = value < 0 ? digits.slice(1) : digits;
  return sign + shown.padEnd(Number(exponent) + 1, '0');
}

function printScaled(scaled: number, isNegative: boolean): string {
  return `${isNegative ? '-' : ''}${(scaled / 10 ** KEPT_DIGITS).toFixed(KEPT_DIGITS)}`;
}
