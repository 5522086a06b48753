import type { AnnotatedSchema, LogicalConversion, LogicalType } from '../logical-type.ts';
import type { JsonValue } from '../schema/json.ts';
import { bytesOfDigits, countDigits, formatPlain, MAX_DIGITS, parseDecimal, rescale } from './decimal-text.ts';
import { measureInteger, readInteger, widenInteger, writeInteger } from './twos-complement.ts';

/**
 * Decimal numbers of a fixed scale, shown as text with all its digits: `-12.50` (Avro 1.12, Decimal). A value of more
 * digits than the precision is refused, and so is one whose scale would lose a digit other than 0: nothing is rounded.
 * A precision of more than 1000 digits leaves the base type as it is.
 */
export const decimal: LogicalType = {
  bind(schema) {
    const shape = readShape(schema);
    if (shape === undefined) return undefined;
    if (schema.type === 'bytes') return convertDecimal(shape, (bytes) => bytes);
    const { size } = schema;
    if (schema.type !== 'fixed' || size === undefined || shape.precision > maxPrecision(size)) return undefined;
    return convertDecimal(shape, (bytes) => widenInteger(bytes, size));
  },
};

interface Shape {
  readonly precision: number;
  readonly scale: number;
}

function readShape({ props }: AnnotatedSchema): Shape | undefined {
  const precision = wholeNumber(props['precision']);
  const scale = props['scale'] === undefined ? 0 : wholeNumber(props['scale']);
  if (precision === undefined || precision < 1 || precision > MAX_DIGITS) return undefined;
  return scale === undefined || scale > precision ? undefined : { precision, scale };
}

function wholeNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The digits that any number of so many fits into `size` bytes. */
function maxPrecision(size: number): number {
  return size === 0 ? 0 : Math.floor((8 * size - 1) * Math.log10(2));
}

function convertDecimal(
  { precision, scale }: Shape,
  pack: (bytes: Uint8Array) => Uint8Array | undefined,
): LogicalConversion {
  const mostBytes = bytesOfDigits(precision);
  const fromBase = (base: unknown): string | undefined => {
    if (!(base instanceof Uint8Array) || base.length === 0 || measureInteger(base) > mostBytes) return undefined;
    const unscaled = readInteger(base.subarray(base.length - measureInteger(base)));
    return countDigits(unscaled) > precision ? undefined : formatPlain({ unscaled, scale });
  };
  return {
    expected: `decimal (text of at most ${precision} digits, ${scale} of them behind the point)`,
    fromBase,
    toBase(value) {
      if (typeof value !== 'string') return fromBase(value) === undefined ? undefined : value;
      const parsed = parseDecimal(value);
      const unscaled = parsed === undefined ? undefined : rescale(parsed, scale);
      if (unscaled === undefined || countDigits(unscaled) > precision) return undefined;
      return pack(writeInteger(unscaled));
    },
    isShown: (value) => typeof value === 'string',
  };
}
