import { checkLevel, COMPATIBILITY_LEVELS } from '@sluice/formats';
import type { LevelFinding, ParsedSchema, SchemaFormat, SchemaPart } from '@sluice/formats';
import { splitSubject } from '@sluice/serde';
import { readReservedNames } from '../contract/metadata.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoredVersion } from '../store/store.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import { isBlank, readContent } from './content.ts';
import type { Content, SchemaDraft } from './content.ts';
import { readConfigInForce } from './settings-in-force.ts';
import type { ConfigInForce } from './settings-in-force.ts';

/** Older schemas are quoted in messages up to this length. */
const MAX_QUOTED_LENGTH = 10 * 1024;

/** What stands between a schema and an earlier version, in parts. */
export interface Objection {
  /** Like `READER_FIELD_MISSING_DEFAULT_VALUE`: the names that Confluent's messages have. */
  readonly type: string;
  /** The way to the values that cannot be read, or into the schema where the format tells no more. */
  readonly path: string;
  /** The type that reads there, and the one that wrote; absent where the format tells no more. */
  readonly reader?: SchemaPart;
  readonly writer?: SchemaPart;
  /** The earlier version that objects. */
  readonly version: number;
  /** What to change in the schema that was sent, in a sentence. */
  readonly fix?: string;
  /** The same in a sentence. */
  readonly message: string;
}

/** Why a schema may not be the next version; both lists are empty when it may. */
export interface Objections {
  /** Confluent's messages. */
  readonly messages: readonly string[];
  readonly objections: readonly Objection[];
}

export interface CompatibilityRules {
  /**
   * Why `draft` may not become the next version of `subject` at the level in force. Against `version` alone when given,
   * else against as many versions as the level reaches. Throws VERSION_NOT_FOUND or INVALID_SCHEMA.
   */
  checkCompatibility(
    subject: string,
    draft: SchemaDraft,
    options?: { version?: VersionId | undefined; normalize?: boolean },
  ): Promise<Objections>;
}

export function createCompatibilityRules(context: RegistryContext): CompatibilityRules {
  const { store } = context;
  return {
    async checkCompatibility(subject, draft, { version, normalize = false } = {}) {
      await context.freshness.refresh();
      const live = (await store.listVersions(subject)).filter(({ deleted }) => !deleted);
      const against = version === undefined ? live : pickVersion(live, version);
      if (isBlank(draft)) throw registryError('INVALID_SCHEMA', 'Empty schema');
      const config = await readConfigInForce(context, subject);
      const content = await readContent(context, draft, {
        context: splitSubject(subject).context,
        isNew: true,
        normalize: normalize || config.normalize === true,
      });
      return findObjections(context, config, content, against);
    },
  };
}

function pickVersion(live: readonly StoredVersion[], version: VersionId): readonly StoredVersion[] {
  if (version === 'latest') return live.slice(-1);
  const found = live.filter((row) => row.version === version);
  if (found.length === 0) throw registryError('VERSION_NOT_FOUND', versionNumber(version));
  return found;
}

/** What speaks against `candidate` as the next of the versions `against`, which are in version order. */
export async function findObjections(
  context: RegistryContext,
  config: ConfigInForce,
  candidate: Content,
  against: readonly StoredVersion[],
): Promise<Objections> {
  const reserved = await findReservedNames(context, config, candidate, against.at(-1));
  const { messages, objections } = await compareWithVersions(context, config, candidate, against);
  const all = [...reserved.map(({ message }) => message), ...messages];
  if (all.length === 0) return { messages: [], objections: [] };
  const settings = `{validateFields: '${config.validateFields === true}', compatibility: '${config.compatibilityLevel}'}`;
  return { messages: [...all, settings], objections: [...reserved, ...objections] };
}

