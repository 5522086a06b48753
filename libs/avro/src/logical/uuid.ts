import type { LogicalConversion, LogicalType } from '../logical-type.ts';
import { fromHex, toHex } from './hex.ts';

/** UUIDs on string or 16 bytes of fixed, shown as lower-case text of 36 characters (Avro 1.12, UUID; RFC 9562). */
export const uuid: LogicalType = {
  bind(schema) {
    if (schema.type === 'string') return TEXT;
    return schema.type === 'fixed' && schema.size === 16 ? BYTES : undefined;
  },
};

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function normalize(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : undefined;
}

const SHOWN = { expected: 'uuid (text of 36 characters)', isShown: (value: unknown) => typeof value === 'string' };

const TEXT: LogicalConversion = { ...SHOWN, fromBase: normalize, toBase: normalize };

const BYTES: LogicalConversion = {
  ...SHOWN,
  fromBase(base) {
    if (!isUuidBytes(base)) return undefined;
    const digits = toHex(base);
    const [a, b, c, d] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20)];
    return `${a}-${b}-${c}-${d}-${digits.slice(20)}`;
  },
  toBase(value) {
    if (isUuidBytes(value)) return value;
    const text = normalize(value);
    return text === undefined ? undefined : fromHex(text.replaceAll('-', ''));
  },
};

function isUuidBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 16;
}
