import type { JsonValue } from '@sluice/avro';

/** What is given to YAML. Maps where the author chose the keys: an object would put numbers first. */
export type Written = JsonValue | ReadonlyMap<string, Written> | readonly Written[];

/** The entries that are there, in this order; `undefined` where there are none. */
export function defined(entries: Readonly<Record<string, Written | undefined>>): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) found.set(key, value);
  return found;
}

/** An object of things with an `id`, or nothing where there are none. */
export function writeById<Item extends { readonly id: string }>(
  items: readonly Item[],
  write: (item: Item) => Written,
): Written | undefined {
  return items.length === 0 ? undefined : new Map(items.map((item) => [item.id, write(item)]));
}

export function writeList<Item>(items: readonly Item[], write: (item: Item) => Written): Written | undefined {
  return items.length === 0 ? undefined : items.map(write);
}
