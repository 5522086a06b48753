import type { EnumPlan, LogicalPlan, MapPlan, Plan, RecordPlan, ScalarPlan, UnionPlan } from '../plan/plan.ts';
import { MAX_DEPTH, MISMATCH } from '../wire/faults.ts';
import { writeStrictString } from '../wire/strict-string.ts';
import {
  isObject,
  keysOf,
  readProperty,
  writeBytes,
  writeDouble,
  writeFixed,
  writeFloat,
  writeInt,
  writeLong,
  writeLongText,
  writeVar32,
} from '../wire/write.ts';
import { writeString } from '../wire/write-string.ts';
import { branchChooser } from './choose-branch.ts';
import { copyValue } from './copy-value.ts';
import { startSteps } from './steps.ts';
import type { Steps, Write } from './steps.ts';

/** The closures that write what printed writers write, and refuse what those refuse. The plan is a codec's. */
export function startWrites(root: Plan): Steps<Write> {
  const writes: Steps<Write> = startSteps<Write>(
    root,
    (plan) => makeWrite(writes, plan),
    (cell) => (value, bytes, at, depth) => {
      if (depth >= MAX_DEPTH) throw MISMATCH;
      return cell.step(value, bytes, at, depth + 1);
    },
  );
  return writes;
}

const refuse: Write = () => {
  throw MISMATCH;
};

function makeWrite(writes: Steps<Write>, plan: Plan): Write {
  switch (plan.op) {
    case 'record':
      return writeRecord(writes, plan);
    case 'array':
      return writeArray(writes.of(plan.items));
    case 'map':
      return writeMap(writes, plan);
    case 'union':
      return writeUnion(writes, plan);
    case 'logical':
      return writeLogical(writes, plan);
    case 'enum':
      return writeEnum(plan);
    case 'fixed': {
      const { size } = plan;
      return (value, bytes, at) => writeFixed(value, size, bytes, at);
    }
    case 'tag':
    case 'error':
      return refuse;
    case 'long':
      return plan.long === 'string' ? writeLongText : writeLong;
    case 'string':
      return textWriter(plan);
    default:
      return WRITE_SCALAR[plan.op];
  }
}

const WRITE_SCALAR = {
  null(value, _bytes, at) {
    if (value !== null) throw MISMATCH;
    return at;
  },
  boolean(value, bytes, at) {
    if (typeof value !== 'boolean') throw MISMATCH;
    bytes[at] = value ? 1 : 0;
    return at + 1;
  },
  int(value, bytes, at) {
    if (typeof value !== 'number' || (value | 0) !== value) throw MISMATCH;
    return writeInt(value, bytes, at);
  },
  float: writeFloat,
  double: writeDouble,
  bytes: writeBytes,
} as const satisfies Record<Exclude<ScalarPlan['op'], 'long' | 'string'>, Write>;

function textWriter({ isStrict }: ScalarPlan | MapPlan): typeof writeString {
  return isStrict ? writeStrictString : writeString;
}

function writeLogical(writes: Steps<Write>, { conversion, base }: LogicalPlan): Write {
  const write = writes.of(base);
  return (value, bytes, at, depth) => {
    const inner = conversion.toBase(value);
    if (inner === undefined) throw MISMATCH;
    return write(inner, bytes, at, depth);
  };
}

function writeEnum({ symbols }: EnumPlan): Write {
  const indexes = new Map<unknown, number>(symbols.map((symbol, index) => [symbol, index]));
  return (value, bytes, at) => {
    const index = indexes.get(value);
    if (index === undefined) throw MISMATCH;
    return writeInt(index, bytes, at);
  };
}

function writeRecord(writes: Steps<Write>, plan: RecordPlan): Write {
  const fields = plan.fields.map(({ name, plan: part, fallback }) => ({
    name,
    fallback,
    write: writes.of(part),
  }));
  return (value, bytes, start, depth) => {
    if (!isObject(value)) throw MISMATCH;
    let at = start;
    for (const { name, fallback, write } of fields) {
      const item = readProperty(value, name);
      at = write(item === undefined && fallback !== undefined ? copyValue(fallback.value) : item, bytes, at, depth);
    }
    return at;
  };
}

function writeArray(write: Write): Write {
  return (value, bytes, start, depth) => {
    if (!Array.isArray(value)) throw MISMATCH;
    const { length } = value;
    let at = start;
    if (length > 0) {
      at = writeVar32(length << 1, bytes, at);
      for (let index = 0; index < length; index++) at = write(value[index], bytes, at, depth);
    }
    bytes[at] = 0;
    return at + 1;
  };
}

function writeMap(writes: Steps<Write>, plan: MapPlan): Write {
  const write = writes.of(plan.values);
  const writeKey = textWriter(plan);
  return (value, bytes, start, depth) => {
    const keys = keysOf(value);
    let at = start;
    if (keys.length > 0) {
      at = writeVar32(keys.length << 1, bytes, at);
      for (const key of keys)
        at = write((value as Record<string, unknown>)[key], bytes, writeKey(key, bytes, at), depth);
    }
    bytes[at] = 0;
    return at + 1;
  };
}

function writeUnion(writes: Steps<Write>, plan: UnionPlan): Write {
  const branches = plan.branches.map((branch) => writes.of(branch));
  const choose = branchChooser(plan);
  return (value, bytes, at, depth) => {
    const choice = choose(value);
    if (choice === undefined) throw MISMATCH;
    const write = branches[choice.index] ?? refuse;
    return write(choice.inner, bytes, writeInt(choice.index, bytes, at), depth);
  };
}
