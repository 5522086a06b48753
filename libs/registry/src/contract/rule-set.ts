import type { SchemaRule, SchemaRuleSet } from '@sluice/serde';

/** The lists of a rule set, in the order in which they are checked, hashed and shown. */
export const RULE_PHASES = ['migrationRules', 'domainRules', 'encodingRules'] as const;

export const RULE_KINDS = ['TRANSFORM', 'CONDITION'] as const;
export const RULE_MODES = ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] as const;
export const ENVIRONMENTS = ['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE'] as const;

/** A rule as a request may have it. */
export interface RuleInput {
  readonly name?: string | undefined;
  readonly doc?: string | undefined;
  readonly kind?: SchemaRule['kind'] | undefined;
  readonly mode?: SchemaRule['mode'] | undefined;
  readonly type?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly expr?: string | undefined;
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface RuleSetInput {
  readonly migrationRules?: readonly RuleInput[] | undefined;
  readonly domainRules?: readonly RuleInput[] | undefined;
  readonly encodingRules?: readonly RuleInput[] | undefined;
  readonly enableAt?: SchemaRuleSet['enableAt'] | undefined;
}

const MAX_NAME_LENGTH = 256;

const MIGRATION_MODES: readonly string[] = ['UPGRADE', 'DOWNGRADE', 'UPDOWN'];

/** Which modes the rules of a list may have. */
const PHASE_MODES = {
  migrationRules: { isMigration: true, refusal: 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN' },
  domainRules: { isMigration: false, refusal: 'Domain rules can only be WRITE, READ, WRITEREAD' },
  encodingRules: { isMigration: false, refusal: 'Encoding rules can only be WRITE, READ, WRITEREAD' },
} as const;

/** What is wrong with a rule set, in Confluent's words; undefined when nothing is. */
export function findRuleFault(ruleSet: RuleSetInput): string | undefined {
  const names = new Set<string | undefined>();
  for (const phase of RULE_PHASES) {
    for (const rule of ruleSet[phase] ?? []) {
      const { isMigration, refusal } = PHASE_MODES[phase];
      if (names.has(rule.name)) return `Found rule with duplicate name '${rule.name}'`;
      names.add(rule.name);
      const fault = findNameFault(rule.name) ?? findPartFault(rule);
      if (fault !== undefined) return fault;
      if (MIGRATION_MODES.includes(rule.mode ?? 'WRITEREAD') !== isMigration) return refusal;
    }
  }
  return undefined;
}

function findNameFault(name: string | undefined): string | undefined {
  if (name === undefined) return 'Missing rule name';
  if (name === '') return 'Empty rule name';
  if (name.length > MAX_NAME_LENGTH) return 'Rule name too long';
  if (!/^[\p{L}_]/u.test(name)) return `Illegal initial character in rule name: ${name}`;
  if (!/^[\p{L}\p{Nd}_-]*$/u.test(name)) return `Illegal character in rule name: ${name}`;
  return undefined;
}

function findPartFault({ type, mode = 'WRITEREAD', onSuccess = '', onFailure = '' }: RuleInput): string | undefined {
  if (type === undefined) return 'Missing rule type';
  const hasTwoDirections = mode === 'WRITEREAD' || mode === 'UPDOWN';
  if (!hasTwoDirections && (onSuccess.includes(',') || onFailure.includes(','))) {
    return 'Multiple actions only valid with WRITEREAD and UPDOWN';
  }
  return undefined;
}

/** The rule set with its defaults, lists that are empty left out. It has no fault. */
export function normalizeRuleSet({ enableAt, ...lists }: RuleSetInput): SchemaRuleSet {
  const phases = RULE_PHASES.filter((phase) => (lists[phase] ?? []).length > 0);
  return {
    ...Object.fromEntries(phases.map((phase) => [phase, (lists[phase] ?? []).map(normalizeRule)])),
    ...(enableAt !== undefined && { enableAt }),
  };
}

function normalizeRule(rule: RuleInput): SchemaRule {
  const { name = '', doc, kind = 'TRANSFORM', mode = 'WRITEREAD', type = '', expr, onSuccess, onFailure } = rule;
  const tags = [...new Set(rule.tags)].toSorted();
  const params = Object.entries(rule.params ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    name,
    ...(doc !== undefined && doc !== '' && { doc }),
    kind,
    mode,
    type,
    ...(tags.length > 0 && { tags }),
    ...(params.length > 0 && { params: Object.fromEntries(params) }),
    ...(expr !== undefined && expr !== '' && { expr }),
    ...(onSuccess !== undefined && onSuccess !== '' && { onSuccess }),
    ...(onFailure !== undefined && onFailure !== '' && { onFailure }),
    disabled: rule.disabled ?? false,
  };
}

/** Both together: a rule of `over` takes the place of one of the same name in the same list. */
export function mergeRuleSets(
  base: SchemaRuleSet | undefined,
  over: SchemaRuleSet | undefined,
): SchemaRuleSet | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  const enableAt = over.enableAt ?? base.enableAt;
  const lists = RULE_PHASES.map((phase) => [phase, mergeRules(base[phase] ?? [], over[phase] ?? [])]);
  return normalizeRuleSet({ ...Object.fromEntries(lists), enableAt });
}

function mergeRules(base: readonly SchemaRule[], over: readonly SchemaRule[]): readonly SchemaRule[] {
  const names = new Set(over.map(({ name }) => name));
  return [...base.filter(({ name }) => !names.has(name)), ...over];
}

/** Without the rules of these names. */
export function removeRules(ruleSet: SchemaRuleSet, names: readonly string[]): SchemaRuleSet {
  const lists = RULE_PHASES.map((phase) => [phase, (ruleSet[phase] ?? []).filter(({ name }) => !names.includes(name))]);
  return normalizeRuleSet({ ...Object.fromEntries(lists), enableAt: ruleSet.enableAt });
}

export function hasRulesOfType(ruleSet: SchemaRuleSet | undefined, type: string): boolean {
  return RULE_PHASES.some((phase) => (ruleSet?.[phase] ?? []).some((rule) => rule.type === type));
}

export function isSameRuleSet(a: SchemaRuleSet | undefined, b: SchemaRuleSet | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
