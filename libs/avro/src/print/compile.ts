import type { Plan } from '../plan/plan.ts';
import type { Products } from '../products.ts';
import * as wire from '../wire/index.ts';
import { printDecode, printValidate } from './print-reader.ts';
import { printEncode } from './print-writer.ts';
import { startProgram } from './program.ts';
import type { Dialect, Program } from './program.ts';

const PRINTERS = { encode: printEncode, decode: printDecode, validate: printValidate } as const satisfies Record<
  keyof Products,
  (program: Program, plan: Plan) => string
>;

/** The text of a product: statements that end in a function of its name. */
export function printProduct(plan: Plan, product: keyof Products, dialect: Dialect): string {
  const program = startProgram(plan, dialect);
  const main = PRINTERS[product](program, plan);
  return [...program.hoisted, main].join('\n');
}

const WIRE_NAMES = Object.keys(wire);

/** Makes a product's text into a function. Names and constants in the text are JSON strings and numbers, never raw. */
export function compileProduct<Product extends keyof Products>(plan: Plan, product: Product): Products[Product] {
  const body = printProduct(plan, product, 'bare');
  // Naming all of them would cost more than most schemas' own code.
  const imports = WIRE_NAMES.filter((name) => body.includes(name));
  const text = `'use strict';\nconst { ${imports.join(', ')} } = wire;\n${body}\nreturn ${product};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- this is the compiler: the text is ours, printed from a checked schema
  return new Function('wire', text)(wire) as Products[Product];
}
