import type { ContainerBlock } from './read-container.ts';

type Next = IteratorResult<unknown, undefined>;

const DONE: Next = { done: true, value: undefined };

/** Whether a loop can go through it. Text is no object, so none of bytes or of values. */
export function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/**
 * The values of all blocks, one by one. By hand, for a generator takes several turns of the microtask queue for each
 * value where this takes one; like a generator it answers in order when asked again before it has answered.
 */
export function iterateValues(blocks: AsyncGenerator<ContainerBlock, void, void>): AsyncIterableIterator<unknown> {
  let values: Iterator<unknown, void> | undefined;
  /** Settles when the block that is being fetched has come. */
  let coming: Promise<Next> | undefined;

  function next(): Promise<Next> {
    if (coming !== undefined) return coming.then(next, next);
    try {
      const found = values?.next();
      if (found?.done === false) return Promise.resolve(found);
    } catch (error) {
      return end().then(() => Promise.reject(error as Error));
    }
    const fetched = fetchBlock().finally(() => (coming = undefined));
    coming = fetched;
    return fetched;
  }

  async function fetchBlock(): Promise<Next> {
    try {
      for (;;) {
        values = undefined;
        const block = await blocks.next();
        if (block.done === true) return DONE;
        values = (await block.value.readValues())[Symbol.iterator]();
        const found = values.next();
        if (found.done !== true) return found;
      }
    } catch (error) {
      await end();
      throw error;
    }
  }

  async function end(): Promise<Next> {
    values = undefined;
    await blocks.return();
    return DONE;
  }

  return {
    next,
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
