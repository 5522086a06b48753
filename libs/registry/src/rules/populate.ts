import { mergeMetadata, setVersionProperty, VERSION_PROPERTY } from '../contract/metadata.ts';
import { mergeRuleSets } from '../contract/rule-set.ts';
import { registryError } from '../registry-error.ts';
import type { Config } from '../settings.ts';
import { isBlank } from './content.ts';
import type { SchemaDraft } from './content.ts';

/** Which version a draft is to become, and whether its request named one. */
export interface NextVersion {
  readonly version: number;
  readonly wasNamed: boolean;
}

/**
 * What is registered for a draft: an empty one is the previous version's schema; metadata and rules that it lacks are
 * the previous version's too; what the config has by default stands behind them, and what it overrides before them.
 * Throws INVALID_SCHEMA when the schema is empty and there is no previous version.
 */
export function populate(
  config: Config,
  draft: SchemaDraft,
  previous: SchemaDraft | undefined,
  next: NextVersion,
): SchemaDraft {
  if (!isBlank(draft)) return fillContract(config, draft, previous, next);
  if (previous === undefined) throw registryError('INVALID_SCHEMA', 'Empty schema');
  const { schema, schemaType, references } = previous;
  return fillContract(config, { ...draft, schema, schemaType, references }, previous, next);
}

/** The draft with all metadata and rules that it is to have; itself when there are none. */
export function fillContract(
  config: Config,
  draft: SchemaDraft,
  previous: SchemaDraft | undefined,
  next?: NextVersion,
): SchemaDraft {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet } = config;
  const own = draft.metadata ?? previous?.metadata;
  const merged = mergeMetadata(mergeMetadata(defaultMetadata, own), overrideMetadata);
  const rules = draft.ruleSet ?? previous?.ruleSet;
  const ruleSet = mergeRuleSets(mergeRuleSets(defaultRuleSet, rules), overrideRuleSet);
  const namesVersion = next?.wasNamed === true || merged?.properties?.[VERSION_PROPERTY] !== undefined;
  const metadata = next !== undefined && namesVersion ? setVersionProperty(merged, next.version) : merged;
  return metadata === undefined && ruleSet === undefined ? draft : { ...draft, metadata, ruleSet };
}

/** Whether schemas are registered with more than they say. */
export function addsToSchemas(config: Config): boolean {
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet } = config;
  return [defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet].some((part) => part !== undefined);
}
