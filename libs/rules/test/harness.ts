import { createRules } from '@sluice/rules';
import type { RulesOptions } from '@sluice/rules';
import type { RuleRequest, SchemaMetadata, SchemaRule } from '@sluice/serde';

/** A rule that is a condition in CEL on WRITE, but for `parts`. */
export function rule(parts: Partial<SchemaRule> & { readonly expr: string }): SchemaRule {
  return { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', disabled: false, ...parts };
}

export interface Contract {
  readonly type?: 'AVRO' | 'JSON' | 'PROTOBUF';
  readonly schema: unknown;
  readonly references?: RuleRequest['schema']['references'];
  readonly metadata?: SchemaMetadata;
  readonly message?: string;
  readonly mode?: RuleRequest['mode'];
  readonly phase?: RuleRequest['phase'];
  readonly options?: RulesOptions;
}

/** Runs rules on a value: what comes out, or the message of the refusal. */
export async function run(contract: Contract, rules: readonly SchemaRule[], value: unknown): Promise<unknown> {
  try {
    return await compile(contract, rules).run(value);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  }
}

export function compile(
  { type = 'AVRO', schema, references = [], metadata, message, ...rest }: Contract,
  rules: readonly SchemaRule[],
) {
  const { mode = 'WRITE', phase = 'domain', options } = rest;
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
  return createRules(options).compile({
    phase,
    mode,
    rules,
    schema: { schemaType: type, schema: text, references, ...(metadata !== undefined && { metadata }) },
    message,
    subject: 'orders-value',
    topic: 'orders',
    part: 'value',
  });
}
