import { findCompatibilityLevel } from '@sluice/formats';
import type { SchemaReference } from '@sluice/formats';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { normalizeMetadata } from '../contract/metadata.ts';
import { normalizeRuleSet } from '../contract/rule-set.ts';
import { METADATA, REFERENCES, RULE_SET } from '../http/contract-shapes.ts';
import { readBody } from '../http/request-shape.ts';
import type { FieldType, Shape, ShapeValue } from '../http/request-shape.ts';
import { COMPATIBILITY_POLICIES } from '../settings.ts';
import type { Config } from '../settings.ts';

/** What a schema is made of, as registries write it in answers and records. */
export const SCHEMA_RECORD = {
  id: 'integer',
  guid: 'string',
  schemaType: 'string',
  schema: 'string',
  references: REFERENCES,
  metadata: METADATA,
  ruleSet: RULE_SET,
} as const;

/** A config as registries write it. */
const CONFIG_RECORD = {
  alias: 'string',
  aliasForDeks: 'string',
  normalize: 'boolean',
  validateFields: 'boolean',
  validateNewSchemas: 'boolean',
  validateRules: 'boolean',
  compatibilityLevel: 'string',
  compatibilityPolicy: 'string',
  compatibilityGroup: 'string',
  defaultMetadata: METADATA,
  overrideMetadata: METADATA,
  defaultRuleSet: RULE_SET,
  overrideRuleSet: RULE_SET,
} as const satisfies Record<keyof Config, FieldType>;

/** Reads an object by a shape; unknown members and `null` are as if they were not there. Throws RegistryError. */
export function readShape<S extends Shape>(shape: S, json: unknown): ShapeValue<S> {
  return readBody(shape, json) as ShapeValue<S>;
}

/** What a schema is made of, in the form in which registries here keep it. */
export interface SchemaParts {
  readonly schemaType: string;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
  readonly guid?: string;
}

export function readSchemaParts(record: ShapeValue<typeof SCHEMA_RECORD>): SchemaParts {
  const { guid = '', schemaType = 'AVRO', schema = '', references = [], metadata, ruleSet } = record;
  return {
    ...(guid !== '' && { guid }),
    schemaType,
    schema,
    references: references.map(({ name = '', subject = '', version = 0 }) => ({ name, subject, version })),
    // Registries without contracts send empty ones.
    ...(metadata !== undefined && { metadata: normalizeMetadata(metadata) }),
    ...(ruleSet !== undefined && { ruleSet: normalizeRuleSet(ruleSet) }),
  };
}

/** Reads a config as `GET /config` and the topic `_schemas` write it. */
export function readConfig(json: unknown): Config {
  const { compatibilityLevel = '', compatibilityPolicy, ...record } = readShape(CONFIG_RECORD, json);
  const { defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet, ...plain } = record;
  const level = findCompatibilityLevel(compatibilityLevel);
  const policy = COMPATIBILITY_POLICIES.find((name) => name === compatibilityPolicy);
  return {
    ...plain,
    ...(level !== undefined && { compatibilityLevel: level }),
    ...(policy !== undefined && { compatibilityPolicy: policy }),
    ...(defaultMetadata !== undefined && { defaultMetadata: normalizeMetadata(defaultMetadata) }),
    ...(overrideMetadata !== undefined && { overrideMetadata: normalizeMetadata(overrideMetadata) }),
    ...(defaultRuleSet !== undefined && { defaultRuleSet: normalizeRuleSet(defaultRuleSet) }),
    ...(overrideRuleSet !== undefined && { overrideRuleSet: normalizeRuleSet(overrideRuleSet) }),
  };
}

/** A time in milliseconds, where there is one. */
export function readTimeMs(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
