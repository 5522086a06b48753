import type { LogicalConversion, LogicalType } from '../logical-type.ts';
import { readBytes, readVar32 } from '../wire/read.ts';
import { writeBytes, writeInt } from '../wire/write.ts';
import { bytesOfDigits, countDigits, formatScientific, MAX_DIGITS, parseDecimal } from './decimal-text.ts';
import { measureInteger, readInteger, writeInteger } from './twos-complement.ts';

/**
 * Decimal numbers that each have a scale of their own (Avro 1.12, Big Decimal), shown as Java's BigDecimal.toString
 * writes them: `12.50`, `1.5E+3`; the scale is kept. The bytes are an Avro bytes, the unscaled number, and an Avro int,
 * the scale, as Java's BigDecimalConversion writes them. Numbers of more than 1000 digits are refused.
 */
export const bigDecimal: LogicalType = {
  bind: (schema) => (schema.type === 'bytes' ? BIG_DECIMAL : undefined),
};

const MOST_BYTES = bytesOfDigits(MAX_DIGITS);

const BIG_DECIMAL: LogicalConversion = {
  expected: `big-decimal (text of a decimal number of at most ${MAX_DIGITS} digits)`,
  fromBase(base) {
    if (!(base instanceof Uint8Array)) return undefined;
    const cursor = { at: 0, emptyItems: 0, paidTo: 0 };
    const digits = readBytes(base, 0, base.length, cursor);
    const zigzag = readVar32(base, cursor.at, cursor);
    if (cursor.at !== base.length || digits.length === 0 || measureInteger(digits) > MOST_BYTES) return undefined;
    const unscaled = readInteger(digits);
    if (countDigits(unscaled) > MAX_DIGITS) return undefined;
    return formatScientific({ unscaled, scale: (zigzag >>> 1) ^ -(zigzag & 1) });
  },
  toBase(value) {
    if (typeof value !== 'string') return BIG_DECIMAL.fromBase(value) === undefined ? undefined : value;
    const parsed = parseDecimal(value);
    if (parsed === undefined || (parsed.scale | 0) !== parsed.scale) return undefined;
    if (countDigits(parsed.unscaled) > MAX_DIGITS) return undefined;
    const digits = writeInteger(parsed.unscaled);
    const bytes = new Uint8Array(digits.length + 10);
    return bytes.slice(0, writeInt(parsed.scale, bytes, writeBytes(digits, bytes, 0)));
  },
  isShown: (value) => typeof value === 'string',
};
