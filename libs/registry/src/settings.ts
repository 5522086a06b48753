import type { CompatibilityLevel } from '@sluice/formats';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import type { Mode } from './mode.ts';

export const COMPATIBILITY_POLICIES = ['STRICT', 'LENIENT'] as const;

export type CompatibilityPolicy = (typeof COMPATIBILITY_POLICIES)[number];

/** What `/config` sets for a subject, a context or all; what is absent is as in the wider scope. */
export interface Config {
  /** The subject that is meant in place of this one. */
  readonly alias?: string;
  readonly aliasForDeks?: string;
  /** Schemas are brought into normal form before anything is done with them. */
  readonly normalize?: boolean;
  /** Reserved names in a schema's metadata are kept to. */
  readonly validateFields?: boolean;
  readonly validateNewSchemas?: boolean;
  readonly validateRules?: boolean;
  readonly compatibilityLevel?: CompatibilityLevel;
  readonly compatibilityPolicy?: CompatibilityPolicy;
  /** The name of a metadata property: only versions that have the same value of it are compared. */
  readonly compatibilityGroup?: string;
  /** Metadata and rules for schemas that say nothing of their own, and those that no schema can take back. */
  readonly defaultMetadata?: SchemaMetadata;
  readonly overrideMetadata?: SchemaMetadata;
  readonly defaultRuleSet?: SchemaRuleSet;
  readonly overrideRuleSet?: SchemaRuleSet;
}

/** What is set in one scope: a subject, a context (`:.context:`), or {@link DEFAULT_SCOPE}. */
export interface Settings {
  readonly mode?: Mode;
  /** An empty one says that the scope has a config, and nothing in it. */
  readonly config?: Config;
}

/** The scope of settings for the default context: no subject can be named so. */
export const DEFAULT_SCOPE = '';
