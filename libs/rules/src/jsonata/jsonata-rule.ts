import jsonata from 'jsonata';
import type { CompiledRule, RuleContext } from '../rule-context.ts';
import { attempt, describeError, RuleError } from '../rule-error.ts';
import { BoundedRegExp } from './bounded-regexp.ts';

/** JSONata can loop and recurse: what one evaluation may take. */
export interface JsonataLimits {
  /** 1,000 when absent. */
  readonly timeoutMs?: number;
  /** Evaluations within each other; 1,000 when absent. */
  readonly maxDepth?: number;
  /** Items of one list; 100,000 when absent. */
  readonly maxItems?: number;
}

const MAX_LENGTH = 65_536;

/** A rule whose expression sees the value as `$`. Values of Avro's longs are numbers where these hold them. */
export function compileJsonataRule(
  { rule, expr, shape, request }: RuleContext,
  limits: JsonataLimits = {},
): CompiledRule {
  const { timeoutMs = 1000, maxDepth = 1000, maxItems = 100_000 } = limits;
  if (request.phase === 'encoding')
    throw new RuleError('invalid', rule.name, 'bytes are no JSON: an encoding rule cannot be JSONATA');
  if (expr.length > MAX_LENGTH) {
    throw new RuleError(
      'invalid',
      rule.name,
      `an expression has at most ${MAX_LENGTH} characters, this one ${expr.length}`,
    );
  }
  const expression = compileExpression(rule.name, expr, {
    timeout: timeoutMs,
    stack: maxDepth,
    sequence: maxItems,
    RegexEngine: BoundedRegExp as RegExpConstructor,
  });
  return {
    isAsync: true,
    async run(value) {
      const input = attempt(rule.name, () => shape.toJson(value));
      let result: unknown;
      try {
        result = await expression.evaluate(input);
      } catch (error) {
        throw new RuleError('failed', rule.name, describeError(error), { cause: error });
      }
      return rule.kind === 'CONDITION' ? result : attempt(rule.name, () => shape.fromJson(result));
    },
  };
}

function compileExpression(rule: string, expr: string, options: jsonata.JsonataOptions): jsonata.Expression {
  try {
    return jsonata(expr, options);
  } catch (error) {
    throw new RuleError('invalid', rule, `its expression is no JSONata: ${describeError(error)}`, { cause: error });
  }
}
