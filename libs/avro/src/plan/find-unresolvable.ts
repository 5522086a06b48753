import { partsOf } from './measure-plan.ts';
import type { Plan } from './plan.ts';

const MAX_FINDINGS = 50;

/** The places of a resolver's plan where some value of the writer has no value of the reader, in words. */
export function findUnresolvable(root: Plan): readonly string[] {
  const findings: string[] = [];
  const seen = new Set<Plan>();
  const stack: Plan[] = [root];
  for (let plan = stack.pop(); plan !== undefined && findings.length < MAX_FINDINGS; plan = stack.pop()) {
    if (seen.has(plan)) continue;
    seen.add(plan);
    if (plan.op === 'error') findings.push(`found ${plan.found}, expected ${plan.expected}`);
    if (plan.op === 'enum') {
      const missing = plan.symbols.filter((_, index) => plan.results[index] === undefined);
      if (missing.length > 0) findings.push(`no symbol for ${missing.join(', ')}`);
    }
    stack.push(...partsOf(plan));
  }
  return findings;
}
