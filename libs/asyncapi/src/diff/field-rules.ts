import type { ChangeSeverity } from './change.ts';

/** What people read and programs do not. */
export const DESCRIPTIONS = {
  title: 'non-breaking',
  summary: 'non-breaking',
  description: 'non-breaking',
  tags: 'non-breaking',
  externalDocs: 'non-breaking',
  extensions: 'non-breaking',
} as const satisfies Record<string, ChangeSeverity>;

/** Lists in which none means all: what is not among them any more breaks those who used it. */
export function narrowing(before: unknown, after: unknown): ChangeSeverity {
  const [old, now] = [toList(before), toList(after)];
  if (now.length === 0) return 'non-breaking';
  return old.length > 0 && old.every((item) => now.includes(item)) ? 'non-breaking' : 'breaking';
}

/** What a name in braces may stand for. */
export const VALUE_RULES = {
  enum: narrowing,
  default: 'unclassified',
  description: 'non-breaking',
  examples: 'non-breaking',
  extensions: 'non-breaking',
} as const;

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
