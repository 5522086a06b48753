import { explainBytes } from '../src/explain/explain-bytes.ts';
import type { Engine } from '../src/codec-options.ts';
import type { Plan } from '../src/plan/plan.ts';
import { makeProduct } from '../src/products.ts';
import { isDataFault, MAX_EMPTY_ITEMS } from '../src/wire/faults.ts';

/** What it took to read bytes once. */
export interface Steps {
  /** Bytes looked at, each as often as it was. */
  readonly reads: number;
  /** Plans looked at, by a walk that goes from plan to plan. */
  readonly visits: number;
  /** Items without bytes that were taken from the budget. */
  readonly emptyItems: number;
  /** Values made, parts and keys counted. */
  readonly values: number;
}

export type Walk = 'decode' | 'validate' | 'explain decode' | 'explain validate';

/** Reads the bytes in one of the ways there are, and counts; a refusal is as good as a value. */
export function countSteps(plan: Plan, bytes: Uint8Array, walk: Walk, engine: Engine): Steps {
  const count = { reads: 0, visits: 0 };
  const watched = watchBytes(bytes, count);
  const cursor = { at: 0, emptyItems: MAX_EMPTY_ITEMS, paidTo: 0 };
  let value: unknown;
  try {
    switch (walk) {
      case 'decode':
        value = makeProduct(plan, 'decode', engine)(watched, 0, bytes.length, cursor, 0);
        break;
      case 'validate':
        makeProduct(plan, 'validate', engine)(watched, 0, bytes.length, cursor, 0);
        break;
      default:
        explainBytes(watchPlan(plan, count), watched, 0, bytes.length, walk === 'explain decode');
    }
  } catch (error) {
    if (!isDataFault(error)) throw error;
  }
  // What breaks the budget is not made.
  const emptyItems = Math.max(0, Math.min(MAX_EMPTY_ITEMS, MAX_EMPTY_ITEMS - cursor.emptyItems));
  return { ...count, emptyItems, values: countValues(value) };
}

/** The bytes, but that each read of one counts; a part of them that is taken whole counts by its length. */
function watchBytes(bytes: Uint8Array, count: { reads: number }): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      if (key === 'subarray') return (start: number, end: number) => takePart(target, start, end, count);
      if (typeof key === 'string' && /^\d+$/.test(key)) count.reads++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function takePart(bytes: Uint8Array, start: number, end: number, count: { reads: number }): Uint8Array {
  const part = bytes.subarray(start, end);
  // The whole is no part: it is read byte by byte, as the bytes are.
  if (start === 0 && end === bytes.length) return watchBytes(part, count);
  count.reads += part.length;
  return part;
}

const PARTS: ReadonlySet<string> = new Set(['items', 'values', 'fields', 'branches', 'plan', 'base']);

/** The plan, but that each look at the kind of one of its parts counts. */
function watchPlan(plan: Plan, count: { visits: number }): Plan {
  const known = new Map<object, object>();
  const copy = (part: object): object => {
    const found = known.get(part);
    if (found !== undefined) return found;
    const result: object = Array.isArray(part) ? [] : {};
    known.set(part, result);
    for (const [key, value] of Object.entries(part)) {
      const isPart = (Array.isArray(part) || PARTS.has(key)) && typeof value === 'object' && value !== null;
      const copied: unknown = isPart ? copy(value) : value;
      const get = (): unknown => {
        if (key === 'op') count.visits++;
        return copied;
      };
      Object.defineProperty(result, key, { get, enumerable: true });
    }
    return result;
  };
  return copy(plan) as Plan;
}

export function countValues(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return 1 + value.length;
  let count = 1;
  for (const [key, item] of Object.entries(value)) count += (Array.isArray(value) ? 0 : key.length) + countValues(item);
  return count;
}

/** Plans in a plan, each once. */
export function countPlans(plan: Plan): number {
  const seen = new Set<unknown>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    for (const [key, value] of Object.entries(part)) if (Array.isArray(part) || PARTS.has(key)) walk(value);
  };
  walk(plan);
  return seen.size;
}
