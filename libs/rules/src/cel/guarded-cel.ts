import { readParameter } from '../rule-context.ts';
import type { RuleContext } from '../rule-context.ts';
import { describeError, RuleError } from '../rule-error.ts';
import { compileCel } from './cel-program.ts';
import type { CelProgram } from './cel-program.ts';

/** What a guard that is false gives: the value stays as it is, and a condition holds. */
export const SKIPPED = Symbol('skipped');

/** `guard ; expression`: where the guard is not true the expression is not evaluated. */
export function compileGuarded(context: RuleContext): CelProgram {
  const { expr, rule } = context;
  const isWhole = readParameter(context, 'cel.ignore.guard.separator') === 'true';
  const at = isWhole ? -1 : expr.indexOf(';');
  const guard = at < 0 || expr.slice(0, at).trim() === '' ? undefined : compilePart(expr.slice(0, at), rule.name);
  const body = compilePart(expr.slice(at + 1), rule.name);
  if (guard === undefined) return body;
  return (variables) => {
    const result = guard(variables);
    if (typeof result !== 'boolean') throw new RuleError('failed', rule.name, 'its guard is neither true nor false');
    return result ? body(variables) : SKIPPED;
  };
}

function compilePart(expr: string, rule: string): CelProgram {
  let program: CelProgram;
  try {
    program = compileCel(expr);
  } catch (error) {
    const message = `its expression is no CEL: ${describeError(error)} in ${expr.trim().slice(0, MOST_SHOWN)}`;
    throw new RuleError('invalid', rule, message, { cause: error });
  }
  return (variables) => {
    try {
      return program(variables);
    } catch (error) {
      throw new RuleError('failed', rule, `${describeError(error)} in ${expr.trim().slice(0, MOST_SHOWN)}`, {
        cause: error,
      });
    }
  };
}

/** Characters of an expression that an error repeats. */
const MOST_SHOWN = 200;
