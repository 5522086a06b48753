import type { SchemaRuleSet } from '../schema-source.ts';
import { SerdeError } from '../serde-error.ts';

/** For generated classes, which run no rules: throws where one applies. Small, for it goes into run-times beside classes. */
export function refuseRules(
  { enableAt = 'ALL', domainRules = [], encodingRules = [] }: SchemaRuleSet = {},
  mode: 'WRITE' | 'READ',
  what: string | number | undefined,
): void {
  if (enableAt !== 'ALL' && enableAt !== 'CLIENT') return;
  // WRITEREAD is both.
  const rule = [...domainRules, ...encodingRules].find((each) => !each.disabled && each.mode.includes(mode));
  if (rule)
    throw new SerdeError('rule', `${what} has the rule ${rule.name} for ${mode}; generated classes run no rules`);
}
