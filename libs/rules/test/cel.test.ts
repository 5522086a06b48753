import { describe, expect, it } from 'vitest';
import { run, rule } from './harness.ts';

const RECORD = {
  type: 'record',
  name: 'R',
  fields: [
    { name: 'i', type: 'int' },
    { name: 'l', type: 'long' },
    { name: 'd', type: 'double' },
    { name: 's', type: 'string' },
    { name: 'b', type: 'bytes' },
    { name: 'u', type: ['null', 'string'] },
    { name: 't', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A', 'B'] } },
    { name: 'm', type: { type: 'map', values: 'int' } },
    { name: 'two', type: ['int', 'long'] },
  ],
};

const VALUE = {
  i: 5,
  l: 9007199254740993n,
  d: 1,
  s: 'text',
  b: new Uint8Array([1, 2]),
  u: null,
  t: new Date('2024-05-01T10:00:00Z'),
  e: 'A',
  m: { k: 3 },
  two: { long: 7 },
};

describe('conditions in CEL', () => {
  it.each([
    ['message.i + 1 == 6', true],
    ['message.l == 9007199254740993', true],
    ['message.l == 9007199254740992', false],
    ['message.d + 0.5 == 1.5', true],
    ['message.i > 4.5', true],
    ['size(message.b) == 2', true],
    ['message.u == null', true],
    ['message.t > timestamp("2024-01-01T00:00:00Z")', true],
    ['message.t - timestamp("2024-05-01T09:00:00Z") == duration("1h")', true],
    ['message.t.getFullYear() == 2024', true],
    ['now > message.t', true],
    ['message.e == "A"', true],
    ['message.m["k"] + 1 == 4', true],
    ['message.two.long == 7', true],
    ['has(message.nothing)', false],
    ['message.s.matches("^te.t$")', true],
    ['matches(message.s, "^a")', false],
    ['message.s.upperAscii() == "TEXT" && message.s.replace("t", "$&") == "$&ex$&"', true],
    ['"ann@acme.example".isEmail() && !"ann@acme".isEmail() == false', true],
    ['isEmail("ann@@acme.example")', false],
    ['"acme.example".isHostname() && "10.0.0.1".isIpv4() && "::1".isIpv6()', true],
    ['"https://acme.example/a?b#c".isUri() && "/a".isUriRef()', true],
    ['"/a".isUri()', false],
    ['"2b1a2f7e-4e57-4f6c-9c39-0f4f4b0a7b11".isUuid()', true],
    [' ; message.i == 5', true],
    ['message.i == 6 ; false', true],
    ['message.i == 5 ; false', false],
  ])('%s is %s', async (expr, holds) => {
    const result = await run({ schema: RECORD }, [rule({ expr })], VALUE);
    if (holds) expect(result).toBe(VALUE);
    else expect(result).toBe(`RuleError: rule r: the condition does not hold: ${expr}`);
  });

  it.each([
    ['1 +', 'its expression is no CEL: '],
    ['', 'it has no expression'],
    ['message.zip == 1', 'No such key: zip in message.zip == 1'],
    ['message.i + 1.5 > 1.0', 'no such overload'],
    ['message.i', 'a condition is true or false'],
    ['message.i ; true', 'its guard is neither true nor false'],
    ['message.nothing == 1 ; true', 'No such key: nothing'],
    [`"${'a'.repeat(20_000)}" == ""`, 'at most 16384 characters'],
    ['[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))', 'more than 3 deep'],
    [`${'('.repeat(200)}true${')'.repeat(200)}`, 'its expression is no CEL'],
    ['message.s.matches("(?=x)y(")', 'r: '],
    ['message.constructor == 1', 'No such key: constructor'],
  ])('%s is refused: %s', async (expr, why) => {
    expect(await run({ schema: RECORD }, [rule({ expr })], VALUE)).toContain(why);
  });

  it('matches in linear time', async () => {
    const started = performance.now();
    const value = { ...VALUE, s: `${'a'.repeat(50)}!` };
    await run({ schema: RECORD }, [rule({ expr: 'message.s.matches("^(a+)+$")' })], value);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('says what the rule documents where it does', async () => {
    const told = await run({ schema: RECORD }, [rule({ expr: 'false', doc: 'no orders on Sundays' })], VALUE);
    expect(told).toBe('RuleError: rule r: no orders on Sundays');
  });

  it('takes a semicolon as part of the expression where the metadata or the rule says so', async () => {
    const expr = 'message.s != ";"';
    const params = { 'cel.ignore.guard.separator': 'true' };
    expect(await run({ schema: RECORD }, [rule({ expr, params })], VALUE)).toBe(VALUE);
    expect(await run({ schema: RECORD, metadata: { properties: params } }, [rule({ expr })], VALUE)).toBe(VALUE);
    expect(await run({ schema: RECORD }, [rule({ expr })], VALUE)).toContain('no CEL');
  });

  it('refuses values that hold themselves', async () => {
    const schema = { type: 'record', name: 'N', fields: [{ name: 'next', type: ['null', 'N'] }] };
    const value: { next: unknown } = { next: null };
    value.next = value;
    expect(await run({ schema }, [rule({ expr: 'true' })], value)).toContain('more than 500 deep');
    const field = rule({ type: 'CEL_FIELD', kind: 'TRANSFORM', expr: 'value' });
    expect(await run({ schema }, [field], value)).toContain('more than 500 deep');
  });
});

describe('transforms of whole values in CEL', () => {
  const transform = (expr: string) => rule({ kind: 'TRANSFORM', expr });

  it('gives ints as numbers, and as bigints where they were', async () => {
    const schema = {
      type: 'record',
      name: 'P',
      fields: [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'long' },
      ],
    };
    const expr = '{"a": message.a + 1, "b": message.b * 2}';
    expect(await run({ schema }, [transform(expr)], { a: 1, b: 2n })).toEqual({ a: 2, b: 4n });
    expect(await run({ schema }, [transform(expr)], { a: 1, b: 2 })).toEqual({ a: 2, b: 4 });
  });

  it('is the value itself where nothing is changed or a guard is false', async () => {
    expect(await run({ schema: RECORD }, [transform('message')], VALUE)).toBe(VALUE);
    expect(await run({ schema: RECORD }, [transform('false ; {}')], VALUE)).toBe(VALUE);
  });

  it('is refused where it makes nothing', async () => {
    expect(await run({ schema: RECORD }, [transform('null')], VALUE)).toBe('RuleError: rule r: it made no value');
  });

  it('sees what the rule before made', async () => {
    const rules = [transform('{"s": message.s + "1"}'), transform('{"s": message.s + "2"}')];
    expect(await run({ schema: RECORD }, rules, VALUE)).toEqual({ s: 'text12' });
  });
});
