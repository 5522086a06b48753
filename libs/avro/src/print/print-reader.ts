import type {
  EnumPlan,
  FieldPlan,
  LogicalPlan,
  LongForm,
  Plan,
  RecordPlan,
  ResultField,
  ScalarPlan,
  UnionPlan,
} from '../plan/plan.ts';
import { block, functionFor, hoistConstant, printCase, printFunction, printKey, printLiteral } from './program.ts';
import type { Lines, Program } from './program.ts';
import { printPart, splitFields, splitList } from './split-fields.ts';

/*
 * Prints code that reads. It works in the variables `b` (the bytes), `p` (the position), `end`, `c` (the cursor) and
 * `d` (the depth of recursion). Reading a byte behind the bytes gives undefined, which every test below sends to a
 * function that refuses it; a position that ran past `end` is caught once, by whoever called.
 */

/** Statements that read a value, then the expression that is its value. */
interface Reading {
  readonly lines: Lines;
  readonly value: string;
}

const REFUSE = 'throw MALFORMED;';

/** The function that reads a value, as a resolver's plan or a codec's says; it leaves the final position in `c.at`. */
export function printDecode(program: Program, plan: Plan): string {
  const { lines, value } = read(program, plan);
  return printFunction(program, 'decode', 'read', [...lines, 'c.at = p;', `return ${value};`]);
}

/** The function that walks over a value and makes none; it returns the final position. */
export function printValidate(program: Program, plan: Plan): string {
  return printFunction(program, 'validate', 'skip', [...skip(program, plan), 'return p;']);
}

function read(program: Program, plan: Plan): Reading {
  const extent = program.extent(plan);
  if (extent === 'endless') return { lines: [REFUSE], value: 'undefined' };
  if (!program.outline.functions.has(plan)) return readInPlace(program, plan);
  const name = functionFor(program, 'read', plan, (isRecursive) => {
    const { lines, value } = readInPlace(program, plan);
    // Floats read behind the end are found out last, and there may be more of them than can be read.
    const room = extent === undefined ? [] : [`if (p + ${extent.bytes} > end) ${REFUSE}`];
    return [...guard(isRecursive), ...room, ...lines, 'c.at = p;', `return ${value};`];
  });
  const value = program.unique('v');
  return { lines: [`const ${value} = ${name}(b, p, end, c, d);`, 'p = c.at;'], value };
}

function guard(isRecursive: boolean): Lines {
  return isRecursive ? ['if (++d > MAX_DEPTH) throw MALFORMED;'] : [];
}

function readInPlace(program: Program, plan: Plan): Reading {
  switch (plan.op) {
    case 'array':
    case 'map':
      return readBlocks(program, plan);
    case 'record':
      return readRecord(program, plan);
    case 'union':
      return readUnion(program, plan);
    case 'enum':
      return readEnum(program, plan);
    case 'tag': {
      const { lines, value } = read(program, plan.plan);
      return { lines, value: `{ ${printKey(plan.name)}: ${value} }` };
    }
    case 'fixed': {
      const value = program.unique('v');
      return { lines: [`const ${value} = readFixed(b, p, end, ${plan.size});`, `p += ${plan.size};`], value };
    }
    case 'logical':
      return readLogical(program, plan);
    case 'error':
      return { lines: [REFUSE], value: 'undefined' };
    default:
      return readScalar(program, plan);
  }
}

function readLogical(program: Program, plan: LogicalPlan): Reading {
  const base = read(program, plan.base);
  const value = program.unique('v');
  const shown = `${program.conversion(plan)}.fromBase(${base.value})`;
  return { lines: [...base.lines, `const ${value} = ${shown};`, `if (${value} === undefined) ${REFUSE}`], value };
}

function readScalar(program: Program, plan: ScalarPlan): Reading {
  const v = program.unique('v');
  const call = (name: string): Reading => ({ lines: [`const ${v} = ${name}(b, p, end, c);`, 'p = c.at;'], value: v });
  switch (plan.op) {
    case 'null':
      return { lines: [], value: 'null' };
    case 'boolean':
      return { lines: [`const ${v} = b[p++];`, `if (${v} !== 0 && ${v} !== 1) ${REFUSE}`], value: `${v} === 1` };
    case 'int': {
      const value = `(${v} >>> 1) ^ -(${v} & 1)`;
      if (plan.as === 'float') return { lines: readVarint(v), value: `Math.fround(${value})` };
      return { lines: readVarint(v), value: plan.as === 'long' ? formLong(value, plan.long) : value };
    }
    case 'long': {
      const small = `(${v} >>> 1) ^ -(${v} & 1)`;
      const form = plan.as === 'long' ? formLong(small, plan.long) : small;
      const far =
        plan.as === 'long' ? LONG_READERS[plan.long] : plan.as === 'float' ? 'readLongAsFloat' : 'readLongAsDouble';
      return {
        lines: [
          `let ${v} = b[p];`,
          `if (${v} < 128) { p++; ${v} = ${form}; }`,
          `else { ${v} = ${far}(b, p, c); p = c.at; }`,
        ],
        value: v,
      };
    }
    case 'float':
      return { lines: [`const ${v} = readFloat(b, p);`, 'p += 4;'], value: v };
    case 'double':
      return { lines: [`const ${v} = readDouble(b, p);`, 'p += 8;'], value: v };
    case 'bytes':
    case 'string':
      return call(plan.as !== 'string' ? 'readBytes' : plan.isStrict ? 'readStrictString' : 'readString');
  }
}

