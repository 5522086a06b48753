import type { ParsedSchema, SchemaReference } from '@sluice/formats';
import type { RegisteredSchema } from '@sluice/serde';
import { deriveGuid } from '../guid.ts';
import { MODES } from '../mode.ts';
import type { Plan, RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { Settings, StoreChange, StoredVersion, StoreHead } from '../store/store.ts';
import type { SchemaText } from '../stored-schemas.ts';
import { checkSubjectName } from '../subject.ts';
import { findObjections } from './compatibility.ts';
import { readSettingsInForce } from './settings.ts';

/** The largest id that fits the wire format of Confluent's clients, which read it as a signed integer. */
const MAX_ID = 2 ** 31 - 1;

/** Versions of a subject that one registration is compared with in full. */
const MAX_COMPARED = 100;

/** One version of a subject with its schema. */
export type RegisteredVersion = RegisteredSchema & StoredVersion;

/** A request to register. An empty `schema` means the subject's latest. */
export interface Registration extends SchemaText {
  /** Only in mode IMPORT. */
  readonly id?: number;
  /** Must be the next one, except in mode IMPORT. */
  readonly version?: number;
  /** Skips the compatibility check. */
  readonly force?: boolean;
}

export interface RegistrationRules {
  /** The version of `subject` that has this schema: the one it has already, or a new one. */
  registerSchema(subject: string, registration: Registration): Promise<RegisteredVersion>;
  /** The version of `subject` that has this schema. Throws SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  findSchema(subject: string, text: SchemaText, options?: { deleted?: boolean }): Promise<RegisteredVersion>;
}

/** What is known of a schema before it has an id. */
interface Content {
  readonly parsed: ParsedSchema;
  readonly references: readonly SchemaReference[];
  readonly guid: string;
}

export function createRegistrationRules(context: RegistryContext): RegistrationRules {
  const { store, schemas, formats } = context;
  let highestFree = MAX_ID;

  async function readContent(text: SchemaText, options?: { isNew: boolean }): Promise<Content> {
    const { parsed, references } = await schemas.readText(text, options);
    return { parsed, references, guid: deriveGuid(parsed.canonical, references) };
  }

  /** KafkaSchemaRegistry.register of Confluent's registry, step by step. */
  async function plan(subject: string, wanted: Registration, head: StoreHead): Promise<Plan<RegisteredVersion>> {
    const settings = await readSettingsInForce(store, subject);
    const { takesIds } = MODES[settings.mode ?? 'READWRITE'];
    const versions = await store.listVersions(subject);
    const live = versions.filter(({ deleted }) => !deleted);

    const content = await readContent(await fillFromLatest(wanted, live), { isNew: true });
    const known = await store.readSchemaByGuid(content.guid);
    const same = await findSame(live, content, known);
    if (same !== undefined && mayAnswerWith(same, wanted)) return { result: same, changes: [] };

    checkMode(subject, settings, wanted.id);
    if (!takesIds && wanted.force !== true) {
      const objections = await findObjections(context, subject, content.parsed, live);
      if (objections.length > 0) throw registryError('INCOMPATIBLE_SCHEMA', subject, objections);
    }
    const next = (versions.at(-1)?.version ?? 0) + 1;
    const version = pickVersion(wanted.version, next, takesIds);
    const schema = await pickSchema(subject, wanted.id, known, content, head);
    const row = { subject, version, id: schema.id, deleted: false, createdAtMs: context.nowMs() };
    const changes: StoreChange[] = known === undefined ? [{ type: 'put-schema', schema }] : [];
    changes.push(...(await dropOlder(versions, schema.id)), { type: 'put-version', version: row });
    return { result: { ...schema, ...row }, changes };
  }

  async function fillFromLatest(wanted: Registration, live: readonly StoredVersion[]): Promise<SchemaText> {
    if (wanted.schema.trim() !== '') return wanted;
    const latest = live.at(-1);
    if (latest === undefined) throw registryError('INVALID_SCHEMA', 'Empty schema');
    return schemas.require(latest.id);
  }

  /** The newest of `versions` that has this very content, or else one that says the same in other words. */
  async function findSame(
    versions: readonly StoredVersion[],
    content: Content,
    known: RegisteredSchema | undefined,
  ): Promise<RegisteredVersion | undefined> {
    const exact = versions.findLast(({ id }) => id === known?.id);
    if (known !== undefined && exact !== undefined) return { ...known, ...exact };
    let compared = 0;
    for (const row of versions.toReversed()) {
      const schema = await schemas.require(row.id);
      if (!maySayTheSame(content, schema)) continue;
      if (++compared > MAX_COMPARED) return undefined;
      const stored = await schemas.parseStored(row.id);
      const format = await formats.require(stored.type);
      if (format.areEquivalent(content.parsed, stored)) return { ...schema, ...row };
    }
    return undefined;
  }

  async function pickSchema(
    subject: string,
    wantedId: number | undefined,
    known: RegisteredSchema | undefined,
    { parsed, references, guid }: Content,
    { nextId }: StoreHead,
  ): Promise<RegisteredSchema> {
    if (wantedId !== undefined) {
      const holder = await store.readSchema(wantedId);
      if (holder !== undefined && holder.guid !== guid) {
        const message = `Overwrite new schema with id ${wantedId} in context  is not permitted.`;
        throw registryError('OPERATION_NOT_PERMITTED', message);
      }
      if (known !== undefined && known.id !== wantedId) {
        const message = `Schema already registered with id ${known.id} instead of input id ${wantedId}`;
        throw registryError('ID_DOES_NOT_MATCH', message);
      }
      const retiredGuid = await store.readRetiredGuid(wantedId);
      if (retiredGuid !== undefined && retiredGuid !== guid) {
        const message = `Id ${wantedId} was given to another schema, which was deleted: ids are never used twice`;
        throw registryError('OPERATION_NOT_PERMITTED', message);
      }
    }
    if (known !== undefined) return known;
    const id = wantedId ?? (nextId <= MAX_ID ? nextId : await findFreeId());
    if (id < 1) throw registryError('STORE_ERROR', `no id is left for a schema of subject ${subject}`);
    return { id, guid, schemaType: parsed.type, schema: parsed.canonical, references };
  }

  /** The highest id never used, once an import has taken the last one; 0 when there is none. */
  async function findFreeId(): Promise<number> {
    while (highestFree > 0) {
      const used = (await store.readSchema(highestFree)) ?? (await store.readRetiredGuid(highestFree));
      if (used === undefined) break;
      highestFree--;
    }
    return highestFree;
  }

  /** A schema that comes back makes its soft-deleted versions disappear, but for those that others refer to. */
  async function dropOlder(versions: readonly StoredVersion[], id: number): Promise<StoreChange[]> {
    const changes: StoreChange[] = [];
    for (const { subject, version, id: olderId, deleted } of versions) {
      if (!deleted || olderId !== id) continue;
      if ((await store.listReferrers(subject, version)).length > 0) continue;
      changes.push({ type: 'delete-version', subject, version });
    }
    return changes;
  }

  return {
    async registerSchema(subject, registration) {
      checkSubjectName(subject);
      return context.write((head) => plan(subject, registration, head));
    },

    async findSchema(subject, text, { deleted = false } = {}) {
      const versions = (await store.listVersions(subject)).filter((row) => deleted || !row.deleted);
      const content = text.schema.trim() === '' ? undefined : await readContent(text);
      const known = content === undefined ? undefined : await store.readSchemaByGuid(content.guid);
      const found = content === undefined ? undefined : await findSame(versions, content, known);
      if (found !== undefined) return found;
      throw versions.length === 0 ? registryError('SUBJECT_NOT_FOUND', subject) : registryError('SCHEMA_NOT_FOUND');
    },
  };
}

/**
 * Whether it is worth comparing, as Confluent's registry does: with the same references, or what was sent has none and
 * spells out what was stored with some. Canonical texts that differ in the order of attributes are equally long.
 */
function maySayTheSame({ parsed, references }: Content, stored: RegisteredSchema): boolean {
  if (parsed.type !== stored.schemaType) return false;
  if (references.length === 0) return stored.references.length > 0 || stored.schema.length === parsed.canonical.length;
  return (
    references.length === stored.references.length &&
    references.every(({ name, subject, version }, index) => {
      const other = stored.references[index];
      return name === other?.name && subject === other.subject && version === other.version;
    })
  );
}

function checkMode(subject: string, { mode = 'READWRITE' }: Settings, id: number | undefined): void {
  const { readOnly, takesIds, assignsIds } = MODES[mode];
  const refuse = (what: string) =>
    registryError('OPERATION_NOT_PERMITTED', `Subject ${subject} in context  is ${what} mode`);
  if (readOnly) throw refuse('in read-only');
  if (id !== undefined && !takesIds) throw refuse('not in import');
  if (id === undefined && !assignsIds) throw refuse('not in read-write');
}

/** Whether the version that has the schema already is what was asked for. */
function mayAnswerWith(same: StoredVersion, { id, version }: Registration): boolean {
  return (id === undefined || id === same.id) && (version === undefined || version === same.version);
}

function pickVersion(wanted: number | undefined, next: number, takesIds: boolean): number {
  if (wanted === undefined || wanted === next || takesIds) return wanted ?? next;
  throw registryError('INVALID_SCHEMA', `Version is not one more than previous version: ${wanted} in place of ${next}`);
}