async function compareWithVersions(
  context: RegistryContext,
  config: ConfigInForce,
  { parsed: candidate, metadata }: Content,
  against: readonly StoredVersion[],
): Promise<Objections> {
  const { compatibilityLevel: level, compatibilityGroup: group, compatibilityPolicy } = config;
  const { reach, canRead, canBeRead } = COMPATIBILITY_LEVELS[level];
  if (reach === 'none') return { messages: [], objections: [] };
  const peers = group === undefined ? against : await pickGroup(context, against, group, metadata?.properties?.[group]);
  const newestFirst = (reach === 'all' ? peers : peers.slice(-1)).toReversed();
  const previous: ParsedSchema[] = [];
  for (const row of newestFirst) previous.push(await context.schemas.parseStored(await context.schemas.require(row)));

  const format = await context.formats.require(candidate.type);
  const findings = checkLevel(format, level, candidate, previous, { lenient: compatibilityPolicy === 'LENIENT' });
  const [first] = findings;
  const row = newestFirst[first?.index ?? 0];
  const old = previous[first?.index ?? 0];
  if (first === undefined || row === undefined || old === undefined) return { messages: [], objections: [] };
  const objections = findings.map((finding) => describeObjection(finding, row.version));
  if (old.type !== candidate.type) return { messages: [first.finding.message], objections };
  const quotes = [`{oldSchemaVersion: ${row.version}}`, quoteSchema(old.canonical)];
  // At the FULL levels Confluent quotes the old schema only where the new one cannot read it.
  const quoted = !(canRead && canBeRead) || findings.some(({ candidateIs }) => candidateIs === 'reader');
  return { messages: [...findings.map((each) => say(format, each)), ...(quoted ? quotes : [])], objections };
}

/** The versions that have the same value of the metadata property `group`, which may be none. */
async function pickGroup(
  { schemas }: RegistryContext,
  rows: readonly StoredVersion[],
  group: string,
  value: string | undefined,
): Promise<readonly StoredVersion[]> {
  const found: StoredVersion[] = [];
  for (const row of rows) {
    const { metadata } = await schemas.require(row);
    if (metadata?.properties?.[group] === value) found.push(row);
  }
  return found;
}

/** Names that the metadata reserves may not be taken, and not be set free again. */
async function findReservedNames(
  { schemas, formats }: RegistryContext,
  config: ConfigInForce,
  { parsed, metadata }: Content,
  latest: StoredVersion | undefined,
): Promise<readonly Objection[]> {
  if (config.validateFields !== true) return [];
  const version = latest?.version ?? 0;
  const names = readReservedNames(metadata);
  const before = latest === undefined ? undefined : (await schemas.require(latest)).metadata;
  const lost = [...readReservedNames(before)].filter((name) => !names.has(name));
  const removed = lost.map((name): Objection => ({
    type: 'RESERVED_FIELD_REMOVED',
    path: name,
    version,
    fix: `add ${name} to the metadata property confluent:reserved`,
    message:
      `The new schema has reserved field ${name} removed from its metadata ` +
      "which is present in the old schema's metadata.",
  }));
  const format = await formats.require(parsed.type);
  const taken = [...names].filter((name) => format.hasTopLevelField?.(parsed, name) === true);
  return [
    ...removed,
    ...taken.map((name) => ({
      type: 'FIELD_CONFLICTS_WITH_RESERVED_FIELD',
      path: name,
      version,
      fix: `give the field ${name} another name`,
      message: `The new schema has field that conflicts with the reserved field ${name}.`,
    })),
  ];
}

function say(format: SchemaFormat, { candidateIs, finding }: LevelFinding): string {
  return candidateIs === 'reader'
    ? format.describeIncompatibility(finding, 'new', 'old')
    : format.describeIncompatibility(finding, 'old', 'new');
}

function describeObjection({ candidateIs, finding }: LevelFinding, version: number): Objection {
  const { type, path, message, details } = finding;
  if (details === undefined) return { type, path, version, message };
  const { valuePath, reader, writer, fix } = details;
  return { type, path: valuePath, reader, writer, version, fix: fix[candidateIs], message };
}

function quoteSchema(schema: string): string {
  if (schema.length <= MAX_QUOTED_LENGTH) return `{oldSchema: '${schema}'}`;
  return `{oldSchema: <truncated> '${schema.slice(0, MAX_QUOTED_LENGTH)}...'}`;
}
