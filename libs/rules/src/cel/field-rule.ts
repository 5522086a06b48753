import type { CompiledRule, RuleContext } from '../rule-context.ts';
import { attempt, RuleError } from '../rule-error.ts';
import { compileGuarded, SKIPPED } from './guarded-cel.ts';

/** A rule about each primitive field that has one of its tags, or about all where it names none. */
export function compileFieldRule(context: RuleContext): CompiledRule {
  const { rule, shape, expr, request } = context;
  if (request.phase === 'encoding') {
    throw new RuleError('invalid', rule.name, 'bytes have no fields: an encoding rule cannot be CEL_FIELD');
  }
  const program = compileGuarded(context);
  const wanted = rule.tags ?? [];
  const seesMessage = /\bmessage\b/.test(expr);

  return {
    isAsync: false,
    run(value) {
      const mapped = attempt(rule.name, () =>
        shape.mapFields(value, (place, typeName, fieldValue) => {
          const { fullName, name, tags } = place;
          if (wanted.length > 0 && !wanted.some((tag) => tags.includes(tag))) return undefined;
          const variables = { value: fieldValue, fullName, name, typeName, tags };
          const result = program(seesMessage ? { ...variables, message: place.message() } : variables);
          if (result === SKIPPED) return undefined;
          if (rule.kind === 'TRANSFORM') return result;
          if (result === true) return undefined;
          const what = result === false ? 'the condition does not hold' : 'its condition is neither true nor false';
          throw new RuleError('condition', rule.name, `${fullName}: ${rule.doc ?? `${what}: ${expr}`}`);
        }),
      );
      return rule.kind === 'CONDITION' ? true : mapped;
    },
  };
}
