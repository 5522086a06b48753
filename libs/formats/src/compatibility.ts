import { COMPATIBILITY_LEVELS } from '@sluice/avro';
import type { CompatibilityLevel } from '@sluice/avro';
import type { CompatibilityFinding, CompatibilityOptions, ParsedSchema, SchemaFormat } from './schema-format.ts';

export { COMPATIBILITY_LEVELS };
export type { CompatibilityLevel };

/** Every level's name, in the order of the table in @sluice/avro. */
export const COMPATIBILITY_LEVEL_NAMES = Object.keys(COMPATIBILITY_LEVELS) as readonly CompatibilityLevel[];

/** The level a user wrote, in any case; `undefined` when there is none of that name. */
export function findCompatibilityLevel(name: string): CompatibilityLevel | undefined {
  const upper = name.toUpperCase();
  return COMPATIBILITY_LEVEL_NAMES.find((level) => level === upper);
}

/** What stands between a candidate and one earlier schema. */
export interface LevelFinding {
  /** Which of `previousNewestFirst` it is about. */
  readonly index: number;
  /**
   * The role the candidate plays: `reader` means that it cannot read what the earlier schema wrote. What to change in
   * the candidate is `finding.details.fix` of this role.
   */
  readonly candidateIs: 'reader' | 'writer';
  readonly finding: CompatibilityFinding;
}

/**
 * Checks `candidate` against earlier schemas at `level`. Findings are of the first earlier schema that objects, as in
 * Confluent's registry: there, and so here, the failures of an old schema to read come before those of the new one.
 */
export function checkLevel(
  format: SchemaFormat,
  level: CompatibilityLevel,
  candidate: ParsedSchema,
  previousNewestFirst: readonly ParsedSchema[],
  options?: CompatibilityOptions,
): readonly LevelFinding[] {
  const { canRead, canBeRead, reach } = COMPATIBILITY_LEVELS[level];
  if (reach === 'none') return [];
  const reached = reach === 'latest' ? previousNewestFirst.slice(0, 1) : previousNewestFirst;
  for (const [index, previous] of reached.entries()) {
    if (previous.type !== candidate.type) return [{ index, candidateIs: 'reader', finding: DIFFERENT_TYPE }];
    const findings: LevelFinding[] = [];
    if (canBeRead) {
      for (const finding of format.checkCompatibility(previous, candidate, options)) {
        findings.push({ index, candidateIs: 'writer', finding });
      }
    }
    if (canRead) {
      for (const finding of format.checkCompatibility(candidate, previous, options)) {
        findings.push({ index, candidateIs: 'reader', finding });
      }
    }
    if (findings.length > 0) return findings;
  }
  return [];
}

const DIFFERENT_TYPE: CompatibilityFinding = {
  type: 'DIFFERENT_SCHEMA_TYPE',
  path: '',
  message: 'Incompatible because of different schema type',
};
