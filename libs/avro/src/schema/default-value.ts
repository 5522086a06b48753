import { isJsonObject, ownKey } from './json.ts';
import type { JsonValue } from './json.ts';
import { MAX_SCHEMA_DEPTH } from './schema.ts';
import type { RecordField, Schema, UnionSchema } from './schema.ts';
import { writeJson } from './write-json.ts';

export interface DefaultFault {
  /** `limit` where the default may be right and is too big to tell. */
  readonly kind: 'default' | 'limit';
  /** From the default itself. */
  readonly pointer: string;
  readonly message: string;
}

/** Checks defaults that belong together, those of one schema, and looks at each field's default once. */
export interface DefaultChecker {
  /** Values compared with a type so far. */
  readonly steps: number;
  /**
   * Why `value` cannot be the default of a field of this schema; undefined when it can. As lax as Java: any string
   * stands for an enum or a fixed, and any branch of a union may take it, because registries hold such schemas.
   * What cannot be decoded is refused when a reader needs it.
   */
  findFault(schema: Schema, value: JsonValue): DefaultFault | undefined;
  /** The same for a field that has a default. */
  findFieldFault(field: RecordField): DefaultFault | undefined;
  /** Also what Java's parser lets through: symbols that exist, the size of a fixed. */
  isExact(schema: Schema, value: JsonValue): boolean;
}

export function startDefaultChecker(): DefaultChecker {
  const run: Run = { fields: new Map(), branches: new Map(), steps: 0 };
  const findFault = (schema: Schema, value: JsonValue): DefaultFault | undefined =>
    describe(run, check(run, schema, value, 0));
  return {
    get steps() {
      return run.steps;
    },
    findFault,
    findFieldFault: (field) => describe(run, checkField(run, field, 0)),
    isExact(schema, value) {
      if (findFault(schema, value) !== undefined) return false;
      switch (schema.type) {
        case 'enum':
          return schema.symbols.includes(value as string);
        case 'fixed':
          return bytesOfDefault(value as string).length === schema.size;
        default:
          return true;
      }
    },
  };
}

const QUESTION_MARK = 0x3f;

/** The bytes that a default's text stands for. As in Java, characters above U+00FF are question marks, one for each. */
export function bytesOfDefault(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xff ? QUESTION_MARK : code;
  });
}

/** A default of a recursive record could name itself for ever: Java overflows its stack, this stops. */
const MAX_DEPTH = MAX_SCHEMA_DEPTH;
/** Values in one default, those of the defaults that it takes in included: each level of `{}` may double them. */
const MAX_DEFAULT_SIZE = 100_000;
/** Values compared with a type in one schema: a value may be tried against every branch of a union. */
const MAX_STEPS = 5_000_000;

interface Run {
  /** What became of the default of each field; undefined while it is being looked at. */
  readonly fields: Map<RecordField, Outcome | undefined>;
  /** What became of an object or array as one of a union's branches: inside each other they would be tried for ever. */
  readonly branches: Map<JsonValue, Map<Schema, Outcome>>;
  steps: number;
}

type Outcome = Extent | Fault;

/** Of a default without fault, all values that it implies counted. */
interface Extent {
  readonly size: number;
  readonly height: number;
}

interface Fault {
  readonly kind: DefaultFault['kind'];
  readonly pointer: string;
  /** Worded only once it is known that no other branch of a union takes the value. */
  readonly say: () => string;
}

const SCALAR: Extent = { size: 1, height: 0 };
const TOO_COMPLEX = limit('the defaults of this schema take too long to check');
const TOO_BIG = limit(`with the defaults it takes in, it holds more than ${MAX_DEFAULT_SIZE} values`);
const TOO_DEEP = limit(`nested deeper than ${MAX_DEPTH} levels`);

function limit(message: string): Fault {
  return { kind: 'limit', pointer: '', say: () => message };
}

