import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import { compilePattern } from '@sluice/formats/pattern';
import type { Matcher } from '@sluice/formats/pattern';
import { isEmail, isHostname, isIpv4, isIpv6, isUri, isUriReference, isUuid } from './cel-functions.ts';

/** Variables of an expression by name; `now` is added. */
export type CelProgram = (variables: Readonly<Record<string, unknown>>) => unknown;

/** An expression may have this many characters. */
const MAX_LENGTH = 16_384;

/** And its macros (`all`, `exists`, `exists_one`, `map`, `filter`) may lie within each other this deep: each is a loop. */
const MAX_LOOPS = 3;

const LIMITS = { maxAstNodes: 5000, maxDepth: 100, maxListElements: 1000, maxMapEntries: 1000, maxCallArguments: 32 };

const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What one call of `matches` may cost, in steps; an expression that needs more is refused. */
const MATCH_BUDGET = 10_000_000;

/** Patterns kept compiled: one that is made of data may be another each time. */
const MAX_PATTERNS = 100;

/** Compiles CEL. Throws an Error that says what is wrong with the expression. */
export function compileCel(expr: string): CelProgram {
  if (expr.length > MAX_LENGTH)
    throw new RangeError(`an expression has at most ${MAX_LENGTH} characters, this one ${expr.length}`);
  const parsed = environment().parse(expr);
  prepareCalls(parsed.ast, 0);
  return (variables) => parsed({ ...variables, now: new Date() }) as unknown;
}

let shared: Environment | undefined;

function environment(): Environment {
  shared ??= createEnvironment();
  return shared;
}

function createEnvironment(): Environment {
  const created = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: LIMITS,
  });
  const tests = { isEmail, isHostname, isIpv4, isIpv6, isUri, isUriRef: isUriReference, isUuid };
  for (const [name, test] of Object.entries(tests)) {
    created.registerFunction(`string.${name}(): bool`, (text: string) => test(text));
    created.registerFunction(`${name}(string): bool`, (text: string) => test(text));
  }
  created.registerFunction('string.matchesPattern(string): bool', matchesPattern);
  created.registerFunction('matchesPattern(string, string): bool', matchesPattern);
  created.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, () => to),
  );
  created.registerFunction(
    'string.charAt(int): string',
    (text: string, at: bigint) => Array.from(text)[Number(at)] ?? '',
  );
  created.registerFunction('string.reverse(): string', (text: string) => Array.from(text).toReversed().join(''));
  created.registerFunction('string(google.protobuf.Timestamp): string', (at: Date) =>
    at.toISOString().replace('.000Z', 'Z'),
  );
  created.registerFunction('string(google.protobuf.Duration): string', String);
  created.registerFunction('int(google.protobuf.Timestamp): int', (at: Date) =>
    BigInt(Math.floor(at.getTime() / 1000)),
  );
  return created;
}

const patterns = new Map<string, Matcher>();

/** `matches` with CEL's guarantee of linear time, which the engine of JavaScript does not give. */
function matchesPattern(text: string, pattern: string): boolean {
  let matcher = patterns.get(pattern);
  if (matcher === undefined) {
    matcher = compilePattern(pattern);
    if (patterns.size >= MAX_PATTERNS) patterns.clear();
    patterns.set(pattern, matcher);
  }
  return matcher(text, { left: MATCH_BUDGET });
}

type Ast = ParseResult['ast'];

/** Counts loops within each other, and has calls of `matches` go to the function above: the library's own cannot be replaced. */
function prepareCalls(node: unknown, loops: number): void {
  if (Array.isArray(node)) {
    for (const inner of node) prepareCalls(inner, loops);
    return;
  }
  if (!isNode(node)) return;
  let depth = loops;
  if (node.op === 'rcall' || node.op === 'call') {
    if (node.args[0] === 'matches') node.args[0] = 'matchesPattern';
    if (node.op === 'rcall' && LOOPS.has(node.args[0])) depth += 1;
    if (depth > MAX_LOOPS) throw new RangeError(`its loops lie within each other more than ${MAX_LOOPS} deep`);
  }
  prepareCalls(node.args, depth);
}

function isNode(node: unknown): node is Ast {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node;
}
