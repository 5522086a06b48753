import type {
  EnumPlan,
  FieldPlan,
  LogicalPlan,
  MapPlan,
  Plan,
  RecordPlan,
  ScalarPlan,
  UnionPlan,
} from '../plan/plan.ts';
import { listCandidates, listTags, looksAtTagsFirst } from '../plan/union-shape.ts';
import type { Candidate, Tag } from '../plan/union-shape.ts';
import { block, functionFor, hoistConstant, printCase, printFunction, printLiteral, printProperty } from './program.ts';
import type { Lines, Program } from './program.ts';
import { printPart, splitFields } from './split-fields.ts';

/*
 * Prints code that writes. It works in the variables `b` (the bytes), `p` (the position) and `d` (the depth of
 * recursion). Nothing here checks for room: see wire/write.ts.
 */

const REFUSE = 'throw MISMATCH;';

/** The function that writes a value and returns the position behind it. The plan is a codec's, with one schema. */
export function printEncode(program: Program, plan: Plan): string {
  return printFunction(program, 'encode', 'write', [...write(program, plan, 'v'), 'return p;']);
}

/** `value` is a name, for it is read more than once; of a variable that can be set, where the plan is a union. */
function write(program: Program, plan: Plan, value: string): Lines {
  if (!program.outline.functions.has(plan)) return writeInPlace(program, plan, value);
  const name = functionFor(program, 'write', plan, (isRecursive) => [
    ...(isRecursive ? ['if (++d > MAX_DEPTH) throw MISMATCH;'] : []),
    ...writeInPlace(program, plan, 'v'),
    'return p;',
  ]);
  return [`p = ${name}(${value}, b, p, d);`];
}

function writeInPlace(program: Program, plan: Plan, value: string): Lines {
  switch (plan.op) {
    case 'record':
      return writeRecord(program, plan, value);
    case 'array':
      return writeArray(program, plan.items, value);
    case 'map':
      return writeMap(program, plan, value);
    case 'union':
      return writeUnion(program, plan, value);
    case 'enum':
      return writeEnum(program, plan, value);
    case 'fixed':
      return [`p = writeFixed(${value}, ${plan.size}, b, p);`];
    case 'logical':
      return writeLogical(program, plan, value);
    case 'tag':
    case 'error':
      return [REFUSE];
    default:
      return writeScalar(program, plan, value);
  }
}

function writeLogical(program: Program, plan: LogicalPlan, value: string): Lines {
  const base = program.unique('v');
  return [
    `const ${base} = ${program.conversion(plan)}.toBase(${value});`,
    `if (${base} === undefined) ${REFUSE}`,
    ...write(program, plan.base, base),
  ];
}

function writeScalar(program: Program, plan: ScalarPlan, value: string): Lines {
  switch (plan.op) {
    case 'null':
      return [`if (${value} !== null) ${REFUSE}`];
    case 'boolean':
      return [`if (typeof ${value} !== 'boolean') ${REFUSE}`, `b[p++] = ${value} ? 1 : 0;`];
    case 'int':
      return [
        `if (typeof ${value} !== 'number' || (${value} | 0) !== ${value}) ${REFUSE}`,
        ...writeSmall(program, value),
      ];
    case 'long': {
      const far = plan.long === 'string' ? 'writeLongText' : 'writeLong';
      return [
        ...block(`if (typeof ${value} === 'number' && (${value} | 0) === ${value})`, writeSmall(program, value)),
        `else p = ${far}(${value}, b, p);`,
      ];
    }
    case 'float':
      return [`p = writeFloat(${value}, b, p);`];
    case 'double':
      return [`p = writeDouble(${value}, b, p);`];
    case 'bytes':
      return [`p = writeBytes(${value}, b, p);`];
    case 'string':
      return [`p = ${plan.isStrict ? 'writeStrictString' : 'writeString'}(${value}, b, p);`];
  }
}

/** A number known to be an int32. */
function writeSmall(program: Program, value: string): Lines {
  const zigzag = program.unique('z');
  return [
    `const ${zigzag} = ((${value} << 1) ^ (${value} >> 31)) >>> 0;`,
    `if (${zigzag} < 128) b[p++] = ${zigzag};`,
    `else p = writeVar32(${zigzag}, b, p);`,
  ];
}

