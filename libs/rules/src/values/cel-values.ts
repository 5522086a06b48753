import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { MAX_VALUE_DEPTH } from './value-shape.ts';

export class ValueTooDeep extends RangeError {
  constructor() {
    super(`values lie within each other more than ${MAX_VALUE_DEPTH} deep`);
    this.name = 'ValueTooDeep';
  }
}

export function checkDepth(depth: number): void {
  if (depth > MAX_VALUE_DEPTH) throw new ValueTooDeep();
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date)
  );
}

/** A new object with what `change` makes of each own property; one named `__proto__` too. */
export function mapObject(
  value: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}

/** A copy with another value of one property, which it has or gets. */
export function withField(
  value: Readonly<Record<string, unknown>>,
  name: string,
  inner: unknown,
): Readonly<Record<string, unknown>> {
  return Object.defineProperty({ ...value }, name, {
    value: inner,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** CEL's value where no schema says more: whole numbers are int, others double. */
export function guessCel(value: unknown, depth = 0): unknown {
  checkDepth(depth);
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => guessCel(item, depth + 1));
  if (value instanceof Map) return guessCel(Object.fromEntries(value), depth);
  if (isPlain(value)) return mapObject(value, (inner) => guessCel(inner, depth + 1));
  return value;
}

/** CEL's int: what is no whole number stays what it is, for the encoder to refuse. */
export function toCelInt(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : value;
}

export function toCelUint(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') {
    return value >= 0 && (typeof value === 'bigint' || Number.isInteger(value))
      ? new UnsignedInt(BigInt(value))
      : value;
  }
  return value;
}

/** The JavaScript value: int is a number where it is safe, and a bigint or digits where `like` is. */
export function fromCel(result: unknown, like: unknown, depth = 0): unknown {
  checkDepth(depth);
  if (result instanceof UnsignedInt) return fromInt(result.value, like);
  if (typeof result === 'bigint') return fromInt(result, like);
  if (Array.isArray(result)) {
    const likes: readonly unknown[] = Array.isArray(like) ? like : [];
    return result.map((item, index) => fromCel(item, likes[index] ?? likes[0], depth + 1));
  }
  const likes = isPlain(like) ? like : {};
  if (result instanceof Map) return fromCel(Object.fromEntries(result), like, depth);
  if (result instanceof Duration) return result;
  if (isPlain(result)) {
    return mapObject(result, (inner, key) =>
      fromCel(inner, Object.hasOwn(likes, key) ? likes[key] : undefined, depth + 1),
    );
  }
  return result;
}

function fromInt(value: bigint, like: unknown): unknown {
  if (typeof like === 'bigint') return value;
  if (typeof like === 'string' && /^-?\d+$/.test(like)) return String(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** For JSONata, which knows numbers only: bigints that a number holds are numbers. */
export function toJsonValue(value: unknown, depth = 0): unknown {
  checkDepth(depth);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map((item) => toJsonValue(item, depth + 1));
  if (value instanceof Map) return toJsonValue(Object.fromEntries(value), depth);
  return isPlain(value) ? mapObject(value, (inner) => toJsonValue(inner, depth + 1)) : value;
}

/** A plain copy: JSONata's lists carry marks of its own. */
export function fromJsonValue(value: unknown, depth = 0): unknown {
  checkDepth(depth);
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => fromJsonValue(item, depth + 1));
  return isPlain(value) ? mapObject(value, (inner) => fromJsonValue(inner, depth + 1)) : value;
}
