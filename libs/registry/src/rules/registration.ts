import { splitSubject } from '@sluice/serde';
import { MODES } from '../mode.ts';
import type { Mode } from '../mode.ts';
import type { Plan, RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoreChange, StoredSchema, StoredVersion } from '../store/store.ts';
import { checkSubjectName, describeContext } from '../subject.ts';
import { checkNoStrongReference } from './association-checks.ts';
import { findObjections } from './compatibility.ts';
import { isBlank, readContent, toDraft } from './content.ts';
import type { Content, SchemaDraft } from './content.ts';
import { findEquivalent, findExact, findSame, readWanted } from './lookup.ts';
import type { FoundVersion } from './lookup.ts';
import { pickId } from './pick-id.ts';
import { addsToSchemas, populate } from './populate.ts';
import { readConfigInForce, readModeInForce } from './settings-in-force.ts';
import type { ConfigInForce } from './settings-in-force.ts';
import { applyTags, changesTags, listsTags } from './tagging.ts';
import type { TagChanges } from './tagging.ts';

/** A request to register. An empty `schema` means the subject's latest. */
export interface Registration extends SchemaDraft, TagChanges {
  /** Only in modes IMPORT and FORWARD. */
  readonly id?: number;
  /** Must be the next one, except in modes IMPORT and FORWARD; -1 is the latest, or else the next. */
  readonly version?: number;
  readonly normalize?: boolean;
  /** Skips the compatibility check. */
  readonly force?: boolean;
}

export interface RegistrationRules {
  /** The version of `subject` that has this schema: the one it has already, or a new one. */
  registerSchema(subject: string, registration: Registration): Promise<FoundVersion>;
}

/** What a registration is decided by. */
interface Situation {
  readonly subject: string;
  readonly wanted: Registration;
  readonly config: ConfigInForce;
  readonly mode: Mode;
  readonly normalize: boolean;
  /** Every version of the subject, in order. */
  readonly versions: readonly StoredVersion[];
  readonly live: readonly StoredVersion[];
}