const LONG_READERS = { number: 'readLong', bigint: 'readBigLong', string: 'readLongText' } as const;

function formLong(small: string, long: LongForm): string {
  if (long === 'bigint') return `BigInt(${small})`;
  return long === 'string' ? `String(${small})` : small;
}

/** Reads a varint of 32 bits into a new variable, zigzag and all; one byte is the rule. */
function readVarint(name: string): Lines {
  return [`let ${name} = b[p];`, `if (${name} < 128) p++;`, `else { ${name} = readVar32(b, p, c); p = c.at; }`];
}

function readEnum(program: Program, plan: EnumPlan): Reading {
  const list = plan.results.map((symbol) => (symbol === undefined ? 'undefined' : JSON.stringify(symbol)));
  const symbols = hoistConstant(program, 'symbols', '', `[${list.join(', ')}]`);
  const index = program.unique('n');
  const value = program.unique('v');
  return {
    lines: [
      ...readVarint(index),
      `const ${value} = ${symbols}[(${index} >>> 1) ^ -(${index} & 1)];`,
      `if (${value} === undefined) ${REFUSE}`,
    ],
    value,
  };
}

function readBlocks(program: Program, plan: Extract<Plan, { op: 'array' | 'map' }>): Reading {
  const value = program.unique('v');
  if (plan.op === 'array') {
    const item = read(program, plan.items);
    const body = [...item.lines, `${value}.push(${item.value});`];
    return { lines: [`const ${value} = [];`, ...loop(program, plan.items, program.item(plan.items), body)], value };
  }
  const key = program.unique('k');
  const item = read(program, plan.values);
  const body = [
    `const ${key} = ${plan.isStrict ? 'readStrictString' : 'readKey'}(b, p, end, c);`,
    'p = c.at;',
    ...item.lines,
    `setEntry(${value}, ${key}, ${item.value});`,
  ];
  return {
    lines: [`const ${value} = {};`, ...loop(program, plan.values, 1 + program.minimum(plan.values), body)],
    value,
  };
}

function loop(program: Program, item: Plan, minimum: number, body: Lines): Lines {
  const count = program.unique('n');
  return block('for (;;)', [
    `let ${count} = readCount(b, p, end, ${minimum}, c);`,
    'p = c.at;',
    `if (${count} === 0) break;`,
    ...block(`for (; ${count} > 0; ${count}--)`, [...charge(program, item, minimum), ...body]),
  ]);
}

function charge(program: Program, plan: Plan, minimum: number): Lines {
  const values = program.charge(plan, minimum);
  return values === 0 ? [] : [`takeValues(p, ${values}, c);`];
}

function chargeBranch(program: Program, branch: Plan): Lines {
  return charge(program, branch, 1 + program.minimum(branch));
}

function readRecord(program: Program, plan: RecordPlan): Reading {
  const parts = splitFields(program, plan.fields);
  if (parts.length > 1 || plan.results.length > MAX_LITERAL) return readBigRecord(program, parts, plan.results);
  const lines: string[] = [];
  const values = plan.fields.map((field) => {
    if (!field.isRead) {
      lines.push(...skip(program, field.plan));
      return '';
    }
    const reading = read(program, field.plan);
    lines.push(...reading.lines);
    return reading.value;
  });
  return { lines, value: printObject(program, plan.results, (from) => values[from] ?? '') };
}

