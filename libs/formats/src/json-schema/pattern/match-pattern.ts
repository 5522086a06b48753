import { parsePattern, PatternRefused } from './parse-pattern.ts';
import type { Pattern } from './parse-pattern.ts';

type Step =
  | { readonly op: 'one'; readonly test: (text: string) => boolean }
  | { op: 'go'; to: readonly number[] }
  | { readonly op: 'assert'; readonly what: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly op: 'look'; readonly steps: readonly Step[]; readonly negate: boolean }
  | { readonly op: 'found' };

const MOST_STEPS = 20_000;

/** How much may still be spent, in looks at a character or a step of an expression. */
export interface MatchBudget {
  left: number;
}

export type Matcher = (text: string, budget: MatchBudget) => boolean;

/**
 * Compiles a user's regular expression. It is run as a set of states, so the time is the length of the text times that of
 * the expression whatever both are (Thompson 1968): the built-in engine goes back and tries again, and a hostile
 * expression makes that take for ever.
 * @throws PatternRefused, and SyntaxError where it is no expression; the matcher throws PatternRefused when the budget is spent
 */
export function compilePattern(source: string): Matcher {
  const { pattern, isUnicode } = parsePattern(source);
  const steps: Step[] = [];
  emit(steps, pattern);
  push(steps, { op: 'found' });
  return (text, budget) =>
    runSteps(steps, isUnicode ? Array.from(text) : text.split(''), { from: 0, isSearch: true }, budget);
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= MOST_STEPS) throw new PatternRefused(`it takes more than ${MOST_STEPS} steps`);
  return steps.push(step) - 1;
}

function emit(steps: Step[], pattern: Pattern): void {
  switch (pattern.kind) {
    case 'one':
      push(steps, { op: 'one', test: pattern.test });
      return;
    case 'assert':
      push(steps, { op: 'assert', what: pattern.what });
      return;
    case 'look': {
      const inner: Step[] = [];
      emit(inner, pattern.item);
      push(inner, { op: 'found' });
      push(steps, { op: 'look', steps: inner, negate: pattern.negate });
      return;
    }
    case 'sequence':
      for (const item of pattern.items) emit(steps, item);
      return;
    case 'choice':
      emitChoice(steps, pattern.items);
      return;
    case 'repeat':
      emitRepeat(steps, pattern);
  }
}

function emitChoice(steps: Step[], items: readonly Pattern[]): void {
  const fork: Step = { op: 'go', to: [] };
  push(steps, fork);
  const starts: number[] = [];
  const ends: Extract<Step, { op: 'go' }>[] = [];
  for (const item of items) {
    starts.push(steps.length);
    emit(steps, item);
    const end: Extract<Step, { op: 'go' }> = { op: 'go', to: [] };
    ends.push(end);
    push(steps, end);
  }
  fork.to = starts;
  for (const end of ends) end.to = [steps.length];
}

function emitRepeat(steps: Step[], { item, min, max }: Extract<Pattern, { kind: 'repeat' }>): void {
  for (let count = 0; count < min; count++) emit(steps, item);
  if (max === Infinity) {
    const fork: Step = { op: 'go', to: [] };
    const at = push(steps, fork);
    emit(steps, item);
    push(steps, { op: 'go', to: [at] });
    fork.to = [at + 1, steps.length];
    return;
  }
  const forks: { readonly fork: Extract<Step, { op: 'go' }>; readonly at: number }[] = [];
  for (let count = min; count < max; count++) {
    const fork: Extract<Step, { op: 'go' }> = { op: 'go', to: [] };
    forks.push({ fork, at: push(steps, fork) });
    emit(steps, item);
  }
  for (const { fork, at } of forks) fork.to = [at + 1, steps.length];
}

interface Run {
  readonly from: number;
  /** Whether a match may begin anywhere. */
  readonly isSearch: boolean;
}

function runSteps(
  steps: readonly Step[],
  text: readonly string[],
  { from, isSearch }: Run,
  budget: MatchBudget,
): boolean {
  let now = new Set<number>();
  for (let index = from; index <= text.length; index++) {
    if (isSearch || index === from) now.add(0);
    if (spread(steps, now, { text, index, budget })) return true;
    const char = text[index];
    const next = new Set<number>();
    for (const at of now) {
      const step = steps[at];
      if (char !== undefined && step?.op === 'one' && step.test(char)) next.add(at + 1);
    }
    if (next.size === 0 && !isSearch) return false;
    now = next;
  }
  return false;
}

interface Position {
  readonly text: readonly string[];
  readonly index: number;
  readonly budget: MatchBudget;
}

/** Follows every step that takes no character; the set grows while it is walked. True where the end is reached. */
function spread(steps: readonly Step[], now: Set<number>, { text, index, budget }: Position): boolean {
  for (const at of now) {
    if (--budget.left < 0) throw new PatternRefused('it takes too many steps');
    const step = steps[at];
    if (step === undefined || step.op === 'one') continue;
    if (step.op === 'found') return true;
    if (step.op === 'go') for (const to of step.to) now.add(to);
    else if (step.op === 'assert') {
      if (holds(step.what, text, index)) now.add(at + 1);
    } else if (runSteps(step.steps, text, { from: index, isSearch: false }, budget) !== step.negate) now.add(at + 1);
  }
  return false;
}

function holds(what: 'start' | 'end' | 'edge' | 'inside', text: readonly string[], index: number): boolean {
  if (what === 'start') return index === 0;
  if (what === 'end') return index === text.length;
  const isEdge = isWord(text[index - 1]) !== isWord(text[index]);
  return what === 'edge' ? isEdge : !isEdge;
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /^\w$/u.test(char);
}
