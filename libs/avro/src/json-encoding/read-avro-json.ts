import { AvroError } from '../avro-error.ts';
import type { ValueFinding } from '../avro-error.ts';
import { describeFinding } from '../explain/describe-finding.ts';
import { describeValue } from '../explain/describe-value.ts';
import { cut, formatPath } from '../explain/path.ts';
import type { Step } from '../explain/path.ts';
import type { Plan, RecordPlan, ScalarPlan, UnionPlan } from '../plan/plan.ts';
import { isJsonObject, ownKey, readJson, setKey } from '../schema/json.ts';
import type { JsonValue } from '../schema/json.ts';
import { textToBytes } from './byte-text.ts';

/**
 * The value of a JSON text, in the shapes that a codec with bigint longs takes whose plan tags every branch; fields that
 * have defaults may lack.
 * @throws AvroError
 */
export function readAvroJson(plan: Plan, text: string): unknown {
  const read = readJson(text, { isStrict: true });
  if ('fault' in read) {
    const { kind, line, column, message } = read.fault;
    throw new AvroError(`not JSON at ${line}:${column}: ${message}`, [{ kind, pointer: `${line}:${column}`, message }]);
  }
  const walk: Walk = { steps: [], findings: [] };
  const value = toValue(walk, plan, read.value);
  const [first] = walk.findings;
  if (first === undefined) return value;
  throw new AvroError(describeFinding(first), walk.findings);
}

const MAX_FINDINGS = 50;

interface Walk {
  readonly steps: Step[];
  readonly findings: ValueFinding[];
}

function refuse(walk: Walk, expected: string, found: string): undefined {
  if (walk.findings.length < MAX_FINDINGS) walk.findings.push({ path: formatPath(walk.steps), expected, found });
  return undefined;
}

function toValue(walk: Walk, plan: Plan, json: JsonValue): unknown {
  if (walk.findings.length >= MAX_FINDINGS) return undefined;
  switch (plan.op) {
    case 'array':
      if (!Array.isArray(json)) return refuse(walk, 'array', describeValue(json));
      return (json as readonly JsonValue[]).map((item, index) => toValueAt(walk, { index }, plan.items, item));
    case 'map': {
      if (!isJsonObject(json)) return refuse(walk, 'map (an object)', describeValue(json));
      const result = {};
      for (const [key, item] of Object.entries(json)) setKey(result, key, toValueAt(walk, { key }, plan.values, item));
      return result;
    }
    case 'record':
      return toRecord(walk, plan, json);
    case 'union':
      return toBranch(walk, plan, json);
    case 'enum':
      if (typeof json === 'string' && plan.symbols.includes(json)) return json;
      return refuse(walk, `one of ${cut(plan.symbols.join(', '))}`, describeValue(json));
    case 'fixed':
      return toBytes(walk, json, plan.size);
    case 'tag':
    case 'logical':
    case 'error':
      return refuse(walk, 'a plan with one schema and base values', describeValue(json));
    default:
      return toScalar(walk, plan, json);
  }
}

function toValueAt(walk: Walk, step: Step, plan: Plan, json: JsonValue): unknown {
  walk.steps.push(step);
  const value = toValue(walk, plan, json);
  walk.steps.pop();
  return value;
}

function toRecord(walk: Walk, plan: RecordPlan, json: JsonValue): unknown {
  if (!isJsonObject(json)) return refuse(walk, `record ${plan.name} (an object)`, describeValue(json));
  const result = {};
  let known = 0;
  for (const field of plan.fields) {
    const item = ownKey(json, field.name);
    if (item !== undefined) {
      known++;
      setKey(result, field.name, toValueAt(walk, { field: field.name }, field.plan, item));
    } else if (field.fallback === undefined) {
      walk.steps.push({ field: field.name });
      refuse(walk, 'a value, for the field has no default', 'nothing');
      walk.steps.pop();
    }
  }
  const keys = Object.keys(json);
  if (keys.length === known) return result;
  const names = new Set(plan.fields.map((field) => field.name));
  const unknown = keys.filter((key) => !names.has(key));
  return refuse(walk, `fields of record ${plan.name} only`, `unknown ${cut(unknown.join(', '))}`);
}

function toBranch(walk: Walk, plan: UnionPlan, json: JsonValue): unknown {
  const keys = isJsonObject(json) ? Object.keys(json) : [];
  const name = json === null ? 'null' : keys.length === 1 ? keys[0] : undefined;
  const at = plan.names.findIndex((candidate) => candidate === name);
  const branch = plan.branches[at];
  if (branch === undefined || name === undefined) {
    const shapes = plan.names.map((item) => (item === 'null' ? item : `{ ${JSON.stringify(item)}: ... }`));
    return refuse(walk, `one of ${cut(shapes.join(', '))}`, describeValue(json));
  }
  const result = {};
  setKey(result, name, toValue(walk, branch, isJsonObject(json) ? (ownKey(json, name) ?? null) : json));
  return result;
}

function toBytes(walk: Walk, json: JsonValue, size?: number): Uint8Array | undefined {
  const expected = `${size === undefined ? 'bytes' : `fixed of ${size} bytes`} (text of U+0000 to U+00FF)`;
  const bytes = typeof json === 'string' ? textToBytes(json) : undefined;
  if (bytes === undefined || (size !== undefined && bytes.length !== size)) {
    return refuse(walk, expected, describeValue(json));
  }
  return bytes;
}

const SPECIALS: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

function toScalar(walk: Walk, plan: ScalarPlan, json: JsonValue): unknown {
  switch (plan.op) {
    case 'null':
      return json === null ? json : refuse(walk, 'null', describeValue(json));
    case 'boolean':
      return typeof json === 'boolean' ? json : refuse(walk, 'boolean', describeValue(json));
    case 'string':
      return typeof json === 'string' ? json : refuse(walk, 'string', describeValue(json));
    case 'bytes':
      return toBytes(walk, json);
    case 'int':
      if (typeof json === 'number' && (json | 0) === json) return json;
      return refuse(walk, 'int (whole number of 32 bits)', describeValue(json));
    case 'long': {
      const long = typeof json === 'number' && Number.isSafeInteger(json) ? BigInt(json) : json;
      if (typeof long === 'bigint' && BigInt.asIntN(64, long) === long) return long;
      return refuse(walk, 'long (whole number of 64 bits, all digits written)', describeValue(json));
    }
    case 'float':
    case 'double':
      return toFloat(walk, plan.op, json);
  }
}

function toFloat(walk: Walk, type: 'float' | 'double', json: JsonValue): number | undefined {
  if (typeof json === 'string' && Object.hasOwn(SPECIALS, json)) return SPECIALS[json];
  const number = typeof json === 'number' || typeof json === 'bigint' ? Number(json) : undefined;
  const isFit = number !== undefined && (type === 'double' || Number.isFinite(Math.fround(number)));
  if (isFit) return number;
  return refuse(walk, `${type} (number, or "NaN", "Infinity", "-Infinity")`, describeValue(json));
}
