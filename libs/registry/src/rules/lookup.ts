import { splitSubject } from '@sluice/serde';
import type { RegisteredSchema } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { StoredSchema, StoredVersion } from '../store/store.ts';
import { isBlank, maySayTheSame, readContent, toDraft } from './content.ts';
import type { Content, SchemaDraft } from './content.ts';
import { listNamedContexts, inContext } from './contexts.ts';
import { fillContract } from './populate.ts';
import { readConfigInForce, readModeInForce } from './settings-in-force.ts';
import { MODES } from '../mode.ts';

/** Versions of a subject that one request is compared with in full. */
const MAX_COMPARED = 100;

/** One version of a subject with its schema. */
export type RegisteredVersion = RegisteredSchema & StoredVersion;

/** A version that has a schema, and whether to the letter or only in what it says. */
export type FoundVersion = RegisteredVersion & { readonly exact: boolean };

export interface LookupOptions {
  readonly deleted?: boolean;
  readonly normalize?: boolean;
}

export interface LookupRules {
  /**
   * The version of `subject` that has this schema; for a subject without a context, of any context when the default one
   * has none. Throws SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND.
   */
  findSchema(subject: string, draft: SchemaDraft, options?: LookupOptions): Promise<FoundVersion>;
}

export function createLookupRules(context: RegistryContext): LookupRules {
  const { store } = context;
  return {
    async findSchema(subject, draft, options = {}) {
      await context.freshness.refresh();
      const found = await findUnderSubject(context, subject, draft, options);
      if (found !== undefined) return found;
      for (const other of await listNamedContexts(store, subject)) {
        const elsewhere = await findUnderSubject(context, inContext(other, subject), draft, options).catch(
          ignoreInvalid,
        );
        if (elsewhere !== undefined) return elsewhere;
      }
      const rows = await store.listVersions(subject);
      const isThere = rows.some(({ deleted }) => options.deleted === true || !deleted);
      throw isThere ? registryError('SCHEMA_NOT_FOUND') : registryError('SUBJECT_NOT_FOUND', subject);
    },
  };
}

/** References that lead nowhere in another context only say that the schema is not there. */
function ignoreInvalid(error: unknown): undefined {
  if (error instanceof Error && 'kind' in error && error.kind === 'INVALID_SCHEMA') return undefined;
  throw error;
}

/** As a registration would find it: once as it is, once with what the latest version says about itself. */
async function findUnderSubject(
  context: RegistryContext,
  subject: string,
  draft: SchemaDraft,
  { deleted = false, normalize = false }: LookupOptions,
): Promise<FoundVersion | undefined> {
  if (isBlank(draft)) return undefined;
  const config = await readConfigInForce(context, subject);
  const rows = await context.store.listVersions(subject);
  const among = deleted ? rows : rows.filter(isLive);
  const find = async (wanted: SchemaDraft) => {
    const content = await readWanted(context, subject, wanted, normalize || config.normalize === true);
    return findSame(context, subject, content, among);
  };
  const found = await find(draft);
  const latest = rows.findLast(isLive);
  if (found !== undefined || latest === undefined) return found;
  const filled = fillContract(config, draft, toDraft(await context.schemas.require(latest)));
  return filled === draft ? undefined : find(filled);
}

/** Reads what is looked for. What is imported is taken as it is, and not brought into normal form. */
export async function readWanted(
  context: RegistryContext,
  subject: string,
  draft: SchemaDraft,
  normalize: boolean,
): Promise<Content> {
  const isTaken = MODES[await readModeInForce(context, subject)].takesIds;
  const own = splitSubject(subject).context;
  return readContent(context, draft, { context: own, normalize: normalize && !isTaken });
}

/** The newest of the rows that has this very content, or else one that says the same in other words. */
export async function findSame(
  context: RegistryContext,
  subject: string,
  content: Content,
  rows: readonly StoredVersion[],
): Promise<FoundVersion | undefined> {
  const known = await context.store.readSchemaByGuid(splitSubject(subject).context, content.guid);
  return findExact(rows, known) ?? findEquivalent(context, content, rows);
}

export function findExact(rows: readonly StoredVersion[], known: StoredSchema | undefined): FoundVersion | undefined {
  const row = known === undefined ? undefined : rows.findLast(({ id }) => id === known.id);
  return known === undefined || row === undefined ? undefined : { ...known, ...row, exact: true };
}

/** The newest of the rows whose schema says the same as the content. */
export async function findEquivalent(
  { schemas, formats }: RegistryContext,
  content: Content,
  rows: readonly StoredVersion[],
): Promise<FoundVersion | undefined> {
  let compared = 0;
  for (const row of rows.toReversed()) {
    const schema = await schemas.require(row);
    if (!maySayTheSame(content, schema, row.version)) continue;
    if (++compared > MAX_COMPARED) return undefined;
    const stored = await schemas.parseStored(schema);
    const format = await formats.require(stored.type);
    const isSame = content.parsed.canonical === stored.canonical || format.areEquivalent(content.parsed, stored);
    if (isSame) return { ...schema, ...row, exact: false };
  }
  return undefined;
}

function isLive({ deleted }: StoredVersion): boolean {
  return !deleted;
}
