import type { RuleRequest, SchemaRule } from '@sluice/serde';
import type { ValueShape } from './values/value-shape.ts';

/** One rule made ready: the value it makes, or for a condition whether it holds. */
export interface CompiledRule {
  readonly isAsync: boolean;
  run(value: unknown): unknown;
}

/** What a rule is made ready from. */
export interface RuleContext {
  readonly rule: SchemaRule;
  readonly expr: string;
  readonly request: RuleRequest;
  readonly shape: ValueShape;
}

/** A parameter of the rule, else a property of the schema's metadata. */
export function readParameter({ rule, request }: RuleContext, name: string): string | undefined {
  return rule.params?.[name] ?? request.schema.metadata?.properties?.[name];
}
