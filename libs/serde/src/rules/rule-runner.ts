import type { ResolvedReference, SchemaType } from '@sluice/formats';
import type { SchemaMetadata, SchemaRule, SchemaRuleSet } from '../schema-source.ts';
import { SerdeError } from '../serde-error.ts';
import type { RecordPart } from '../subject-name.ts';

/** What is done when rules run: `WRITE` and `READ` take those of WRITEREAD too, the others those of UPDOWN. */
export type RuleMode = 'WRITE' | 'READ' | 'UPGRADE' | 'DOWNGRADE';

/** Which list of a rule set: about values, about values of other versions, about encoded bytes. */
export type RulePhase = 'domain' | 'migration' | 'encoding';

/** A schema with what its contract says of it, and the texts behind its references. */
export interface ContractSchema {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly ResolvedReference[];
  readonly metadata?: SchemaMetadata;
}

/** Rules that are to run one after the other on values of one schema. */
export interface RuleRequest {
  readonly phase: RulePhase;
  readonly mode: RuleMode;
  /** All of them apply; in the order in which they run. At least one. */
  readonly rules: readonly SchemaRule[];
  readonly schema: ContractSchema;
  /** Of Protobuf: the full name of the message; the schema's first when absent. */
  readonly message?: string | undefined;
  readonly subject: string;
  /** '' where the deserializer was not told. */
  readonly topic: string;
  readonly part: RecordPart;
}

export interface RuleProgram {
  /** Whether `run` answers with a promise. */
  readonly isAsync: boolean;
  /** The value as the rules leave it; the given one is never changed. Throws, or rejects with, an Error that names the rule. */
  run(value: unknown): unknown;
}

/** Runs the rules of data contracts; `createRules()` of @sluice/rules makes one. */
export interface RuleRunner {
  /** Throws an Error that names the rule which cannot be run. */
  compile(request: RuleRequest): RuleProgram;
}

const LISTS = { domain: 'domainRules', migration: 'migrationRules', encoding: 'encodingRules' } as const;

const ALSO = { WRITE: 'WRITEREAD', READ: 'WRITEREAD', UPGRADE: 'UPDOWN', DOWNGRADE: 'UPDOWN' } as const;

/** The rules of a list that apply, in the order in which they run: reversed on the way back, so that the last one undoes first. */
export function selectRules(
  ruleSet: SchemaRuleSet | undefined,
  phase: RulePhase,
  mode: RuleMode,
): readonly SchemaRule[] {
  const { enableAt = 'ALL' } = ruleSet ?? {};
  if (enableAt !== 'ALL' && enableAt !== 'CLIENT') return [];
  const rules = (ruleSet?.[LISTS[phase]] ?? []).filter(
    (rule) => !rule.disabled && (rule.mode === mode || rule.mode === ALSO[mode]),
  );
  return mode === 'READ' || mode === 'DOWNGRADE' ? rules.toReversed() : rules;
}

/** The program of a request; undefined where it has no rules. Rules that nothing can run are an error, never skipped. */
export function compileRules(runner: RuleRunner | undefined, request: RuleRequest): RuleProgram | undefined {
  const { rules, mode, subject } = request;
  if (rules.length === 0) return undefined;
  if (runner === undefined) {
    const names = rules.map(({ name }) => name).join(', ');
    const message = `the contract of ${subject} has rules to run on ${mode} (${names}): give \`rules\`, like createRules() of @sluice/rules`;
    throw new SerdeError('rule', message);
  }
  const program = guard(() => runner.compile(request));
  return {
    isAsync: program.isAsync,
    run: (value) => {
      const result = guard(() => program.run(value));
      return result instanceof Promise ? result.catch(toSerdeError) : result;
    },
  };
}

function guard<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    return toSerdeError(error);
  }
}

function toSerdeError(error: unknown): never {
  if (error instanceof SerdeError) throw error;
  throw new SerdeError('rule', error instanceof Error ? error.message : String(error), { cause: error });
}
