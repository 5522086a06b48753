/** What has a place of its own in the page. */
export type AnchorKind = 'server' | 'channel' | 'operation' | 'message' | 'schema' | 'type' | 'security' | 'subject';

/** Ids of places: of what they name, in letters that need no escape, and each of them once. */
export interface Anchors {
  find(kind: AnchorKind, ...names: readonly string[]): string;
}

export function createAnchors(): Anchors {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  return {
    find(kind, ...names) {
      const key = JSON.stringify([kind, ...names]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const plain = `${kind}-${names
        .join('-')
        .replaceAll(/[^A-Za-z0-9_.]+/gu, '-')
        .slice(0, 80)}`;
      let id = plain;
      for (let count = 2; taken.has(id); count++) id = `${plain}-${count}`;
      taken.add(id);
      known.set(key, id);
      return id;
    },
  };
}
