import { describe, expect, it } from 'vitest';
import { shortenFunctions } from './standalone-arrows.ts';

/** Programs that answer the same written either way, and how many functions each keeps. */
const PROGRAMS = [
  ['return one(2); function one(a) { return a + 1 }', 0],
  ['const early = one(); return early; function one() { return { a: two() } } function two() { return 2 }', 0],
  [
    'function outer() { return inner(1); function inner(a, b = a) { const { c = a } = {}; return a + b + c } } return outer()',
    0,
  ],
  ['function list() { return [...arguments] } return list(1, 2)', 1],
  ['function own() { return this.a } return own.call({ a: 3 })', 1],
  ['function own({ a = this.b } = {}) { return a } return own.call({ b: 4 })', 1],
  ['function* count() { yield 1; yield 2 } return [...count()]', 1],
  ['function later() { return LIMIT } const LIMIT = 5; return later()', 0],
  ['if (true) { return one(); function one() { return "in a block" } }', 0],
  ['const at = { one() { return two(); function two() { return 6 } } }; return at.one()', 0],
] as const;

describe('shorter functions', () => {
  it.each(PROGRAMS)('%s', (program, kept) => {
    const within = `(()=>{${program}})()`;
    const short = shortenFunctions(within);
    expect(short.match(/function/g) ?? []).toHaveLength(kept);
    expect(run(short)).toEqual(run(within));
  });

  it('are hoisted at the top, behind the constants', () => {
    const program =
      'const first = one(); function one() { return LIMIT?.a } const LIMIT = 7; globalThis; export { first };';
    const short = shortenFunctions(program);
    expect(short.indexOf('LIMIT = 7')).toBeLessThan(short.indexOf('one='));
    expect(short.indexOf('one=')).toBeLessThan(short.indexOf('first = one()'));
  });

  it('wait where they did', async () => {
    const short = shortenFunctions('(() => { return one(); async function one() { return await 8 } })()');
    expect(short).not.toContain('function');
    expect(await run(short)).toBe(8);
  });
});

function run(program: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is this test's own
  return new Function(`return ${program}`)();
}
