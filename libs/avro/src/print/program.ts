import { measureMinimum, outlinePlan } from '../plan/measure-plan.ts';
import type { Outline } from '../plan/measure-plan.ts';
import type { Plan } from '../plan/plan.ts';

export type Lines = readonly string[];

/** JavaScript text in the making: what one product of one plan needs, hoisted parts first. */
export interface Program {
  readonly outline: Outline;
  /** Constants and functions, each a statement. */
  readonly hoisted: string[];
  /** Functions already printed or being printed, by plan; readers of the same plan with and without a value differ. */
  readonly names: Map<string, Map<Plan, string>>;
  /** A new name with this prefix. */
  unique(prefix: string): string;
  minimum(plan: Plan): number;
}

export function startProgram(plan: Plan): Program {
  let count = 0;
  const minimums = new Map<Plan, number>();
  return {
    outline: outlinePlan(plan),
    hoisted: [],
    names: new Map(),
    unique: (prefix) => `${prefix}${++count}`,
    minimum: (part) => measureMinimum(part, minimums),
  };
}

/** The function of an outlined plan, printed at its first use. */
export function functionFor(
  program: Program,
  prefix: string,
  plan: Plan,
  print: (isRecursive: boolean) => { readonly parameters: string; readonly body: Lines },
): string {
  let names = program.names.get(prefix);
  if (names === undefined) program.names.set(prefix, (names = new Map()));
  const known = names.get(plan);
  if (known !== undefined) return known;
  const name = program.unique(prefix);
  names.set(plan, name);
  const { parameters, body } = print(program.outline.recursive.has(plan));
  program.hoisted.push(block(`function ${name}(${parameters})`, body).join('\n'));
  return name;
}

export function block(head: string, body: Lines): string[] {
  return [`${head} {`, ...body.map((line) => `  ${line}`), '}'];
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `value.name`, by the object's own property where every object has one of that name. */
export function printProperty(value: string, name: string): string {
  if (name in Object.prototype) return `ownValue(${value}, ${JSON.stringify(name)})`;
  return IDENTIFIER.test(name) ? `${value}.${name}` : `${value}[${JSON.stringify(name)}]`;
}

/** The key of an object literal: `__proto__` must be computed to be data. */
export function printKey(name: string): string {
  if (name === '__proto__') return '["__proto__"]';
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}

/** A value of a default as an expression that makes a fresh one each time. */
export function printLiteral(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(', ')}])`;
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${printKey(key)}: ${printLiteral(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
