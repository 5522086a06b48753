import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { RULE_PHASES } from './contract/rule-set.ts';
import type { Config, Settings } from './settings.ts';
import type { AuditRecord, AuditState, Store, StoreChange } from './store/store.ts';

/** Who writes, and how they are known. No secrets. */
export interface Actor {
  readonly name: string;
  /** How they said who they are, such as `basic`, `token` or `none`. */
  readonly method: string;
  /** Of the connection; empty where there is none. */
  readonly address: string;
}

/** Whoever calls in this very process. */
export const THIS_PROCESS: Actor = { name: 'sluice', method: 'process', address: '' };

/** What may be done to a registry, as the audit log names it. */
export type AuditOperation =
  | 'register'
  | 'delete-subject'
  | 'delete-version'
  | 'update-config'
  | 'delete-config'
  | 'update-mode'
  | 'delete-mode'
  | 'delete-context'
  | 'put-associations'
  | 'delete-associations'
  | 'import';

/** Things of one kind that an entry names; of more it says how many. */
const MAX_NAMED = 100;

const HIDDEN = '***';

/** What an entry of the audit log says of a commit's changes. Reads what there was before. */
export async function describeChanges(
  store: Pick<Store, 'listVersions' | 'readSettings'>,
  changes: readonly StoreChange[],
): Promise<Pick<AuditRecord, 'subjects' | 'before' | 'after'>> {
  const before = createState();
  const after = createState();
  const subjects = new Set<string>();
  for (const change of changes) {
    switch (change.type) {
      case 'put-version': {
        const { subject, version, id, deleted } = change.version;
        subjects.add(subject);
        // What is not deleted was not there: only an import changes a version otherwise.
        if (deleted && (await findVersion(store, subject, version)) !== undefined) {
          before.versions.push({ subject, version, id, deleted: false });
        }
        after.versions.push({ subject, version, id, deleted });
        break;
      }
      case 'delete-version': {
        const { subject, version } = change;
        subjects.add(subject);
        const row = await findVersion(store, subject, version);
        if (row !== undefined) before.versions.push({ subject, version, id: row.id, deleted: row.deleted });
        break;
      }
      case 'put-settings': {
        const { scope, settings } = change;
        subjects.add(scope);
        const own = hideSecrets(await store.readSettings(scope));
        if (Object.keys(own).length > 0) before.settings.push({ scope, ...own });
        if (Object.keys(settings).length > 0) after.settings.push({ scope, ...hideSecrets(settings) });
        break;
      }
      case 'delete-context':
        subjects.add(`:${change.context}:`);
        before.contexts.push(change.context);
        break;
      case 'put-association': {
        const { guid, subject, resourceName, associationType, lifecycle, frozen } = change.association;
        subjects.add(subject);
        after.associations.push({ guid, subject, resourceName, associationType, lifecycle, frozen });
        break;
      }
      case 'delete-association':
        before.associations.push({ guid: change.guid });
        break;
      case 'put-schema':
      case 'delete-schema':
      case 'put-context':
      case 'retire-id':
      case 'add-audit':
      case 'trim-audit':
    }
  }
  return { subjects: [...subjects], before: before.finish(), after: after.finish() };
}

/** As {@link describeChanges}, of changes that only add. */
export function describeImport(changes: readonly StoreChange[]): Pick<AuditRecord, 'subjects' | 'before' | 'after'> {
  const after = createState();
  const subjects = new Set<string>();
  for (const change of changes) {
    if (change.type === 'put-version') {
      const { subject, version, id, deleted } = change.version;
      subjects.add(subject);
      after.versions.push({ subject, version, id, deleted });
    } else if (change.type === 'put-settings') {
      subjects.add(change.scope);
      after.settings.push({ scope: change.scope, ...hideSecrets(change.settings) });
    } else if (change.type === 'put-association') {
      const { guid, subject, resourceName, associationType } = change.association;
      subjects.add(subject);
      after.associations.push({ guid, subject, resourceName, associationType });
    }
  }
  return { subjects: [...subjects], before: undefined, after: after.finish() };
}

async function findVersion(store: Pick<Store, 'listVersions'>, subject: string, version: number) {
  return (await store.listVersions(subject)).find((row) => row.version === version);
}

function createState() {
  const lists = {
    versions: new Array<object>(),
    settings: new Array<object>(),
    contexts: new Array<string>(),
    associations: new Array<object>(),
  };
  return {
    ...lists,
    finish(): AuditState | undefined {
      const filled = Object.entries(lists).filter(([, items]) => items.length > 0);
      if (filled.length === 0) return undefined;
      const more = filled.reduce((sum, [, items]) => sum + Math.max(0, items.length - MAX_NAMED), 0);
      const named = filled.map(([name, items]) => [name, items.slice(0, MAX_NAMED)] as const);
      return { ...Object.fromEntries(named), ...(more > 0 && { more }) };
    },
  };
}

/** Parameters of rules may be keys, and metadata says itself which properties are not for everyone. */
function hideSecrets({ config, ...rest }: Settings): Settings {
  if (config === undefined) return rest;
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet, ...plain } = config;
  const hidden: Config = {
    ...plain,
    ...(defaultMetadata !== undefined && { defaultMetadata: hideProperties(defaultMetadata) }),
    ...(overrideMetadata !== undefined && { overrideMetadata: hideProperties(overrideMetadata) }),
    ...(defaultRuleSet !== undefined && { defaultRuleSet: hideParameters(defaultRuleSet) }),
    ...(overrideRuleSet !== undefined && { overrideRuleSet: hideParameters(overrideRuleSet) }),
  };
  return { ...rest, config: hidden };
}

function hideProperties(metadata: SchemaMetadata): SchemaMetadata {
  const { properties, sensitive = [] } = metadata;
  if (properties === undefined) return metadata;
  const shown = Object.entries(properties).map(([name, value]) => [name, sensitive.includes(name) ? HIDDEN : value]);
  return { ...metadata, properties: Object.fromEntries(shown) };
}

function hideParameters(ruleSet: SchemaRuleSet): SchemaRuleSet {
  const lists = RULE_PHASES.map((phase) => {
    const rules = ruleSet[phase]?.map(({ params, ...rule }) => ({
      ...rule,
      ...(params !== undefined && { params: Object.fromEntries(Object.keys(params).map((name) => [name, HIDDEN])) }),
    }));
    return [phase, rules] as const;
  });
  return { ...ruleSet, ...Object.fromEntries(lists.filter(([, rules]) => rules !== undefined)) };
}
