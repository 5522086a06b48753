import type { CompiledRule, RuleContext } from '../rule-context.ts';
import { attempt } from '../rule-error.ts';
import { compileGuarded, SKIPPED } from './guarded-cel.ts';

/** A rule about whole values: `message` is the value. */
export function compileCelRule(context: RuleContext): CompiledRule {
  const { rule, shape } = context;
  const program = compileGuarded(context);
  return {
    isAsync: false,
    run(value) {
      const message = attempt(rule.name, () => shape.toCel(value));
      const result = program({ message });
      if (rule.kind === 'CONDITION') return result === SKIPPED ? true : result;
      return result === SKIPPED || result === message ? value : attempt(rule.name, () => shape.fromCel(result, value));
    },
  };
}