export function createRegistrationRules(context: RegistryContext): RegistrationRules {
  const { store, schemas } = context;

  /** KafkaSchemaRegistry.registerOrForward and register of Confluent's registry, step by step. */
  async function plan(subject: string, wanted: Registration): Promise<Plan<FoundVersion>> {
    const config = await readConfigInForce(context, subject);
    const versions = await store.listVersions(subject);
    const live = versions.filter(({ deleted }) => !deleted);
    const normalize = wanted.normalize === true || config.normalize === true;
    const mode = await readModeInForce(context, subject);
    const situation = { subject, wanted, config, mode, normalize, versions, live };

    const asSent = await readAsSent(situation);
    const existing = asSent === undefined ? undefined : await findExisting(situation, asSent);
    if (existing !== undefined) return { result: existing, changes: [] };
    checkMode(subject, mode, wanted.id);
    const content = await prepare(situation);
    await checkNoStrongReference(context, subject, content.references);

    const known = await store.readSchemaByGuid(splitSubject(subject).context, content.guid);
    // What was looked for in vain already is not looked for again.
    const isNew = wanted.version === undefined && wanted.id === undefined && content.guid === asSent?.guid;
    const mayBeThere = wanted.version === undefined && !listsTags(wanted) && !isNew;
    const same = mayBeThere ? await findLive(situation, content, known) : undefined;
    if (same !== undefined) return { result: same, changes: [] };
    return add(situation, content, known);
  }

  /** Undefined where what is registered is more than what was sent. */
  async function readAsSent({ subject, wanted, config, normalize }: Situation): Promise<Content | undefined> {
    if (isBlank(wanted) || changesTags(wanted) || addsToSchemas(config)) return undefined;
    return readWanted(context, subject, wanted, normalize);
  }

  /** What is there already is answered in every mode. */
  async function findExisting({ subject, wanted, live }: Situation, content: Content) {
    const { id, version } = wanted;
    const latestOnly = version === -1;
    const found = await (latestOnly
      ? findEquivalent(context, content, live.slice(-1))
      : findSame(context, subject, content, live));
    if (found === undefined) return undefined;
    if (version === undefined || latestOnly) return id === undefined || id === found.id ? found : undefined;
    if (id !== found.id) return undefined;
    // The same schema may have been imported as several versions.
    const row = live.find((each) => each.version === version && each.id === id);
    return row === undefined ? undefined : { ...found, ...row };
  }

  /** What is to be registered, in full. */
  async function prepare({ subject, wanted, config, mode, normalize, versions, live }: Situation): Promise<Content> {
    const { takesIds } = MODES[mode];
    const own = splitSubject(subject).context;
    const tagged = await applyTags(context, subject, wanted, live.at(-1));
    const previous = live.at(-1);
    const draft = takesIds
      ? tagged
      : populate(config, tagged, previous === undefined ? undefined : toDraft(await schemas.require(previous)), {
          version: nextVersion(versions),
          wasNamed: wanted.version !== undefined || listsTags(wanted),
        });
    if (isBlank(draft)) throw registryError('INVALID_SCHEMA', 'Empty schema');
    return readContent(context, draft, { context: own, isNew: !takesIds, normalize: normalize && !takesIds });
  }

  async function findLive({ wanted: { id }, live }: Situation, content: Content, known: StoredSchema | undefined) {
    const exact = findExact(live, known);
    if (exact !== undefined && (id === undefined || id === exact.id)) return exact;
    const wantedId = id ?? known?.id;
    const rows = wantedId === undefined ? live : live.filter((row) => row.id === wantedId);
    return findEquivalent(context, content, rows);
  }

  async function add(
    { subject, wanted, config, mode, versions, live }: Situation,
    content: Content,
    known: StoredSchema | undefined,
  ): Promise<Plan<FoundVersion>> {
    const { takesIds } = MODES[mode];
    if (!takesIds && wanted.force !== true) {
      const { messages } = await findObjections(context, config, content, live);
      if (messages.length > 0) throw registryError('INCOMPATIBLE_SCHEMA', subject, messages);
    }
    const version = pickVersion(wanted.version, nextVersion(versions), takesIds);
    const id = await pickId(context, subject, wanted.id, known, content.guid);
    const schema = known ?? makeSchema(splitSubject(subject).context, id, content);
    const row = { subject, version, id, deleted: false, createdAtMs: context.nowMs() };
    const changes: StoreChange[] = known === undefined ? [{ type: 'put-schema', schema }] : [];
    changes.push(...(await dropOlder(versions, row)), { type: 'put-version', version: row });
    return { result: { ...schema, ...row, exact: true }, changes };
  }

  /** A schema that comes back makes its soft-deleted versions disappear, but for those that others refer to. */
  async function dropOlder(versions: readonly StoredVersion[], added: StoredVersion): Promise<StoreChange[]> {
    const changes: StoreChange[] = [];
    for (const { subject, version, id, deleted } of versions) {
      if (!deleted || id !== added.id || version >= added.version) continue;
      if ((await store.listReferrers(subject, version)).length > 0) continue;
      changes.push({ type: 'delete-version', subject, version });
    }
    return changes;
  }

  return {
    async registerSchema(subject, registration) {
      checkSubjectName(subject);
      return context.write('register', () => plan(subject, registration));
    },
  };
}

function makeSchema(context: string, id: number, content: Content): StoredSchema {
  const { parsed, references, metadata, ruleSet, guid } = content;
  return {
    context,
    id,
    guid,
    schemaType: parsed.type,
    schema: parsed.canonical,
    references,
    ...(metadata !== undefined && { metadata }),
    ...(ruleSet !== undefined && { ruleSet }),
  };
}

function checkMode(subject: string, mode: Mode, id: number | undefined): void {
  const { readOnly, takesIds, assignsIds } = MODES[mode];
  const refuse = (what: string) =>
    registryError(
      'OPERATION_NOT_PERMITTED',
      `Subject ${subject} in context ${describeContext(subject)} is ${what} mode`,
    );
  if (readOnly) throw refuse('in read-only');
  if (id !== undefined && !takesIds) throw refuse('not in import');
  if (id === undefined && !assignsIds) throw refuse('not in read-write');
}

function nextVersion(versions: readonly StoredVersion[]): number {
  return (versions.at(-1)?.version ?? 0) + 1;
}

function pickVersion(wanted: number | undefined, next: number, takesIds: boolean): number {
  if (wanted === undefined || wanted < 1) return next;
  if (wanted === next || takesIds) return wanted;
  throw registryError('INVALID_SCHEMA', 'Version is not one more than previous version');
}
