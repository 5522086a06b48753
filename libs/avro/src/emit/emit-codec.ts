import { AvroError } from '../avro-error.ts';
import { planCodec, planResolver } from '../plan/build-plan.ts';
import { findUnresolvable } from '../plan/find-unresolvable.ts';
import type { BoundLogical, Plan } from '../plan/plan.ts';
import { tabulatePlan } from '../plan/plan-table.ts';
import type { PlanRow } from '../plan/plan-table.ts';
import { printProduct } from '../print/compile.ts';
import { printKey } from '../print/program.ts';
import type { Products } from '../products.ts';
import { formatSchema } from '../schema/format-schema.ts';
import { parseSchema } from '../schema/parse-schema.ts';
import type { Schema } from '../schema/schema.ts';
import * as runtime from './emitted.ts';
import type { EmittedOptions } from './emitted.ts';
import * as standalone from './standalone.ts';

export interface EmitOptions {
  /** Of the exported codec: an identifier. */
  readonly name: string;
  /** What the codec is compiled with, and every resolver. */
  readonly options?: EmittedOptions;
  /** Resolvers to export beside the codec: each reads what its writer's schema wrote. */
  readonly readers?: readonly EmittedReader[];
  /** Whence the module imports the set of logical types that `options` has. */
  readonly logicalTypes?: EmittedImport;
  /** What the module imports the rest from: `@sluice/avro/emitted` when absent. */
  readonly runtime?: string;
  /** The types of values, for the exports to show them: `unknown` when absent. */
  readonly types?: EmittedTypes;
  /**
   * `parts`: plans stand in the module in parts, for a runtime without a parser and a planner, which says less of what is
   * wrong with bytes. `schema`, when absent: the schema's text does, to be planned when something was refused.
   */
  readonly plans?: 'schema' | 'parts';
}

export interface EmittedTypes {
  /** The type of decoded values, as text. */
  readonly value: string;
  /** The type of what is encoded, as text. */
  readonly input: string;
  /** The statements that import what the two name, none of which is a name that the module has itself. */
  readonly imports: readonly string[];
}

export interface EmittedReader {
  /** Of the exported resolver: an identifier. */
  readonly name: string;
  readonly writer: Schema;
}

export interface EmittedImport {
  /** An export's name. */
  readonly name: string;
  readonly from: string;
}

/**
 * The text of a TypeScript module that exports a `Codec` like the one `compileCodec` makes, and a `Resolver` for each
 * reader, with their code in place: it is the text that the compiler makes at run time, with types. The schema comes
 * along as JSON, and is parsed when a value or bytes are refused, to say what is wrong and where.
 * @throws AvroError where a name is no identifier, or the schema or its options would not compile
 */
export function emitCodec(
  schema: Schema,
  { name, options = {}, readers = [], plans = 'schema', ...from }: EmitOptions,
): string {
  const module = startModule(from.logicalTypes);
  const names = [name, ...readers.map((reader) => reader.name)];
  for (const [index, item] of names.entries()) checkName(item, names.slice(0, index));
  // The plan of the text, for a schema that is not from the parser need not be the one it formats to.
  const text = formatSchema(schema);
  const reader = parseSchema(text);
  const plan = planCodec(reader, options);
  const products = PRODUCTS.map((product) => printMaker(module, plan, product));
  const isParts = plans === 'parts';
  const bodies = [
    ...(isParts ? [] : [`const SCHEMA = ${JSON.stringify(text)};`]),
    printExport(
      name,
      'Codec',
      typesOf(from.types, 'input'),
      isParts ? printParts(module, plan, false) : 'codecPlan(SCHEMA, OPTIONS)',
      products,
    ),
    ...readers.map(({ name: resolver, writer }) => {
      const written = formatSchema(writer);
      const readerPlan = planResolver(parseSchema(written), reader, options);
      const decode = printMaker(module, readerPlan, 'decode');
      const text = `resolverPlan(${JSON.stringify(written)}, SCHEMA, OPTIONS)`;
      const source = isParts ? printParts(module, readerPlan, true) : text;
      return printExport(resolver, 'Resolver', typesOf(from.types), source, [decode]);
    }),
  ];
  const types = module.usesLogicalTypes ? from.logicalTypes : undefined;
  if (!isParts) bodies.unshift(`const OPTIONS: EmittedOptions = ${printOptions(options, types?.name)};`);
  const body = bodies.join('\n\n');
  const imports = (from.types?.imports ?? []).map((line) => `${line}\n`).join('');
  return `${printImports(body, from.runtime ?? '@sluice/avro/emitted', types)}${imports}\n${body}\n`;
}

const PRODUCTS = ['encode', 'decode', 'validate'] as const satisfies readonly (keyof Products)[];

/** What the parts of a module have in common. */
interface Module {
  readonly logicalTypes: EmittedImport | undefined;
  usesLogicalTypes: boolean;
}

function startModule(logicalTypes: EmittedImport | undefined): Module {
  if (logicalTypes !== undefined) checkName(logicalTypes.name, []);
  return { logicalTypes, usesLogicalTypes: false };
}

