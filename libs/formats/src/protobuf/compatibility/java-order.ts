/**
 * Texts in the order in which a Java HashSet made of `first` and then of `second` gives them: the order of the messages
 * that Confluent's registry answers with.
 */
export function javaSetOrder(first: readonly string[], second: readonly string[]): string[] {
  const original = orderOf(first, 16);
  const capacity = Math.max(Math.floor(original.length / 0.75) + 1, 16);
  return orderOf([...original, ...orderOf(second, 16)], tableSize(capacity));
}

/** As a HashMap that begins with `capacity` places gives its keys. */
function orderOf(texts: readonly string[], capacity: number): string[] {
  const unique = [...new Set(texts)];
  let size = capacity;
  while (unique.length > size * 0.75) size *= 2;
  const placed = unique.map((text) => ({ text, place: spread(hashOf(text)) & (size - 1) }));
  return placed.toSorted((a, b) => a.place - b.place).map(({ text }) => text);
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

function tableSize(capacity: number): number {
  let size = 1;
  while (size < capacity) size *= 2;
  return size;
}
