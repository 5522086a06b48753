import type { Measures } from '../plan/measure-plan.ts';
import { startMeasures } from '../plan/measure-plan.ts';
import type {
  EnumPlan,
  LogicalPlan,
  LongForm,
  MapPlan,
  Plan,
  RecordPlan,
  ScalarPlan,
  UnionPlan,
} from '../plan/plan.ts';
import { MALFORMED, MAX_DEPTH } from '../wire/faults.ts';
import {
  readBigLong,
  readBytes,
  readCount,
  readDouble,
  readFixed,
  readFloat,
  readLong,
  readLongAsDouble,
  readLongAsFloat,
  readLongText,
  readVar32,
  setEntry,
  takeValues,
} from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { readString } from '../wire/read-string.ts';
import { readStrictString } from '../wire/strict-string.ts';
import { copyValue } from './copy-value.ts';
import { startSkips } from './skip-steps.ts';
import { startSteps } from './steps.ts';
import type { Read, Skip, Steps } from './steps.ts';

/** The closures that read what printed readers read, within the same bounds, and refuse what those refuse. */
export function startReads(root: Plan): Steps<Read> {
  const measures = startMeasures();
  const run: Run = {
    measures,
    skips: startSkips(root, measures),
    reads: startSteps<Read>(
      root,
      (plan) => makeRead(run, plan),
      (cell) => (bytes, at, end, cursor, depth) => {
        if (depth >= MAX_DEPTH) throw MALFORMED;
        return cell.step(bytes, at, end, cursor, depth + 1);
      },
    ),
  };
  return run.reads;
}

interface Run {
  readonly measures: Measures;
  readonly reads: Steps<Read>;
  readonly skips: Steps<Skip>;
}

const refuse: Read = () => {
  throw MALFORMED;
};

function makeRead(run: Run, plan: Plan): Read {
  switch (plan.op) {
    case 'record':
      return readRecord(run, plan);
    case 'array':
      return readArray(run, plan.items);
    case 'map':
      return readMap(run, plan);
    case 'union':
      return readUnion(run, plan);
    case 'tag':
      return tagged(plan.name, run.reads.of(plan.plan));
    case 'logical':
      return readLogical(run, plan);
    case 'enum':
      return readEnum(plan);
    case 'fixed': {
      const { size } = plan;
      return (bytes, at, end, cursor) => {
        cursor.at = at + size;
        return readFixed(bytes, at, end, size);
      };
    }
    case 'error':
      return refuse;
    default:
      return readScalar(plan);
  }
}

function readScalar(plan: ScalarPlan): Read {
  switch (plan.op) {
    case 'null':
      return (_bytes, at, _end, cursor) => {
        cursor.at = at;
        return null;
      };
    case 'boolean':
      return (bytes, at, _end, cursor) => {
        const byte = bytes[at];
        if (byte !== 0 && byte !== 1) throw MALFORMED;
        cursor.at = at + 1;
        return byte === 1;
      };
    case 'int': {
      const show = plan.as === 'long' ? SHOW_LONG[plan.long] : plan.as === 'float' ? Math.fround : SHOW_LONG.number;
      return (bytes, at, _end, cursor) => show(readInt(bytes, at, cursor));
    }
    case 'long': {
      const read = plan.as === 'long' ? READ_LONG[plan.long] : plan.as === 'float' ? readLongAsFloat : readLongAsDouble;
      return (bytes, at, _end, cursor) => read(bytes, at, cursor);
    }
    case 'float':
      return (bytes, at, _end, cursor) => {
        cursor.at = at + 4;
        return readFloat(bytes, at);
      };
    case 'double':
      return (bytes, at, _end, cursor) => {
        cursor.at = at + 8;
        return readDouble(bytes, at);
      };
    case 'bytes':
    case 'string':
      return plan.as === 'string' ? textReader(plan) : readBytes;
  }
}

function textReader({ isStrict }: ScalarPlan | MapPlan): typeof readString {
  return isStrict ? readStrictString : readString;
}

const READ_LONG = { number: readLong, bigint: readBigLong, string: readLongText } as const satisfies Record<
  LongForm,
  unknown
>;
const SHOW_LONG = { number: (value: number) => value, bigint: BigInt, string: String } as const satisfies Record<
  LongForm,
  unknown
