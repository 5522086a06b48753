import type { JsonValue } from '@sluice/avro';

/** `unclassified`: whether it breaks somebody cannot be told from the documents. */
export type ChangeSeverity = 'breaking' | 'non-breaking' | 'unclassified';

/** One difference between two documents. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed';
  readonly severity: ChangeSeverity;
  /** Names on the way to it, such as `channels.orders.messages.Order.payload`. */
  readonly path: string;
  /** RFC 6901, into the new document; into the old one where it was removed. */
  readonly pointer: string;
  readonly message: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** Where a comparison stands, and what it has found. */
export interface Comparison {
  readonly path: string;
  readonly pointer: string;
  readonly changes: Change[];
}

/** The same comparison one thing further in. */
export function inside(at: Comparison, step: string, pointer = `${at.pointer}/${step}`): Comparison {
  return { ...at, path: at.path === '' ? step : `${at.path}.${step}`, pointer };
}

export function note(
  { changes, path, pointer }: Comparison,
  kind: Change['kind'],
  severity: ChangeSeverity,
  message: string,
  { before, after }: { readonly before?: unknown; readonly after?: unknown } = {},
): void {
  const [plainBefore, plainAfter] = [toShort(before), toShort(after)];
  changes.push({
    ...{ kind, severity, path, pointer, message },
    ...(plainBefore === undefined ? {} : { before: plainBefore }),
    ...(plainAfter === undefined ? {} : { after: plainAfter }),
  });
}

/** What is written out of values: enough to see the difference. */
function toShort(value: unknown): JsonValue | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item));
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : (JSON.parse(text) as JsonValue);
}
