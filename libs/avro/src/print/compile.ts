import { AvroError } from '../avro-error.ts';
import type { BoundLogical, Plan } from '../plan/plan.ts';
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

/** A product as text. */
export interface PrintedProduct {
  /** Statements that end in a function of the product's name. They refer to names of `wire`, and to `conversions`. */
  readonly text: string;
  /** Where in the text that function begins. */
  readonly mainAt: number;
  /** Whose conversions are expected as the list `conversions`, in this order. */
  readonly logicalPlans: readonly BoundLogical[];
}

export function printProduct(plan: Plan, product: keyof Products, dialect: Dialect): PrintedProduct {
  const program = startProgram(plan, dialect);
  const main = PRINTERS[product](program, plan);
  const hoisted = program.hoisted.map((statement) => `${statement}\n`).join('');
  return { text: hoisted + main, mainAt: hoisted.length, logicalPlans: program.logicalPlans };
}

const WIRE_NAMES = new RegExp(`\\b(?:${Object.keys(wire).join('|')})\\b`, 'g');

/** Makes a product's text into a function. Names and constants in the text are JSON strings and numbers, never raw. */
export function compileProduct<Product extends keyof Products>(plan: Plan, product: Product): Products[Product] {
  const { text, mainAt, logicalPlans } = printProduct(plan, product, 'bare');
  // Naming all of them would cost more than most schemas' own code.
  const imports = [...new Set(text.match(WIRE_NAMES))].join(', ');
  // In parentheses a function is compiled with what is around it; without, it is parsed once more when first called.
  const body = `${text.slice(0, mainAt)}return (${text.slice(mainAt)});`;
  const make = makeFunction(['wire', 'conversions'], `'use strict';\nconst { ${imports} } = wire;\n${body}`);
  const conversions = logicalPlans.map((logical) => logical.conversion);
  return make(wire, conversions) as Products[Product];
}

function makeFunction(parameters: readonly string[], text: string): (...args: readonly unknown[]) => unknown {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- this is the compiler: the text is ours, printed from a checked schema
    return new Function(...parameters, text) as (...args: readonly unknown[]) => unknown;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    throw new AvroError(
      "code is not made from text here, by a policy: choose the engine 'interpreter', or emit the codec to a file",
    );
  }
}