function describe(run: Run, outcome: Outcome): DefaultFault | undefined {
  if (!isFault(outcome)) return undefined;
  const { kind, pointer, say } = run.steps > MAX_STEPS ? TOO_COMPLEX : outcome;
  return { kind, pointer, message: say() };
}

function isFault(outcome: Outcome): outcome is Fault {
  return 'say' in outcome;
}

function checkField(run: Run, field: RecordField, depth: number): Outcome {
  if (field.default === undefined) {
    return {
      kind: 'default',
      pointer: '',
      say: () => `the default lacks a value here: expected ${field.schema.type}`,
    };
  }
  const known = run.fields.get(field);
  if (known !== undefined) return known;
  if (run.fields.has(field))
    return { kind: 'default', pointer: '', say: () => 'the default takes itself in, for ever' };
  run.fields.set(field, undefined);
  const outcome = check(run, field.schema, field.default, depth);
  run.fields.set(field, outcome);
  return outcome;
}

function check(run: Run, schema: Schema, value: JsonValue, depth: number): Outcome {
  if (++run.steps > MAX_STEPS) return TOO_COMPLEX;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  switch (schema.type) {
    case 'array':
      if (!Array.isArray(value)) break;
      return checkParts((value as readonly JsonValue[]).entries(), ([index, item]) => [
        index,
        check(run, schema.items, item, depth + 1),
      ]);
    case 'map':
      if (!isJsonObject(value)) break;
      return checkParts(Object.entries(value), ([key, item]) => [key, check(run, schema.values, item, depth + 1)]);
    case 'record':
      if (!isJsonObject(value)) break;
      return checkParts(schema.fields, (field) => {
        const item = ownKey(value, field.name);
        const outcome =
          item === undefined ? checkField(run, field, depth + 1) : check(run, field.schema, item, depth + 1);
        return [field.name, outcome];
      });
    case 'union':
      return checkBranches(run, schema, value, depth);
    default:
      if (isScalarDefault(schema.type, value)) return SCALAR;
  }
  return mismatch(schema, value);
}

function mismatch(schema: Schema, value: JsonValue): Fault {
  const say = (): string => {
    const shown = writeJson(value);
    return `${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown} is not a default for ${schema.type}`;
  };
  return { kind: 'default', pointer: '', say };
}

function checkParts<T>(items: Iterable<T>, checkPart: (item: T) => readonly [step: string | number, Outcome]): Outcome {
  let size = 1;
  let height = 0;
  for (const item of items) {
    const [step, outcome] = checkPart(item);
    if (isFault(outcome)) {
      const { kind, pointer, say } = outcome;
      return { kind, pointer: `/${step}${pointer}`, say };
    }
    size += outcome.size;
    height = Math.max(height, outcome.height + 1);
    if (size > MAX_DEFAULT_SIZE) return TOO_BIG;
  }
  return height > MAX_DEPTH ? TOO_DEEP : { size, height };
}

function checkBranches(run: Run, union: UnionSchema, value: JsonValue, depth: number): Outcome {
  const known = run.branches.get(value)?.get(union);
  if (known !== undefined) return known;
  let outcome: Outcome = mismatch(union, value);
  for (const branch of union.branches) {
    const found = check(run, branch, value, depth);
    // What is too big for one branch leaves it open which branch takes the value.
    if (isFault(found) && found.kind === 'default') continue;
    outcome = found;
    break;
  }
  if (typeof value === 'object' && value !== null) {
    let byUnion = run.branches.get(value);
    if (byUnion === undefined) run.branches.set(value, (byUnion = new Map()));
    byUnion.set(union, outcome);
  }
  return outcome;
}

function isScalarDefault(
  type: Exclude<Schema['type'], 'array' | 'map' | 'record' | 'union'>,
  value: JsonValue,
): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && (value | 0) === value;
    case 'long':
      // Beyond 2^53 a number may have lost digits before it came here: bigints have them all.
      return typeof value === 'bigint' ? isInt64(value) : Number.isSafeInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint';
    default:
      return typeof value === 'string';
  }
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
