import { ENVIRONMENTS, findRuleFault, normalizeRuleSet, RULE_KINDS, RULE_MODES } from '../contract/rule-set.ts';
import type { RuleSetInput } from '../contract/rule-set.ts';
import type { SchemaRuleSet } from '@sluice/serde';
import { registryError } from '../registry-error.ts';
import type { Shape } from './request-shape.ts';

/** What a schema says about itself beside its text. */
export const METADATA = {
  object: { tags: { map: 'strings' }, properties: { map: 'string' }, sensitive: 'strings' },
} as const;

const RULES = {
  list: {
    name: 'string',
    doc: 'string',
    kind: { oneOf: RULE_KINDS },
    mode: { oneOf: RULE_MODES },
    type: 'string',
    tags: 'strings',
    params: { map: 'string' },
    expr: 'string',
    onSuccess: 'string',
    onFailure: 'string',
    disabled: 'boolean',
  },
} as const;

export const RULE_SET = {
  object: { migrationRules: RULES, domainRules: RULES, encodingRules: RULES, enableAt: { oneOf: ENVIRONMENTS } },
} as const;

export const REFERENCES = { list: { name: 'string', subject: 'string', version: 'integer' } } as const;

/** Tags in a schema's text, by what they are on. */
export const SCHEMA_TAGS = {
  list: {
    schemaEntity: { object: { entityPath: 'string', entityType: { oneOf: ['sr_record', 'sr_field'] } } },
    tags: 'strings',
  },
} as const;

/** A schema in an answer. */
export const SCHEMA_ANSWER = {
  object: {
    subject: 'string',
    version: 'integer',
    id: 'integer',
    guid: { always: 'string' },
    schemaType: { always: 'string' },
    references: REFERENCES,
    metadata: METADATA,
    ruleSet: RULE_SET,
    schema: { always: 'string' },
    schemaTags: SCHEMA_TAGS,
    maxId: 'integer',
    ts: 'integer',
    deleted: 'boolean',
  },
} as const satisfies { object: Shape };

/** Throws INVALID_RULE_SET. */
export function readRuleSet(ruleSet: RuleSetInput): SchemaRuleSet {
  const fault = findRuleFault(ruleSet);
  if (fault !== undefined) throw registryError('INVALID_RULE_SET', fault);
  return normalizeRuleSet(ruleSet);
}
