import { checkLevel, COMPATIBILITY_LEVELS } from '@sluice/formats';
import type { LevelFinding, ParsedSchema } from '@sluice/formats';
import type { SchemaText } from '../stored-schemas.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoredVersion } from '../store/store.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import { readSettingsInForce } from './settings.ts';

/** Older schemas are quoted in messages up to this length. */
const MAX_QUOTED_LENGTH = 10 * 1024;

export interface CompatibilityRules {
  /**
   * Why `text` may not become the next version of `subject` at the level in force: Confluent's messages, empty when it
   * may. Against `version` alone when given, else against as many versions as the level reaches.
   */
  checkCompatibility(subject: string, text: SchemaText, version?: VersionId): Promise<readonly string[]>;
}

export function createCompatibilityRules(context: RegistryContext): CompatibilityRules {
  const { store, schemas } = context;
  return {
    async checkCompatibility(subject, text, version) {
      const live = (await store.listVersions(subject)).filter(({ deleted }) => !deleted);
      const against = version === undefined ? live : pickVersion(live, version);
      if (text.schema.trim() === '') throw registryError('INVALID_SCHEMA', 'Empty schema');
      const { parsed } = await schemas.readText(text, { isNew: true });
      return findObjections(context, subject, parsed, against);
    },
  };
}

function pickVersion(live: readonly StoredVersion[], version: VersionId): readonly StoredVersion[] {
  if (version === 'latest') return live.slice(-1);
  const found = live.filter((row) => row.version === version);
  if (found.length === 0) throw registryError('VERSION_NOT_FOUND', versionNumber(version));
  return found;
}

/** Confluent's messages about `candidate` as the next of the versions `against`, which are in version order. */
export async function findObjections(
  context: RegistryContext,
  subject: string,
  candidate: ParsedSchema,
  against: readonly StoredVersion[],
): Promise<readonly string[]> {
  const { store, schemas, formats, defaultCompatibility } = context;
  const { compatibility: level = defaultCompatibility } = await readSettingsInForce(store, subject);
  const { reach, canRead, canBeRead } = COMPATIBILITY_LEVELS[level];
  if (reach === 'none' || against.length === 0) return [];
  const newestFirst = (reach === 'all' ? against : against.slice(-1)).toReversed();
  const previous: ParsedSchema[] = [];
  for (const { id } of newestFirst) previous.push(await schemas.parseStored(id));

  const format = await formats.require(candidate.type);
  const findings = checkLevel(format, level, candidate, previous);
  const [first] = findings;
  if (first === undefined) return [];
  const settings = `{validateFields: 'false', compatibility: '${level}'}`;
  const version = newestFirst[first.index];
  const old = previous[first.index];
  if (version === undefined || old === undefined || old.type !== candidate.type) {
    return [first.finding.message, settings];
  }
  const say = ({ candidateIs, finding }: LevelFinding) =>
    candidateIs === 'reader'
      ? format.describeIncompatibility(finding, 'new', 'old')
      : format.describeIncompatibility(finding, 'old', 'new');
  const quotes = [`{oldSchemaVersion: ${version.version}}`, quoteSchema(old.canonical)];
  // At the FULL levels Confluent quotes the old schema only where the new one cannot read it.
  const quoted = !(canRead && canBeRead) || findings.some(({ candidateIs }) => candidateIs === 'reader');
  return [...findings.map(say), ...(quoted ? quotes : []), settings];
}

function quoteSchema(schema: string): string {
  if (schema.length <= MAX_QUOTED_LENGTH) return `{oldSchema: '${schema}'}`;
  const start = schema.slice(0, MAX_QUOTED_LENGTH);
  return `{oldSchema: <truncated to ${MAX_QUOTED_LENGTH} characters> '${start}'}`;
}
