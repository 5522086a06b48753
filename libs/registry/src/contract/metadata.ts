import type { SchemaMetadata } from '@sluice/serde';

/** The property that says which version a schema was registered as. */
export const VERSION_PROPERTY = 'confluent:version';

/** The property that lists, with commas between, names that no top-level field may have. */
const RESERVED_PROPERTY = 'confluent:reserved';

/** Metadata as a request may have it. */
export interface MetadataInput {
  readonly tags?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly sensitive?: readonly string[] | undefined;
}

/** Everything in order, every tag once, and what is empty left out: two that say the same are equal and hash alike. */
export function normalizeMetadata({ tags = {}, properties = {}, sensitive = [] }: MetadataInput): SchemaMetadata {
  const sortedTags = sortKeys(tags, (values) => [...new Set(values)].toSorted());
  const sortedProperties = sortKeys(properties, (value) => value);
  return {
    ...(Object.keys(sortedTags).length > 0 && { tags: sortedTags }),
    ...(Object.keys(sortedProperties).length > 0 && { properties: sortedProperties }),
    ...(sensitive.length > 0 && { sensitive: [...new Set(sensitive)].toSorted() }),
  };
}

/** Both together; where both say something, the latter. */
export function mergeMetadata(
  base: SchemaMetadata | undefined,
  over: SchemaMetadata | undefined,
): SchemaMetadata | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  return normalizeMetadata({
    tags: { ...base.tags, ...over.tags },
    properties: { ...base.properties, ...over.properties },
    sensitive: [...(base.sensitive ?? []), ...(over.sensitive ?? [])],
  });
}

/** The version that the metadata names, where it names one. */
export function readVersionProperty(metadata: SchemaMetadata | undefined): number | undefined {
  const text = metadata?.properties?.[VERSION_PROPERTY] ?? '';
  return /^[+-]?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

export function setVersionProperty(metadata: SchemaMetadata | undefined, version: number): SchemaMetadata {
  return normalizeMetadata({
    ...metadata,
    properties: { ...metadata?.properties, [VERSION_PROPERTY]: String(version) },
  });
}

export function removeVersionProperty(metadata: SchemaMetadata): SchemaMetadata {
  const { [VERSION_PROPERTY]: _, ...properties } = metadata.properties ?? {};
  return normalizeMetadata({ ...metadata, properties });
}

/** Names that no top-level field may have. */
export function readReservedNames(metadata: SchemaMetadata | undefined): ReadonlySet<string> {
  const names = (metadata?.properties?.[RESERVED_PROPERTY] ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter((name) => name !== ''));
}

/** Whether both say the same; nothing is not the same as empty metadata. */
export function isSameMetadata(a: SchemaMetadata | undefined, b: SchemaMetadata | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A copy whose own keys are in order. Keys that JavaScript would move to the front or give a meaning stay text. */
function sortKeys<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  const sorted = Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, value]) => [key, change(value)]));
}
