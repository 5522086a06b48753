import { expect, it } from 'vitest';
import { createSenderOrder } from '../src/sender-order.ts';

it('follows each sender and topic by itself; gaps are in order, steps back are not', () => {
  const order = createSenderOrder();
  for (const [topic, sender, sequence] of [
    ['factory7', 'oven', 0],
    ['factory7', 'press', 0],
    ['machine-state', 'oven', 0],
    ['factory7', 'oven', 1],
    ['factory7', 'oven', 4],
    ['factory7', 'press', 1],
  ] as const) {
    order.note(topic, sender, sequence);
  }
  expect(order.senders).toBe(2);
  expect(order.violations).toEqual([]);

  order.note('factory7', 'oven', 4);
  order.note('factory7', 'press', 0);
  expect(order.violations).toEqual([
    'oven on factory7: record 4 came after 4',
    'press on factory7: record 0 came after 1',
  ]);
});
