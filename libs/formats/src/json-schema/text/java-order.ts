/**
 * Keys in the order that Java's HashSet walks them: Confluent's checker collects the names of properties in one, and its
 * messages come in that order. `copied` of the keys were there when the set was made. (java.util.HashMap: a table of a power of two, at most three quarters full.)
 */
export function inJavaOrder(keys: readonly string[], copied = 0): readonly string[] {
  // A set made as a copy of another collection starts with room for it.
  const room = copied === 0 ? 0 : Math.floor(copied / 0.75) + 1;
  let size = 16;
  while (size < room) size *= 2;
  while (keys.length > size * 0.75) size *= 2;
  const buckets = new Map<number, string[]>();
  for (const key of keys) {
    const slot = spread(hash(key)) & (size - 1);
    const bucket = buckets.get(slot);
    if (bucket === undefined) buckets.set(slot, [key]);
    else bucket.push(key);
  }
  return [...buckets].sort(([a], [b]) => a - b).flatMap(([, bucket]) => bucket);
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index++) value = (Math.imul(31, value) + text.charCodeAt(index)) | 0;
  return value;
}

function spread(value: number): number {
  return value ^ (value >>> 16);
}
