import { assembleCodec, assembleResolver, explainRefusal as explainRefusalOf } from './assemble-codec.ts';
import type { Codec, Explainer, PartsOf, Resolver } from './assemble-codec.ts';
import { explainBytes } from './explain/explain-bytes.ts';
import { explainValue } from './explain/explain-value.ts';
import { findUnresolvable } from './plan/find-unresolvable.ts';
import type { Plan } from './plan/plan.ts';

export type { Codec, Resolver } from './assemble-codec.ts';

export type CodecParts = PartsOf<Plan>;

const EXPLAINER: Explainer<Plan> = { value: explainValue, bytes: explainBytes, unresolvable: findUnresolvable };

export function createCodec<Value = unknown, Input = Value>(parts: CodecParts): Codec<Value, Input> {
  return assembleCodec(parts, EXPLAINER);
}

export function createResolver<Value = unknown>(parts: Pick<CodecParts, 'plan' | 'decode'>): Resolver<Value> {
  return assembleResolver(parts, EXPLAINER);
}

/** What to throw in place of what an encoder threw. */
export function explainRefusal(parts: Pick<CodecParts, 'plan'>, value: unknown, error: unknown): unknown {
  return explainRefusalOf(parts, EXPLAINER, value, error);
}
