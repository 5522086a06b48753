import type { Plan } from '../plan/plan.ts';
import { startMeasures } from '../plan/measure-plan.ts';
import type { Products } from '../products.ts';
import { startReads } from './read-steps.ts';
import { startSkips } from './skip-steps.ts';
import { startWrites } from './write-steps.ts';

const MAKERS: { readonly [Product in keyof Products]: (plan: Plan) => Products[Product] } = {
  encode: (plan) => startWrites(plan).of(plan),
  decode: (plan) => startReads(plan).of(plan),
  validate: (plan) => startSkips(plan, startMeasures()).of(plan),
};

/** Makes a product of a plan as closures, one within the other: nothing here makes code from text. */
export function interpretProduct<Product extends keyof Products>(plan: Plan, product: Product): Products[Product] {
  return MAKERS[product](plan);
}
