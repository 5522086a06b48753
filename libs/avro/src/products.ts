import type { Engine } from './codec-options.ts';
import { interpretProduct } from './interpret/interpret.ts';
import type { Plan } from './plan/plan.ts';
import { compileProduct } from './print/compile.ts';
import type { Cursor } from './wire/read.ts';

/** The products of a plan. Each throws MALFORMED or MISMATCH, and leaves it to its caller to find out why. */
export interface Products {
  readonly encode: (value: unknown, bytes: Uint8Array, start: number, depth: 0) => number;
  readonly decode: (bytes: Uint8Array, start: number, end: number, cursor: Cursor, depth: 0) => unknown;
  readonly validate: (bytes: Uint8Array, start: number, end: number, cursor: Cursor, depth: 0) => number;
}

/** A product of the engine asked for, whatever the other could do. */
export function makeProduct<Product extends keyof Products>(
  plan: Plan,
  product: Product,
  engine: Engine,
): Products[Product] {
  return engine === 'interpreter' ? interpretProduct(plan, product) : compileProduct(plan, product);
}
