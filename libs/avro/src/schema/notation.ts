/**
 * What a JSON text says that its JavaScript values do not, and Java writes again. It is kept beside the values, so that
 * they stay plain: whoever copies one without it has it written as JavaScript would.
 */
export interface Notation {
  /** Members and items that are whole numbers and were written as fractions: `1.0`, `1e3`. */
  readonly doubles: ReadonlySet<string> | undefined;
  /** The keys as written, where JavaScript's order is another. */
  readonly keys: ReadonlySet<string> | undefined;
}

const notations = new WeakMap<object, Notation>();

export function setNotation(value: object, notation: Notation): void {
  notations.set(value, notation);
}

/** For a value that holds some of another's members. */
export function copyNotation(from: object, to: object): void {
  const notation = notations.get(from);
  if (notation !== undefined) notations.set(to, notation);
}

export function isDouble(holder: object, key: string): boolean {
  return notations.get(holder)?.doubles?.has(key) === true;
}

/** The keys of `object` in the order of its text. */
export function keysOf(object: object): readonly string[] {
  const keys = notations.get(object)?.keys;
  return keys === undefined ? Object.keys(object) : [...keys].filter((key) => Object.hasOwn(object, key));
}

/** JavaScript puts keys that are array indices first, whenever they come. */
export function isMovedKey(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 && String(Number(key) >>> 0) === key;
}