/** An index or a count, known when the code is printed. */
function writeConstant(index: number): string {
  return index < 64 ? `b[p++] = ${2 * index};` : `p = writeVar32(${2 * index}, b, p);`;
}

/** More symbols than this are looked up in a Map: a switch compares one after another. */
const MAX_SWITCH = 8;

function writeEnum(program: Program, plan: EnumPlan, value: string): Lines {
  const index = program.unique('n');
  if (plan.symbols.length > MAX_SWITCH) {
    const entries = plan.symbols.map((symbol, at) => `[${JSON.stringify(symbol)}, ${2 * at}]`);
    const table = hoistConstant(program, 'symbols', '', `new Map([${entries.join(', ')}])`);
    return [
      `const ${index} = ${table}.get(${value});`,
      `if (${index} === undefined) ${REFUSE}`,
      `p = writeVar32(${index}, b, p);`,
    ];
  }
  const cases = plan.symbols.map((symbol, at) => `case ${JSON.stringify(symbol)}: ${writeConstant(at)} break;`);
  return block(`switch (${value})`, [...cases, `default: ${REFUSE}`]);
}

function writeRecord(program: Program, plan: RecordPlan, value: string): Lines {
  // A view of bytes fails by the fields that it lacks; where it may lack none it must be looked at.
  const mayBeView = plan.fields.every(({ name, fallback }) => fallback !== undefined || name in Uint8Array.prototype);
  const test = mayBeView
    ? `!isObject(${value})`
    : `typeof ${value} !== 'object' || ${value} === null || Array.isArray(${value})`;
  return [`if (${test}) ${REFUSE}`, ...writeFields(program, plan.fields, value)];
}

function writeFields(program: Program, fields: readonly FieldPlan[], value: string): Lines {
  const parts = splitFields(program, fields);
  if (parts.length > 1) {
    return parts.map((part) => {
      const name = printPart(program, 'write', [...writeFields(program, part, 'v'), 'return p;']);
      return `p = ${name}(${value}, b, p, d);`;
    });
  }
  return fields.flatMap((field) => {
    const item = program.unique('v');
    const access = printProperty(value, field.name);
    if (field.fallback === undefined)
      return [`${declare(field.plan)} ${item} = ${access};`, ...write(program, field.plan, item)];
    return [
      `let ${item} = ${access};`,
      `if (${item} === undefined) ${item} = ${printLiteral(program, field.fallback.value)};`,
      ...write(program, field.plan, item),
    ];
  });
}

/** A union may put what is under a tag in the place of what has the tag. */
function declare(plan: Plan): 'let' | 'const' {
  return plan.op === 'union' ? 'let' : 'const';
}

function writeArray(program: Program, items: Plan, value: string): Lines {
  const [count, index, item] = [program.unique('n'), program.unique('i'), program.unique('v')];
  return [
    `if (!Array.isArray(${value})) ${REFUSE}`,
    `const ${count} = ${value}.length;`,
    `if (${count} > 0) p = writeVar32(${count} << 1, b, p);`,
    ...block(`for (let ${index} = 0; ${index} < ${count}; ${index}++)`, [
      `${declare(items)} ${item} = ${value}[${index}];`,
      ...write(program, items, item),
    ]),
    'b[p++] = 0;',
  ];
}

function writeMap(program: Program, { isStrict, values }: MapPlan, value: string): Lines {
  const [keys, index, key, item] = [program.unique('k'), program.unique('i'), program.unique('k'), program.unique('v')];
  return [
    `const ${keys} = keysOf(${value});`,
    `if (${keys}.length > 0) p = writeVar32(${keys}.length << 1, b, p);`,
    // A loop by index: the text of an iterator's is short, and what engines make of it is not.
    ...block(`for (let ${index} = 0; ${index} < ${keys}.length; ${index}++)`, [
      `const ${key} = ${keys}[${index}];`,
      `p = ${isStrict ? 'writeStrictString' : 'writeString'}(${key}, b, p);`,
      `${declare(values)} ${item} = ${value}[${key}];`,
      ...write(program, values, item),
    ]),
    'b[p++] = 0;',
  ];
}

