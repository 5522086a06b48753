import type { SchemaMetadata } from '@sluice/serde';

/** The tags of a field: `inline` ones of the schema, and those of the metadata by patterns of full names. */
export function createTagFinder(
  metadata: SchemaMetadata | undefined,
): (fullName: string, inline: unknown) => readonly string[] {
  const patterns = Object.entries(metadata?.tags ?? {}).map(([pattern, tags]) => ({
    test: compileTagPattern(pattern),
    tags,
  }));
  const found = new Map<string, readonly string[]>();
  return (fullName, inline) => {
    let byPattern = found.get(fullName);
    if (byPattern === undefined) {
      byPattern = patterns.filter(({ test }) => test(fullName)).flatMap(({ tags }) => tags);
      if (found.size < MAX_NAMES) found.set(fullName, byPattern);
    }
    return [...new Set([...readTags(inline), ...byPattern])];
  };
}

/** Names of fields whose tags are kept: a schema has no more but where it is recursive JSON. */
const MAX_NAMES = 10_000;

export function readTags(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : [];
}

/**
 * Whether a full name fits a pattern of `metadata.tags`: `?` is one character of a name, `*` any number of them, `**` any
 * across the dots, and what follows a backslash is itself. Runs in the product of both lengths, whatever the pattern is.
 */
export function compileTagPattern(pattern: string): (fullName: string) => boolean {
  const parts = splitPattern(pattern.replaceAll('**.*', '**'));
  return (fullName) => {
    let places = spread(new Set([0]), parts);
    for (const character of fullName) {
      const next = new Set<number>();
      for (const place of places) {
        const part = parts[place];
        if (part === undefined) continue;
        if (part.kind === 'exact' ? part.text === character : part.kind === 'deep' || character !== '.') {
          next.add(part.kind === 'exact' || part.kind === 'one' ? place + 1 : place);
        }
      }
      places = spread(next, parts);
      if (places.size === 0) return false;
    }
    return places.has(parts.length);
  };
}

type PatternPart = { readonly kind: 'exact'; readonly text: string } | { readonly kind: 'one' | 'any' | 'deep' };

function splitPattern(pattern: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index++) {
    const text = characters[index] ?? '';
    if (text === '*' && characters[index + 1] === '*') parts.push({ kind: 'deep' });
    else if (text === '*') parts.push({ kind: 'any' });
    else if (text === '?') parts.push({ kind: 'one' });
    else if (text === '\\' && index + 1 < characters.length)
      parts.push({ kind: 'exact', text: characters[index + 1] ?? '' });
    else parts.push({ kind: 'exact', text });
    if (parts.at(-1)?.kind === 'deep' || (text === '\\' && index + 1 < characters.length)) index++;
  }
  return parts;
}

/** The places and those behind stars, which may stand for nothing. */
function spread(places: ReadonlySet<number>, parts: readonly PatternPart[]): ReadonlySet<number> {
  const all = new Set(places);
  for (const place of all) {
    const kind = parts[place]?.kind;
    if (kind === 'any' || kind === 'deep') all.add(place + 1);
  }
  return all;
}
