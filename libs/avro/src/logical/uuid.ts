import type { LogicalConversion, LogicalType } from '../logical-type.ts';

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

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const BYTES: LogicalConversion = {
  ...SHOWN,
  fromBase(base) {
    if (!isUuidBytes(base)) return undefined;
    let text = '';
    for (const [index, byte] of base.entries()) {
      if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
      text += HEX[byte];
    }
    return text;
  },
  toBase(value) {
    if (isUuidBytes(value)) return value;
    const digits = normalize(value)?.replaceAll('-', '');
    if (digits === undefined) return undefined;
    return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16));
  },
};

function isUuidBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 16;
}