/** First finds the branch, then writes by it: a branch is printed once, however its value may look. */
function writeUnion(program: Program, plan: UnionPlan, value: string): Lines {
  const branch = program.unique('n');
  return [
    ...findBranch(program, plan, value, branch),
    ...block(`switch (${branch})`, [
      ...plan.branches.flatMap((part, at) => printCase(at, [writeConstant(at), ...write(program, part, value)])),
      `default: ${REFUSE}`,
    ]),
  ];
}

/** Looks at the tag where the value can have one: before a bare object is taken for itself, after everything else. */
function findBranch(program: Program, plan: UnionPlan, value: string, branch: string): Lines {
  const candidates = listCandidates(plan);
  const tests = candidates.map((candidate) => `${printTest(program, candidate, value)} ? ${candidate.at} : `);
  const bare = `${tests.join('')}-1`;
  const tags = listTags(plan);
  if (tags.length === 0) return [`const ${branch} = ${bare};`];
  const unwrap = printUnwrap(program, plan, tags, value, branch);
  if (!looksAtTagsFirst(candidates)) return [`let ${branch} = ${bare};`, ...guardLines(`if (${branch} < 0)`, unwrap)];
  // Asking for a property that is not there is cheap; listing the keys of every record is not.
  const hint = tags.map(({ name }) => `${printProperty(value, name)} !== undefined`).join(' || ');
  return [
    `let ${branch} = -1;`,
    ...guardLines(`if (typeof ${value} === 'object' && ${value} !== null && (${hint}))`, unwrap),
    `if (${branch} < 0) ${branch} = ${bare};`,
  ];
}

function guardLines(test: string, lines: Lines): Lines {
  return lines.length === 1 ? [`${test} ${lines[0]}`] : block(test, lines);
}

/** Statements that set `branch`, and `value` to what is under the tag, where the tag is one of these. */
function printUnwrap(program: Program, plan: UnionPlan, tags: readonly Tag[], value: string, branch: string): Lines {
  if (plan.takesTags) {
    const list = tags.map(({ name }) => JSON.stringify(name)).join(', ');
    const names = hoistConstant(program, 'tags', program.type(': any'), `[${list}]`);
    return [`if ((${branch} = findTag(${value}, ${names})) >= 0) ${value} = ${value}[${names}[${branch}]];`];
  }
  const [tag, item] = [program.unique('t'), program.unique('v')];
  const cases = tags.map(({ name, at, test }) => {
    const guard = test === undefined ? '' : `if (${printTest(program, test, item)}) `;
    return `case ${JSON.stringify(name)}: ${guard}${branch} = ${at}; break;`;
  });
  return [
    `const ${tag} = onlyKey(${value});`,
    ...block(`if (${tag} !== undefined)`, [
      `const ${item} = ${value}[${tag}];`,
      ...block(`switch (${tag})`, cases),
      `if (${branch} >= 0) ${value} = ${item};`,
    ]),
  ];
}

function printTest(program: Program, candidate: Candidate, value: string): string {
  const { logical, isTried } = candidate;
  const test = printBucketTest(program, candidate, value);
  if (logical === undefined) return test;
  const name = program.conversion(logical);
  const shown = `${test} || ${name}.isShown(${value})`;
  return isTried ? `(${shown}) && ${name}.toBase(${value}) !== undefined` : shown;
}

function printBucketTest(program: Program, { bucket, base, isTried }: Candidate, value: string): string {
  switch (bucket) {
    case 'null':
      return `${value} === null`;
    case 'boolean':
      return `typeof ${value} === 'boolean'`;
    case 'number': {
      const number = `typeof ${value} === 'number'`;
      if (base.op !== 'long') return number;
      const big = `${number} || typeof ${value} === 'bigint'`;
      if (base.long !== 'string') return big;
      return `${big} || ${isTried ? `isLongText(${value})` : `typeof ${value} === 'string'`}`;
    }
    case 'string':
      if (!isTried || base.op !== 'enum') return `typeof ${value} === 'string'`;
      return `${hoistConstant(program, 'symbols', '', `new Set(${JSON.stringify(base.symbols)})`)}.has(${value})`;
    case 'bytes':
      return `${value} instanceof Uint8Array`;
    case 'array':
      return `Array.isArray(${value})`;
    case 'object':
      return `isObject(${value})`;
  }
}
