import { outlinePlan, startMeasures } from '../plan/measure-plan.ts';
import type { Measures, Outline } from '../plan/measure-plan.ts';
import type { LogicalConversion } from '../logical-type.ts';
import type { BoundLogical, Plan } from '../plan/plan.ts';
import { ShownDefault } from '../plan/shown-default.ts';

export type Lines = readonly string[];

/** JavaScript text in the making: what one product of one plan needs, hoisted parts first. */
export interface Program extends Measures {
  readonly outline: Outline;
  /** Constants and functions, each a statement. */
  readonly hoisted: string[];
  /** Functions that make the values of defaults, and constants of long text, by the value. */
  readonly literals: Map<unknown, string>;
  /** Constants by their text. */
  readonly constants: Map<string, string>;
  /** Functions already printed or being printed, by plan; readers of the same plan with and without a value differ. */
  readonly names: Map<string, Map<Plan, string>>;
  /** Whose conversions the text refers to, in the order of the list `conversions` that it expects beside `wire`. */
  readonly logicalPlans: BoundLogical[];
  /** The constant that holds a conversion. */
  conversion(logical: BoundLogical): string;
  /** A new name with this prefix. */
  unique(prefix: string): string;
  /** A type in the text of a file; as many spaces in text that runs at once, which so is the file's without its types. */
  type(annotation: string): string;
}

/** `typed` is the text of a file, to be compiled by TypeScript; `bare` is JavaScript. Both have every other character in common. */
export type Dialect = 'bare' | 'typed';

export function startProgram(plan: Plan, dialect: Dialect): Program {
  let count = 0;
  const hoisted: string[] = [];
  const logicalPlans: BoundLogical[] = [];
  const unique = (prefix: string): string => `${prefix}${++count}`;
  const conversions = new Map<LogicalConversion, string>();
  return {
    ...startMeasures(),
    outline: outlinePlan(plan),
    hoisted,
    logicalPlans,
    conversion(logical) {
      const known = conversions.get(logical.conversion);
      if (known !== undefined) return known;
      const name = unique('logical');
      hoisted.push(`const ${name} = conversions[${logicalPlans.length}];`);
      logicalPlans.push(logical);
      conversions.set(logical.conversion, name);
      return name;
    },
    literals: new Map(),
    constants: new Map(),
    names: new Map(),
    unique,
    type: dialect === 'typed' ? (annotation) => annotation : (annotation) => ' '.repeat(annotation.length),
  };
}

/** The variables that printed code works in, with what shows that a body uses one; those it does not are marked. */
const PARAMETERS: Readonly<
  Record<'v' | 'b' | 'p' | 'end' | 'c' | 'd' | 'r', { type: string; uses: readonly string[] }>
> = {
  v: { type: ': any', uses: [''] },
  b: { type: ': Bytes', uses: ['b[', 'b, p'] },
  p: { type: ': number', uses: [''] },
  end: { type: ': number', uses: ['p, end', '> end'] },
  c: { type: ': Cursor', uses: [', c)', ', c,', 'c.at'] },
  d: { type: ': number', uses: [', d)', '++d'] },
  r: { type: ': any[]', uses: ['r['] },
};

const SIGNATURES = {
  read: { parameters: ['b', 'p', 'end', 'c', 'd'], result: ': unknown' },
  skip: { parameters: ['b', 'p', 'end', 'c', 'd'], result: ': number' },
  write: { parameters: ['v', 'b', 'p', 'd'], result: ': number' },
  // Of a part of a record: they read values into the list `r`, and set fields of `v` to them.
  fill: { parameters: ['r', 'b', 'p', 'end', 'c', 'd'], result: ': number' },
  set: { parameters: ['v', 'r'], result: ': void' },
} as const satisfies Record<string, { parameters: readonly (keyof typeof PARAMETERS)[]; result: string }>;

export type FunctionKind = keyof typeof SIGNATURES;

