import type { BoundLogical } from './plan.ts';

/**
 * The part of a default that has a logical type and shows as an object, such as a Date: it is converted anew for each
 * value, for whoever holds one may change it. `base` is plain, as all else in a default is.
 */
export class ShownDefault {
  readonly logical: BoundLogical;
  readonly base: unknown;

  constructor(logical: BoundLogical, base: unknown) {
    this.logical = logical;
    this.base = base;
  }
}