function printExport(
  name: string,
  type: 'Codec' | 'Resolver',
  types: string,
  plan: string,
  products: readonly string[],
): string {
  return `export const ${name}: ${type}${types} = create${type}({\n  plan: ${plan},\n${products.join('')}});`;
}

function typesOf(types: EmittedTypes | undefined, input?: 'input'): string {
  if (types === undefined) return '';
  return input === undefined || types.input === types.value ? `<${types.value}>` : `<${types.value}, ${types.input}>`;
}

/** The function that makes a product: the product's own text stands in it as it is, and its names are its own. */
function printMaker(module: Module, plan: Plan, product: keyof Products): string {
  const { text, logicalPlans } = printProduct(plan, product, 'typed');
  return `  ${product}() {\n${printConversions(module, logicalPlans)}${text}\nreturn ${product};\n  },\n`;
}

/** A plan in parts; its conversions are bound when it is asked for. */
function printParts(module: Module, plan: Plan, isResolver: boolean): string {
  const { rows, logicalPlans } = tabulatePlan(plan);
  for (const { name, schema } of logicalPlans) {
    if (standalone.hasReadableBase(schema)) continue;
    throw new AvroError(`the logical type ${name} on ${schema.type} needs the whole runtime`);
  }
  const lines = rows.map((row) => `      ${printPart(row)},\n`).join('');
  const conversions = logicalPlans.length === 0 ? '' : `    conversions: [${listConversions(module, logicalPlans)}],\n`;
  const unresolvable = isResolver ? findUnresolvable(plan) : [];
  const gaps = unresolvable.length === 0 ? '' : `    unresolvable: ${JSON.stringify(unresolvable)},\n`;
  return `() => ({\n    parts: [\n${lines}    ],\n${conversions}${gaps}  })`;
}

/** The call that makes a part: a function for each kind, so that a run-time need not have those of others. */
function printPart({ op, ...row }: PlanRow): string {
  const kind = op === 'string' && 'isStrict' in row ? 'StrictString' : `${op.charAt(0).toUpperCase()}${op.slice(1)}`;
  const takesNothing = Object.keys(row).length === 0 || (op !== 'long' && isScalarOp(op));
  return `plan${kind}(${takesNothing ? '' : printValue(row)})`;
}

function isScalarOp(op: PlanRow['op']): boolean {
  return ['null', 'boolean', 'int', 'float', 'double', 'bytes', 'string'].includes(op);
}

function printConversions(module: Module, logicalPlans: readonly BoundLogical[]): string {
  if (logicalPlans.length === 0) return '';
  return `const conversions = [\n${listConversions(module, logicalPlans)}] as const;\n`;
}

function listConversions(module: Module, logicalPlans: readonly BoundLogical[]): string {
  if (module.logicalTypes === undefined)
    throw new AvroError('the schema has logical types: say which module the code imports them from');
  module.usesLogicalTypes = true;
  const types = module.logicalTypes.name;
  const items = logicalPlans.map(({ name, schema: { type, size, props } }) => {
    const schema = printValue({ type, ...(size === undefined ? {} : { size }), props });
    return `  bindConversion(${types}, ${JSON.stringify(name)}, ${schema}),\n`;
  });
  return items.join('');
}

function printOptions({ long, utf8 }: EmittedOptions, types: string | undefined): string {
  const entries = [
    ...(long === undefined ? [] : [`long: ${printValue(long)}`]),
    ...(utf8 === undefined ? [] : [`utf8: ${printValue(utf8)}`]),
    ...(types === undefined ? [] : [`logicalTypes: ${types}`]),
  ];
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function printValue(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${printKey(key)}: ${printValue(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

const RUNTIME_TYPES = ['Bytes', 'Codec', 'Cursor', 'EmittedOptions', 'Resolver'];
// Sorted, as a module's names are wherever no bundler lists them.
const RUNTIME_NAMES = [...new Set([...Object.keys(runtime), ...Object.keys(standalone)])].toSorted();

function printImports(body: string, from: string, types: EmittedImport | undefined): string {
  // Whatever is no string, no property, and no key.
  const words = new Set(body.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').match(/(?<![.\w$])[A-Za-z]\w*(?![\w$:])/g));
  const used = (names: readonly string[]): string => names.filter((name) => words.has(name)).join(', ');
  const lines = [
    `import { ${used(RUNTIME_NAMES)} } from ${JSON.stringify(from)};`,
    `import type { ${used(RUNTIME_TYPES)} } from ${JSON.stringify(from)};`,
    ...(types === undefined ? [] : [`import { ${types.name} } from ${JSON.stringify(types.from)};`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Names that the module has already, or may need within; words of the language are not even identifiers. */
const TAKEN: ReadonlySet<string> = new Set([...RUNTIME_NAMES, ...RUNTIME_TYPES, 'SCHEMA', 'OPTIONS', 'conversions']);

function checkName(name: string, before: readonly string[]): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || RESERVED.has(name)) {
    throw new AvroError(`${JSON.stringify(name)} is no identifier that a module can export`);
  }
  if (TAKEN.has(name) || before.includes(name)) throw new AvroError(`the name ${name} is taken in the module`);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);
