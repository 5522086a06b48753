import type { RegisteredSchema, SchemaSource, SubjectVersion } from '../schema-source.ts';

/** Which version of a subject is taken in place of a given one. */
export interface LatestOptions {
  /** The latest version of the subject. */
  readonly useLatest?: boolean;
  /** The latest version whose metadata has all these properties. Comes before `useLatest`. */
  readonly useLatestWithMetadata?: Readonly<Record<string, string>>;
}

export function wantsLatest({ useLatest, useLatestWithMetadata }: LatestOptions): boolean {
  return useLatest === true || useLatestWithMetadata !== undefined;
}

/** The version that the options ask for; undefined where the subject has none. */
export async function findLatest(
  source: SchemaSource,
  subject: string,
  { useLatestWithMetadata: wanted }: LatestOptions,
): Promise<(RegisteredSchema & SubjectVersion) | undefined> {
  if (wanted === undefined) return source.byVersion(subject, 'latest');
  const properties = Object.entries(wanted);
  const versions = await source.bySubject(subject);
  for (const { version, deleted } of versions.toReversed()) {
    if (deleted) continue;
    const found = await source.byVersion(subject, version);
    const has = found?.metadata?.properties ?? {};
    if (found !== undefined && properties.every(([key, value]) => has[key] === value)) return found;
  }
  return undefined;
}
