/** A decimal number without rounding: `unscaled` times ten to the power of minus `scale` (java.math.BigDecimal). */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Longest number, as Java's JSON reader has it. */
export const MAX_NUMBER_LENGTH = 1000;
/** An exponent beyond this is refused: to compare two such numbers would take all memory. */
export const MAX_EXPONENT = 10_000;

/** @param text a number of JSON */
export function parseDecimal(text: string): Decimal {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { unscaled: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

/** As BigDecimal.toString writes it: `1.50`, `1E+5`. */
export function formatDecimal({ unscaled, scale }: Decimal): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale === 0) return sign + digits;
  const exponent = digits.length - 1 - scale;
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0');
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const rest = digits.slice(1);
  return `${sign}${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}E${exponent < 0 ? '' : '+'}${exponent}`;
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = align(a, b);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Whether `a` is a whole multiple of `b`; never of zero. */
export function isMultiple(a: Decimal, b: Decimal): boolean {
  const [left, right] = align(a, b);
  return right !== 0n && left % right === 0n;
}

function align(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale)];
}
