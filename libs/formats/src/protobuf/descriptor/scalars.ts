import type { ScalarType, ScalarValue } from './descriptor.ts';

/** How each scalar type stands on the wire, and what a JavaScript value of it is. */
export const SCALARS = {
  double: { wire: 1, value: 'number' },
  float: { wire: 5, value: 'number' },
  int32: { wire: 0, value: 'number' },
  int64: { wire: 0, value: 'bigint' },
  uint32: { wire: 0, value: 'number' },
  uint64: { wire: 0, value: 'bigint' },
  sint32: { wire: 0, value: 'number' },
  sint64: { wire: 0, value: 'bigint' },
  fixed32: { wire: 5, value: 'number' },
  fixed64: { wire: 1, value: 'bigint' },
  sfixed32: { wire: 5, value: 'number' },
  sfixed64: { wire: 1, value: 'bigint' },
  bool: { wire: 0, value: 'boolean' },
  string: { wire: 2, value: 'string' },
  bytes: { wire: 2, value: 'bytes' },
} as const satisfies Record<ScalarType, { readonly wire: 0 | 1 | 2 | 5; readonly value: string }>;

export function isScalar(name: string): name is ScalarType {
  return Object.hasOwn(SCALARS, name);
}

/** Whether repeated values of it may stand in one block. */
export function isPackable(scalar: ScalarType): boolean {
  return SCALARS[scalar].wire !== 2;
}

const RANGES: Readonly<Partial<Record<ScalarType, readonly [bigint, bigint]>>> = {
  int32: [-0x8000_0000n, 0x7fff_ffffn],
  sint32: [-0x8000_0000n, 0x7fff_ffffn],
  sfixed32: [-0x8000_0000n, 0x7fff_ffffn],
  uint32: [0n, 0xffff_ffffn],
  fixed32: [0n, 0xffff_ffffn],
  int64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  sint64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  sfixed64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  uint64: [0n, 0xffff_ffff_ffff_ffffn],
  fixed64: [0n, 0xffff_ffff_ffff_ffffn],
};

/** The value that the text of the option `default` means; undefined where it is none of the type. */
export function parseDefault(scalar: ScalarType, text: string): ScalarValue | undefined {
  switch (scalar) {
    case 'string':
      return text;
    case 'bytes':
      return bytesOf(text);
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'double':
    case 'float': {
      if (/^-?inf$/.test(text)) return text === 'inf' ? Infinity : -Infinity;
      if (/^-?nan$/.test(text)) return NaN;
      if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[fF]?$/.test(text)) return undefined;
      const value = Number(text.replace(/[fF]$/, ''));
      return scalar === 'float' ? Math.fround(value) : value;
    }
    default: {
      const integer = parseInteger(text);
      const range = RANGES[scalar];
      if (integer === undefined || range === undefined || integer < range[0] || integer > range[1]) return undefined;
      return SCALARS[scalar].value === 'bigint' ? integer : Number(integer);
    }
  }
}

function parseInteger(text: string): bigint | undefined {
  const match = /^(-?)(?:0[xX]([\da-fA-F]{1,16})|0([0-7]{1,22})|(\d{1,20}))$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hex, octal, decimal] = match;
  const size = BigInt(hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : (decimal ?? '0'));
  return sign === '-' ? -size : size;
}

/** Each character is a byte where escapes wrote it, or stands for its bytes in UTF-8. */
function bytesOf(text: string): Uint8Array {
  if (/^[\0-\u00ff]*$/.test(text)) return Uint8Array.from(text, (char) => char.charCodeAt(0));
  return new TextEncoder().encode(text);
}
