import type { BAD_PRODUCERS } from './bad-producers.ts';

/** One thing that happens at the factory. `name` of a mistake is one of the bad producers' table. */
export type Step =
  | { readonly kind: 'mistake'; readonly name: (typeof BAD_PRODUCERS)[number]['name'] }
  | { readonly kind: 'mixed batch' }
  | { readonly kind: 'firmware'; readonly number: 2 | 3 }
  | { readonly kind: 'refused schema' };

/** What happens, once and in this order. */
export const STORY = [
  { kind: 'mistake', name: 'plain JSON' },
  { kind: 'mistake', name: 'third state of a door' },
  { kind: 'firmware', number: 2 },
  { kind: 'mistake', name: 'id of another subject' },
  { kind: 'mistake', name: 'id never issued' },
  { kind: 'mixed batch' },
  { kind: 'mistake', name: 'bytes behind the record' },
  { kind: 'firmware', number: 3 },
  { kind: 'mistake', name: 'truncated record' },
  { kind: 'mistake', name: 'enum out of range' },
  { kind: 'mistake', name: 'door without a place' },
  { kind: 'refused schema' },
] as const satisfies readonly Step[];

/** What happens by turns once the story is told, and how long to wait before each. */
export const REPEATED: readonly Step[] = STORY.filter(({ kind }) => kind === 'mistake' || kind === 'mixed batch');
export const REPEAT_MS = 5_000;

const CALM_STEP_MS = 2_000;

/** How long to wait before each step: with an end in sight the whole story is told before it. */
export function stepWaitMs(runMs: number | undefined): number {
  return runMs === undefined ? CALM_STEP_MS : Math.min(CALM_STEP_MS, (runMs * 0.8) / STORY.length);
}