function printObject(program: Program, results: readonly ResultField[], print: (from: number) => string): string {
  const entries = results.map(({ name, from }) => {
    const value = typeof from === 'number' ? print(from) : printLiteral(program, from.value);
    return `${printKey(name)}: ${value}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** More fields are set one by one: engines keep so many in another way than those of a literal. */
const MAX_LITERAL = 1000;

/** Reads the values of all fields into a list first, part by part. */
function readBigRecord(
  program: Program,
  parts: readonly (readonly FieldPlan[])[],
  results: readonly ResultField[],
): Reading {
  const [list, value] = [program.unique('r'), program.unique('v')];
  let index = 0;
  const fills = parts.map((part) => {
    const body = part.flatMap((field) => {
      const at = index++;
      if (!field.isRead) return skip(program, field.plan);
      const reading = read(program, field.plan);
      return [...reading.lines, `r[${at}] = ${reading.value};`];
    });
    return `p = ${printPart(program, 'fill', [...body, 'return p;'])}(${list}, b, p, end, c, d);`;
  });
  const lines = [`const ${list} = new Array(${index});`, ...fills];
  if (results.length <= MAX_LITERAL)
    return { lines, value: printObject(program, results, (from) => `${list}[${from}]`) };
  const sets = splitList(results, () => 1).map((part) => {
    const body = part.map(({ name, from }) => {
      const item = typeof from === 'number' ? `r[${from}]` : printLiteral(program, from.value);
      const key = JSON.stringify(name);
      return name === '__proto__' ? `setEntry(v, ${key}, ${item});` : `v[${key}] = ${item};`;
    });
    return `${printPart(program, 'set', body)}(${value}, ${list});`;
  });
  return { lines: [...lines, `const ${value} = {};`, ...sets], value };
}

function readUnion(program: Program, plan: UnionPlan): Reading {
  const index = program.unique('n');
  const value = program.unique('v');
  const cases = plan.branches.map((branch, at) => {
    const { lines, value: bare } = read(program, branch);
    const shown = plan.tagged[at] === true ? `{ ${printKey(plan.names[at] ?? '')}: ${bare} }` : bare;
    return [...chargeBranch(program, branch), ...lines, `${value} = ${shown};`];
  });
  return { lines: [...readVarint(index), `let ${value};`, ...choose(index, cases)], value };
}

/** The index of a union's branch, still zigzagged: even and half as big as it looks. */
function choose(index: string, cases: readonly Lines[]): Lines {
  return block(`switch (${index})`, [...cases.flatMap((lines, at) => printCase(2 * at, lines)), `default: ${REFUSE}`]);
}

function skip(program: Program, plan: Plan): Lines {
  const extent = program.extent(plan);
  if (extent === 'endless') return [REFUSE];
  if (extent !== undefined) return extent.bytes === 0 ? [] : [`p += ${extent.bytes};`];
  if (!program.outline.functions.has(plan)) return skipInPlace(program, plan);
  const name = functionFor(program, 'skip', plan, (isRecursive) => [
    ...guard(isRecursive),
    ...skipInPlace(program, plan),
    'return p;',
  ]);
  return [`p = ${name}(b, p, end, c, d);`];
}

function skipInPlace(program: Program, plan: Plan): Lines {
  switch (plan.op) {
    case 'null':
      return [];
    case 'boolean': {
      const v = program.unique('v');
      return [`const ${v} = b[p++];`, `if (${v} !== 0 && ${v} !== 1) ${REFUSE}`];
    }
    case 'int':
      return ['if (b[p] < 128) p++;', 'else { readVar32(b, p, c); p = c.at; }'];
    case 'long':
      return ['if (b[p] < 128) p++;', 'else p = skipVar64(b, p);'];
    case 'float':
      return ['p += 4;'];
    case 'double':
      return ['p += 8;'];
    case 'bytes':
    case 'string':
      return skipText(program, plan.as === 'string' && plan.isStrict);
    case 'fixed':
      return [`p += ${plan.size};`];
    case 'enum': {
      const index = program.unique('n');
      return [...readVarint(index), `if ((${index} & 1) !== 0 || ${index} >= ${2 * plan.symbols.length}) ${REFUSE}`];
    }
    case 'array':
      return loop(program, plan.items, program.item(plan.items), skip(program, plan.items));
    case 'map': {
      const key = skipText(program, plan.isStrict);
      return loop(program, plan.values, 1 + program.minimum(plan.values), [...key, ...skip(program, plan.values)]);
    }
    case 'record':
      return skipFields(program, plan.fields);
    case 'union': {
      const index = program.unique('n');
      return [
        ...readVarint(index),
        ...choose(
          index,
          plan.branches.map((branch) => [...chargeBranch(program, branch), ...skip(program, branch)]),
        ),
      ];
    }
    case 'tag':
      return skip(program, plan.plan);
    case 'logical':
      return skip(program, plan.base);
    case 'error':
      return [REFUSE];
  }
}

function skipFields(program: Program, fields: readonly FieldPlan[]): Lines {
  const parts = splitFields(program, fields);
  if (parts.length <= 1) return fields.flatMap((field) => skip(program, field.plan));
  return parts.map((part) => {
    const name = printPart(program, 'skip', [...skipFields(program, part), 'return p;']);
    return `p = ${name}(b, p, end, c, d);`;
  });
}

function skipText(program: Program, isStrict: boolean): Lines {
  if (isStrict) return ['p = skipStrictString(b, p, end, c);'];
  const length = program.unique('n');
  return [`const ${length} = readLength(b, p, end, c);`, `p = c.at + ${length};`];
}
