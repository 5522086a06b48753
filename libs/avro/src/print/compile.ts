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
  /** Whose conversions are expected as the list `conversions`, in this order. */
  readonly logicalPlans: readonly BoundLogical[];
}

export function printProduct(plan: Plan, product: keyof Products, dialect: Dialect): PrintedProduct {
  const program = startProgram(plan, dialect);
  const main = PRINTERS[product](program, plan);
  return { text: [...program.hoisted, main].join('\n'), logicalPlans: program.logicalPlans };
}

const WIRE_NAMES = Object.keys(wire);

/** Makes a product's text into a function. Names and constants in the text are JSON strings and numbers, never raw. */
export function compileProduct<Product extends keyof Products>(plan: Plan, product: Product): Products[Product] {
  const { text: body, logicalPlans } = printProduct(plan, product, 'bare');
  // Naming all of them would cost more than most schemas' own code.
  const imports = WIRE_NAMES.filter((name) => body.includes(name));
  const text = `'use strict';\nconst { ${imports.join(', ')} } = wire;\n${body}\nreturn ${product};`;
  const conversions = logicalPlans.map((logical) => logical.conversion);
  return makeFunction(['wire', 'conversions'], text)(wire, conversions) as Products[Product];
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
