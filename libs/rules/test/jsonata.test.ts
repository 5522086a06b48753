import { describe, expect, it } from 'vitest';
import { compile, rule, run } from './harness.ts';

const SCHEMA = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'a', type: 'string' },
    { name: 'n', type: 'long' },
    { name: 'list', type: { type: 'array', items: 'int' } },
  ],
};
const VALUE = { a: 'x', n: 5n, list: [1, 2] };

const transform = (expr: string) => rule({ type: 'JSONATA', kind: 'TRANSFORM', expr });
const condition = (expr: string) => rule({ type: 'JSONATA', expr });

describe('rules in JSONata', () => {
  it.each([
    ["$merge([$, {'a': $uppercase(a)}])", { a: 'X', n: 5, list: [1, 2] }],
    ["$ ~> |$|{'n': n + 1}, ['a']|", { n: 6, list: [1, 2] }],
    ["{'sum': $sum(list), 'list': list[$ > 1]}", { sum: 3, list: 2 }],
    ["{'list': [list[$ > 1]]}", { list: [2] }],
    ['$', { a: 'x', n: 5, list: [1, 2] }],
  ])('%s', async (expr, made) => {
    const result = await run({ schema: SCHEMA }, [transform(expr)], VALUE);
    expect(result).toEqual(made);
    expect(Object.getOwnPropertySymbols(result)).toEqual([]);
  });

  it('is waited for', () => {
    expect(compile({ schema: SCHEMA }, [transform('$')]).isAsync).toBe(true);
    expect(compile({ schema: SCHEMA }, [rule({ expr: 'true' })]).isAsync).toBe(false);
  });

  it('says whether a condition holds', async () => {
    expect(await run({ schema: SCHEMA }, [condition("a = 'x'")], VALUE)).toBe(VALUE);
    expect(await run({ schema: SCHEMA }, [condition("a = 'y'")], VALUE)).toContain('the condition does not hold');
    expect(await run({ schema: SCHEMA }, [condition('nothing')], VALUE)).toContain('this one was undefined');
  });

  it.each([
    ['{', 'its expression is no JSONata'],
    ['nothing', 'it made no value'],
    ["$error('so not')", 'so not'],
    ['a + 1', 'r: '],
    ['$match(a, /(a+)+$/)', 'repetitions within repetitions'],
    ['$match(a, /(a|a)*$/)', 'repeated alternatives'],
    ['$match(a, /((a|b))+/)', 'repeated alternatives'],
    ['$match(a, /(a)\\1/)', 'references back'],
  ])('%s is refused: %s', async (expr, why) => {
    expect(await run({ schema: SCHEMA }, [transform(expr)], VALUE)).toContain(why);
  });

  it('matches what is harmless', async () => {
    const expr = "{'a': $replace(a, /[x*]+(?:y?)/, 'z')}";
    expect(await run({ schema: SCHEMA }, [transform(expr)], VALUE)).toEqual({ a: 'z' });
  });

  it.each([
    ['a loop', '($loop := function($x) { $loop($x + 1) }; $loop(0))'],
    ['a recursion', '($deep := function($x) { 1 + $deep($x + 1) }; $deep(0))'],
    ['a long list', '[1..9999999].($ * 2)'],
  ])('ends %s', async (_, expr) => {
    const contract = { schema: SCHEMA, options: { jsonata: { timeoutMs: 200 } } };
    const started = performance.now();
    expect(await run(contract, [transform(expr)], VALUE)).toContain('RuleError: rule r: ');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('does not run regular expressions on long texts', async () => {
    const value = { ...VALUE, a: 'x'.repeat(10_001) };
    expect(await run({ schema: SCHEMA }, [transform('$match(a, /x+/)')], value)).toContain('at most 10000 characters');
  });

  it('knows fields of Protobuf by their own names', async () => {
    const schema = 'syntax = "proto3"; message M { int64 order_id = 1; }';
    const result = await run({ type: 'PROTOBUF', schema }, [transform("{'order_id': order_id + 1}")], { orderId: 4n });
    expect(result).toEqual({ orderId: 5 });
  });
});
