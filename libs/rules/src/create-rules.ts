import type { RuleProgram, RuleRequest, RuleRunner, SchemaRule } from '@sluice/serde';
import { describeRequest, findAction, runAction } from './actions.ts';
import type { RuleAction } from './actions.ts';
import { compileCelRule } from './cel/cel-rule.ts';
import { compileFieldRule } from './cel/field-rule.ts';
import { compileJsonataRule } from './jsonata/jsonata-rule.ts';
import type { JsonataLimits } from './jsonata/jsonata-rule.ts';
import type { CompiledRule, RuleContext } from './rule-context.ts';
import { RuleError } from './rule-error.ts';
import { openShape } from './values/open-shape.ts';
import type { ValueShape } from './values/value-shape.ts';

export interface RulesOptions {
  /** By the names that `onSuccess` and `onFailure` use, beside ERROR and NONE. */
  readonly actions?: Readonly<Record<string, RuleAction>>;
  readonly jsonata?: JsonataLimits;
}

/** Makes what runs the rules of data contracts: CEL, CEL_FIELD and JSONATA. Serializers and deserializers take it as `rules`. */
export function createRules(options: RulesOptions = {}): RuleRunner {
  return {
    compile(request) {
      const shape = openShape(request);
      const rules = request.rules.filter((rule, index) => !isRepeated(rule, request, index));
      const steps = rules.map((rule) => compileStep(rule, request, shape, options));
      return {
        isAsync: steps.some(({ isAsync }) => isAsync),
        run: (value) => steps.reduce<unknown>((before, step) => then(before, step.run), value),
      };
    },
  };
}

function compileStep(rule: SchemaRule, request: RuleRequest, shape: ValueShape, options: RulesOptions): RuleProgram {
  const { actions = {} } = options;
  const compiled = compileRule(rule, request, shape, options);
  const success = findAction(rule, rule.onSuccess, 'NONE', request.mode, actions);
  const failure = findAction(rule, rule.onFailure, 'ERROR', request.mode, actions);
  const event = { ...describeRequest(request), rule };

  function finish(value: unknown, result: unknown): unknown {
    if (rule.kind === 'CONDITION') {
      if (result !== true) return fail(value, refuseCondition(rule, result));
      return then(runAction(success, { ...event, value, error: undefined }), () => value);
    }
    if (result === undefined || result === null)
      return fail(value, new RuleError('failed', rule.name, 'it made no value'));
    return then(runAction(success, { ...event, value, error: undefined }), () => result);
  }

  function fail(value: unknown, error: unknown): unknown {
    // What is no RuleError is a fault of ours.
    if (!(error instanceof RuleError)) throw error;
    return then(runAction(failure, { ...event, value, error }), () => value);
  }

  return {
    isAsync: compiled.isAsync || !success.isBuiltIn || !failure.isBuiltIn,
    run(value) {
      // A record without a value has nothing for rules to say.
      if (value === undefined || value === null) return value;
      let result: unknown;
      try {
        result = compiled.run(value);
      } catch (error) {
        return fail(value, error);
      }
      if (!(result instanceof Promise)) return finish(value, result);
      return result.then(
        (made: unknown) => finish(value, made),
        (error: unknown) => fail(value, error),
      );
    },
  };
}

function compileRule(rule: SchemaRule, request: RuleRequest, shape: ValueShape, options: RulesOptions): CompiledRule {
  const compile = LANGUAGES.get(rule.type);
  if (compile === undefined) {
    const isEncryption = rule.type.startsWith('ENCRYPT');
    const why = isEncryption ? 'encryption is not run here' : 'only CEL, CEL_FIELD and JSONATA are run here';
    throw new RuleError('invalid', rule.name, `its type is ${rule.type}: ${why}`);
  }
  if (rule.expr === undefined || rule.expr === '') {
    throw new RuleError('invalid', rule.name, 'it has no expression');
  }
  return compile({ rule, expr: rule.expr, request, shape }, options);
}

type Compile = (context: RuleContext, options: RulesOptions) => CompiledRule;

const LANGUAGES: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['CEL', compileCelRule],
  ['CEL_FIELD', compileFieldRule],
  ['JSONATA', (context, { jsonata }) => compileJsonataRule(context, jsonata)],
]);

function refuseCondition(rule: SchemaRule, result: unknown): RuleError {
  if (result !== false) {
    return new RuleError('failed', rule.name, `a condition is true or false, and this one was ${typeof result}`);
  }
  return new RuleError('condition', rule.name, rule.doc ?? `the condition does not hold: ${rule.expr ?? ''}`);
}

/** As in Java and Python: of the field transforms of one mode with the same tags only the first runs, in both directions. */
function isRepeated(rule: SchemaRule, { rules, mode }: RuleRequest, index: number): boolean {
  if (rule.type !== 'CEL_FIELD' || rule.kind !== 'TRANSFORM' || (rule.tags ?? []).length === 0) return false;
  const before = mode === 'WRITE' || mode === 'UPGRADE' ? rules.slice(0, index) : rules.slice(index + 1);
  const key = (other: SchemaRule): string =>
    JSON.stringify([other.type, other.kind, other.mode, (other.tags ?? []).toSorted()]);
  return before.some((other) => key(other) === key(rule));
}

function then(value: unknown, next: (value: unknown) => unknown): unknown {
  return value instanceof Promise ? value.then(next) : next(value);
}
