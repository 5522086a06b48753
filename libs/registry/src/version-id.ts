import { registryError } from './registry-error.ts';

/** A version as the REST API names it; -1 is another name of `latest`. */
export type VersionId = number | 'latest';

const MAX_VERSION = 2 ** 31 - 1;

/** Reads a version of a path. Throws INVALID_VERSION. */
export function parseVersionId(text: string): VersionId {
  const name = text.trim().toLowerCase();
  if (name === 'latest') return 'latest';
  const version = /^[+-]?\d{1,100}$/.test(name) ? Number(name) : Number.NaN;
  if (version === -1) return 'latest';
  if (version >= 1 && version <= MAX_VERSION) return version;
  throw registryError('INVALID_VERSION', text);
}

/** The number that Confluent's messages give for a version that is not there. */
export function versionNumber(version: VersionId): number {
  return version === 'latest' ? -1 : version;
}