export function printFunction(program: Program, name: string, kind: FunctionKind, body: Lines): string {
  const { parameters, result } = SIGNATURES[kind];
  const text = body.join('\n  ');
  const list = parameters.map((parameter) => {
    const { type, uses } = PARAMETERS[parameter];
    return `${uses.some((use) => text.includes(use)) ? '' : '_'}${parameter}${program.type(type)}`;
  });
  return `function ${name}(${list.join(', ')})${program.type(result)} {\n  ${text}\n}`;
}

/** The function of an outlined plan, printed at its first use. */
export function functionFor(
  program: Program,
  kind: FunctionKind,
  plan: Plan,
  print: (isRecursive: boolean) => Lines,
): string {
  let names = program.names.get(kind);
  if (names === undefined) program.names.set(kind, (names = new Map()));
  const known = names.get(plan);
  if (known !== undefined) return known;
  const name = program.unique(kind);
  names.set(plan, name);
  program.hoisted.push(printFunction(program, name, kind, print(program.outline.recursive.has(plan))));
  return name;
}

export function block(head: string, body: Lines): string[] {
  return [`${head} {`, ...body.map((line) => `  ${line}`), '}'];
}

const DECLARATION = /\b(?:const|let) /;
const MAX_CASE_LINES = 3;

/** A case of a switch: a short one that declares nothing needs no block. */
export function printCase(test: string | number, body: Lines): string[] {
  if (body.length <= MAX_CASE_LINES && !body.some((line) => DECLARATION.test(line)))
    return [`case ${test}: ${body.join(' ')} break;`];
  return block(`case ${test}:`, [...body, 'break;']);
}

/** The name of a constant, which is the same for the same text. */
export function hoistConstant(program: Program, prefix: string, type: string, text: string): string {
  const known = program.constants.get(text);
  if (known !== undefined) return known;
  const name = program.unique(prefix);
  program.constants.set(text, name);
  program.hoisted.push(`const ${name}${type} = ${text};`);
  return name;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** `value.name`, by the object's own property where every object has one of that name. */
export function printProperty(value: string, name: string): string {
  if (INHERITED.has(name)) return `ownValue(${value}, ${JSON.stringify(name)})`;
  return IDENTIFIER.test(name) ? `${value}.${name}` : `${value}[${JSON.stringify(name)}]`;
}

/** The key of an object literal: `__proto__` must be computed to be data. */
export function printKey(name: string): string {
  if (name === '__proto__') return '["__proto__"]';
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}

/** In UTF-16 code units: longer text is printed once. */
const MAX_INLINE_TEXT = 100;

/**
 * A value of a default as an expression that makes a fresh one each time. What has parts is a function of its own:
 * defaults share parts with each other, so that written out they may be exponentially longer than their schema.
 */
export function printLiteral(program: Program, value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') {
    if (value.length <= MAX_INLINE_TEXT) return JSON.stringify(value);
    return hoistLiteral(program, value, 'text', (name) => `const ${name} = ${JSON.stringify(value)};`);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof ShownDefault) {
    return `${program.conversion(value.logical)}.fromBase(${printLiteral(program, value.base)})`;
  }
  const size = value instanceof Uint8Array ? value.length : Object.keys(value).length;
  if (size === 0) return printParts(program, value);
  const print = (name: string): string => `function ${name}() { return ${printParts(program, value)}; }`;
  return `${hoistLiteral(program, value, 'make', print)}()`;
}

function hoistLiteral(program: Program, value: unknown, prefix: string, print: (name: string) => string): string {
  const known = program.literals.get(value);
  if (known !== undefined) return known;
  const name = program.unique(prefix);
  program.literals.set(value, name);
  program.hoisted.push(print(name));
  return name;
}

function printParts(program: Program, value: object): string {
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(', ')}])`;
  if (Array.isArray(value)) return `[${value.map((item) => printLiteral(program, item)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${printKey(key)}: ${printLiteral(program, item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
