import type { SchemaReference } from '@sluice/formats';
import { qualifySubject, splitSubject } from '@sluice/serde';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import type { Association } from '../association.ts';
import type { Settings } from '../settings.ts';
import { compareVersions } from '../store/store.ts';
import type { RetiredId, StoreContent, StoredContext } from '../store/store.ts';

/** A schema on its way from one registry to another. */
export interface TransferSchema {
  readonly context: string;
  readonly id: number;
  /** Absent where the registry that it comes from has no guids. */
  readonly guid?: string;
  readonly schemaType: string;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
}

export interface TransferVersion {
  /** Qualified. */
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly deleted: boolean;
  /** Absent where the registry that it comes from does not say. */
  readonly createdAtMs?: number;
}

/** What is set in one scope: a subject, a context (`:.context:`), or `''` for the default context. */
export interface ScopeSettings {
  readonly scope: string;
  readonly settings: Settings;
}

/** Everything that a registry holds, wherever it was read from. */
export interface RegistryContent {
  readonly contexts: readonly StoredContext[];
  readonly retired: readonly RetiredId[];
  readonly schemas: readonly TransferSchema[];
  readonly versions: readonly TransferVersion[];
  readonly settings: readonly ScopeSettings[];
  /** Undefined where the registry could not be asked for them. */
  readonly associations: readonly Association[] | undefined;
}

export const EMPTY_CONTENT: RegistryContent = {
  contexts: [],
  retired: [],
  schemas: [],
  versions: [],
  settings: [],
  associations: [],
};

/** The parts of a content, in the order in which a file has them. */
export const SECTIONS = ['contexts', 'retired', 'schemas', 'versions', 'settings', 'associations'] as const;

export type Section = (typeof SECTIONS)[number];

/** How much there is of each part. */
export type ContentCounts = Readonly<Record<Section, number>>;

export function countContent(content: RegistryContent): ContentCounts {
  const { contexts, retired, schemas, versions, settings, associations = [] } = content;
  return {
    contexts: contexts.length,
    retired: retired.length,
    schemas: schemas.length,
    versions: versions.length,
    settings: settings.length,
    associations: associations.length,
  };
}

/** What a store holds, without where it stands. */
export function toContent(content: StoreContent): RegistryContent {
  const { contexts, retired, schemas, versions, settings, associations } = content;
  return { contexts, retired, schemas, versions, settings, associations };
}

/** The same, in one order: schemas by context and id, versions by subject and number. */
export function sortContent(content: RegistryContent): RegistryContent {
  const { contexts, retired, schemas, versions, settings, associations } = content;
  return {
    contexts: contexts.toSorted((a, b) => compareTexts(a.context, b.context)),
    retired: retired.toSorted(compareIds),
    schemas: schemas.toSorted(compareIds),
    versions: versions.toSorted(compareVersions),
    settings: settings.toSorted((a, b) => compareTexts(a.scope, b.scope)),
    associations: associations?.toSorted((a, b) => compareTexts(a.guid, b.guid)),
  };
}

/** Ids are unique within a context; this names one among all. */
export function keyOfSchema({ context, id }: { readonly context: string; readonly id: number }): string {
  return `${id} ${context}`;
}

export function keyOfVersion({ subject, version }: { readonly subject: string; readonly version: number }): string {
  return `${version} ${subject}`;
}

/** Which schema a version has. */
export function schemaKeyOf({ subject, id }: TransferVersion): string {
  return keyOfSchema({ context: splitSubject(subject).context, id });
}

/** Schemas in such an order that each comes after those it refers to, and otherwise by context and id. */
export function sortByDependency(content: RegistryContent): readonly TransferSchema[] {
  const schemas = content.schemas.toSorted(compareIds);
  const byKey = new Map(schemas.map((schema) => [keyOfSchema(schema), schema]));
  const keyByVersion = new Map(content.versions.map((row) => [keyOfVersion(row), schemaKeyOf(row)]));
  const sorted: TransferSchema[] = [];
  const seen = new Set<string>();
  // A list in place of recursion: chains of references may be as long as there are schemas.
  for (const first of schemas) {
    const path = [{ schema: first, next: 0 }];
    while (path.length > 0) {
      const step = path.at(-1);
      if (step === undefined) break;
      const key = keyOfSchema(step.schema);
      if (step.next === 0 && seen.has(key)) {
        path.pop();
        continue;
      }
      seen.add(key);
      const reference = step.schema.references[step.next++];
      if (reference === undefined) {
        sorted.push(step.schema);
        path.pop();
        continue;
      }
      const subject = qualifySubject(step.schema.context, reference.subject);
      const target = byKey.get(keyByVersion.get(keyOfVersion({ ...reference, subject })) ?? '');
      if (target !== undefined && !seen.has(keyOfSchema(target))) path.push({ schema: target, next: 0 });
    }
  }
  return sorted;
}

function compareIds(a: { context: string; id: number }, b: { context: string; id: number }): number {
  return compareTexts(a.context, b.context) || a.id - b.id;
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