>;

function readInt(bytes: Uint8Array, at: number, cursor: Cursor): number {
  const zigzag = readVar32(bytes, at, cursor);
  return (zigzag >>> 1) ^ -(zigzag & 1);
}

function readLogical(run: Run, { conversion, base }: LogicalPlan): Read {
  const read = run.reads.of(base);
  return (bytes, at, end, cursor, depth) => {
    const shown = conversion.fromBase(read(bytes, at, end, cursor, depth));
    if (shown === undefined) throw MALFORMED;
    return shown;
  };
}

function readEnum({ results }: EnumPlan): Read {
  return (bytes, at, _end, cursor) => {
    const symbol = results[readInt(bytes, at, cursor)];
    if (symbol === undefined) throw MALFORMED;
    return symbol;
  };
}

function readArray(run: Run, items: Plan): Read {
  const read = run.reads.of(items);
  const minimum = run.measures.item(items);
  const charge = run.measures.charge(items, minimum);
  return (bytes, at, end, cursor, depth) => {
    const list: unknown[] = [];
    for (cursor.at = at; ;) {
      let count = readCount(bytes, cursor.at, end, minimum, cursor);
      if (count === 0) return list;
      for (; count > 0; count--) {
        if (charge > 0) takeValues(cursor.at, charge, cursor);
        list.push(read(bytes, cursor.at, end, cursor, depth));
      }
    }
  };
}

function readMap(run: Run, plan: MapPlan): Read {
  const read = run.reads.of(plan.values);
  const readKey = textReader(plan);
  const minimum = 1 + run.measures.minimum(plan.values);
  const charge = run.measures.charge(plan.values, minimum);
  return (bytes, at, end, cursor, depth) => {
    const map = {};
    for (cursor.at = at; ;) {
      let count = readCount(bytes, cursor.at, end, minimum, cursor);
      if (count === 0) return map;
      for (; count > 0; count--) {
        if (charge > 0) takeValues(cursor.at, charge, cursor);
        const key = readKey(bytes, cursor.at, end, cursor);
        setEntry(map, key, read(bytes, cursor.at, end, cursor, depth));
      }
    }
  };
}

function readUnion(run: Run, plan: UnionPlan): Read {
  const branches = plan.branches.map((branch, index) => {
    const bare = run.reads.of(branch);
    const read = plan.tagged[index] === true ? tagged(plan.names[index] ?? '', bare) : bare;
    const charge = run.measures.charge(branch, 1 + run.measures.minimum(branch));
    return charge === 0 ? read : charged(charge, read);
  });
  return (bytes, at, end, cursor, depth) => {
    const read = branches[readInt(bytes, at, cursor)];
    if (read === undefined) throw MALFORMED;
    return read(bytes, cursor.at, end, cursor, depth);
  };
}

function charged(charge: number, read: Read): Read {
  return (bytes, at, end, cursor, depth) => {
    takeValues(at, charge, cursor);
    return read(bytes, at, end, cursor, depth);
  };
}

function tagged(name: string, read: Read): Read {
  return (bytes, at, end, cursor, depth) => {
    const result = {};
    setEntry(result, name, read(bytes, at, end, cursor, depth));
    return result;
  };
}

function readRecord(run: Run, plan: RecordPlan): Read {
  const extent = run.measures.extent(plan);
  if (extent === 'endless') return refuse;
  const size = extent?.bytes ?? 0;
  const fields = plan.fields.map((field) =>
    field.isRead
      ? { read: run.reads.of(field.plan), skip: undefined }
      : { read: undefined, skip: run.skips.of(field.plan) },
  );
  const { results } = plan;
  return (bytes, at, end, cursor, depth) => {
    // Floats read behind the end are found out last, and there may be more of them than can be read.
    if (at + size > end) throw MALFORMED;
    cursor.at = at;
    const values: unknown[] = [];
    for (const { read, skip } of fields) {
      if (read === undefined) cursor.at = skip(bytes, cursor.at, end, cursor, depth);
      values.push(read?.(bytes, cursor.at, end, cursor, depth));
    }
    const record = {};
    for (const { name, from } of results) {
      setEntry(record, name, typeof from === 'number' ? values[from] : copyValue(from.value));
    }
    return record;
  };
}
