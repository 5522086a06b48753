export { createRules } from './create-rules.ts';
export type { RulesOptions } from './create-rules.ts';
export { deadLetterAction } from './actions.ts';
export type { RuleAction, RuleEvent } from './actions.ts';
export { RuleError } from './rule-error.ts';
export type { RuleErrorKind } from './rule-error.ts';
