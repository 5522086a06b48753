export { compilePattern } from './match-pattern.ts';
export type { MatchBudget, Matcher } from './match-pattern.ts';
export { PatternRefused } from './parse-pattern.ts';
