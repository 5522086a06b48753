import { compilePattern } from './match-pattern.ts';

/** Steps that one match of a name may take. */
const STEPS = 200_000;

/** Whether a name in a schema matches one of its patterns; not where that cannot be told in bounded time. */
export function isPatternMatch(pattern: string, name: string): boolean {
  try {
    return compilePattern(pattern)(name, { left: STEPS });
  } catch {
    return false;
  }
}
