/** What a compatibility level asks of a new schema, and of how many earlier versions. */
export interface CompatibilityRule {
  /** The new schema must read what the old ones wrote. */
  readonly canRead: boolean;
  /** The old schemas must read what the new one writes. */
  readonly canBeRead: boolean;
  readonly reach: 'none' | 'latest' | 'all';
}

/** The seven levels of the Confluent Schema Registry (its documentation, "Schema Evolution and Compatibility"). */
export const COMPATIBILITY_LEVELS = {
  NONE: { canRead: false, canBeRead: false, reach: 'none' },
  BACKWARD: { canRead: true, canBeRead: false, reach: 'latest' },
  BACKWARD_TRANSITIVE: { canRead: true, canBeRead: false, reach: 'all' },
  FORWARD: { canRead: false, canBeRead: true, reach: 'latest' },
  FORWARD_TRANSITIVE: { canRead: false, canBeRead: true, reach: 'all' },
  FULL: { canRead: true, canBeRead: true, reach: 'latest' },
  FULL_TRANSITIVE: { canRead: true, canBeRead: true, reach: 'all' },
} as const satisfies Record<string, CompatibilityRule>;

export type CompatibilityLevel = keyof typeof COMPATIBILITY_LEVELS;
