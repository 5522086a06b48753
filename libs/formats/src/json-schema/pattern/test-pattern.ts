import { compilePattern } from './match-pattern.ts';
import type { MatchBudget, Matcher } from './match-pattern.ts';
import { parsePattern } from './parse-pattern.ts';
import type { Pattern } from './parse-pattern.ts';

/** Ways that the built-in engine may try, times the length of the text: about a millisecond. */
const MOST_TRIES = 200_000;
const LONGEST_NATIVE = 100_000;

/** Tests texts with a user's expression. */
export interface PatternTest {
  /** @throws PatternRefused where the budget is spent */
  test(text: string, budget: MatchBudget): boolean;
}

/**
 * Compiles a user's expression. Where it can be told from its form that the built-in engine finds an answer soon, that
 * engine runs it; else, and on longer texts, a matcher whose time is linear.
 * @throws PatternRefused, and SyntaxError where it is no expression of ECMAScript
 */
export function createPatternTest(source: string): PatternTest {
  const { pattern, isUnicode } = parsePattern(source);
  const native = new RegExp(source, isUnicode ? 'u' : '');
  const longest = findLongest(pattern);
  let linear: Matcher | undefined;
  return {
    test(text, budget) {
      if (text.length <= longest) return native.test(text);
      linear ??= compilePattern(source);
      return linear(text, budget);
    },
  };
}

/** The length of text up to which the built-in engine is fast enough, whatever the text. */
function findLongest(pattern: Pattern): number {
  let [low, high] = [0, LONGEST_NATIVE];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countTries(pattern, middle) <= MOST_TRIES) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countTries(pattern: Pattern, length: number): number {
  const starts = isAnchored(pattern) ? 1 : length + 1;
  return starts * countWays(pattern, length) * (sizeOf(pattern) + Math.min(length, sizeOf(pattern) * length));
}

/** How many ways there may be to match a pattern somewhere: what backtracking has to try at most. */
function countWays(pattern: Pattern, length: number): number {
  switch (pattern.kind) {
    case 'sequence':
      return pattern.items.reduce((product, item) => product * countWays(item, length), 1);
    case 'choice':
      return pattern.items.reduce((sum, item) => sum + countWays(item, length), 0);
    case 'look':
      return countWays(pattern.item, length);
    case 'repeat': {
      const ways = countWays(pattern.item, length);
      const most = Math.min(pattern.max, length + 1);
      const range = Math.max(1, most - pattern.min + 1);
      // More than one way each time multiplies with every time.
      return ways <= 1 ? range : range * ways ** Math.min(most, 1000);
    }
    default:
      return 1;
  }
}

function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'sequence':
    case 'choice':
      return pattern.items.reduce((sum, item) => sum + sizeOf(item), 1);
    case 'look':
      return 1 + sizeOf(pattern.item);
    case 'repeat':
      return (
        1 + sizeOf(pattern.item) * (pattern.max === Infinity ? Math.max(1, pattern.min) : Math.max(1, pattern.max))
      );
    default:
      return 1;
  }
}

function isAnchored(pattern: Pattern): boolean {
  if (pattern.kind === 'assert') return pattern.what === 'start';
  const [first] = pattern.kind === 'sequence' ? pattern.items : [];
  return first !== undefined && isAnchored(first);
}
