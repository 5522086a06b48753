import { bytesToText } from './byte-text.ts';
import { bucketOf } from '../plan/union-shape.ts';
import type { Bucket } from '../plan/union-shape.ts';
import type { Plan, UnionPlan } from '../plan/plan.ts';
import { writeNumber } from '../schema/write-json.ts';
import { onlyKey, ownValue } from '../wire/write.ts';

/** The JSON text of a decoded value whose longs are bigint. */
export function writeAvroJson(plan: Plan, value: unknown, indent: string): string {
  return write(plan, value, indent, '\n');
}

/** `line` starts the line of what encloses the value. */
function write(plan: Plan, value: unknown, indent: string, line: string): string {
  const inner = line + indent;
  switch (plan.op) {
    case 'array': {
      const items = value as readonly unknown[];
      const parts = items.map((item) => write(plan.items, item, indent, inner));
      return join('[', parts, ']', indent, line);
    }
    case 'map': {
      const parts = Object.entries(value as object).map(([key, item]) =>
        member(key, write(plan.values, item, indent, inner), indent),
      );
      return join('{', parts, '}', indent, line);
    }
    case 'record': {
      const parts = plan.fields.map((field) =>
        member(field.name, write(field.plan, ownValue(value as object, field.name), indent, inner), indent),
      );
      return join('{', parts, '}', indent, line);
    }
    case 'union':
      return writeUnion(plan, value, indent, line);
    case 'bytes':
    case 'fixed':
      return JSON.stringify(bytesToText(value as Uint8Array));
    case 'float':
    case 'double':
      return writeNumber(Number(value), true);
    case 'long':
      return String(value);
    default:
      return JSON.stringify(value);
  }
}

function writeUnion(plan: UnionPlan, value: unknown, indent: string, line: string): string {
  if (value === null) return 'null';
  // As an encoder: what looks like a tagged value is one, even where an untagged map could hold the same.
  const tag = onlyKey(value);
  const tagged = plan.names.findIndex((name, index) => plan.tagged[index] === true && name === tag);
  const bucket = bucketOfValue(value);
  const at =
    tagged >= 0
      ? tagged
      : plan.branches.findIndex((branch, index) => plan.tagged[index] !== true && isOfBucket(branch, bucket));
  const branch = plan.branches[at];
  const name = plan.names[at];
  if (branch === undefined || name === undefined) throw new Error('a decoded value is of no branch of its union');
  const inner = tagged >= 0 ? ownValue(value as object, name) : value;
  return join('{', [member(name, write(branch, inner, indent, line + indent), indent)], '}', indent, line);
}

function isOfBucket(branch: Plan, bucket: Bucket): boolean {
  const { op } = branch;
  if (op === 'union' || op === 'tag' || op === 'logical' || op === 'error') return false;
  return bucketOf(op) === bucket;
}

function bucketOfValue(value: unknown): Bucket {
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value as 'boolean' | 'number' | 'string';
    case 'bigint':
      return 'number';
    default:
      if (value instanceof Uint8Array) return 'bytes';
      return Array.isArray(value) ? 'array' : 'object';
  }
}

function member(name: string, text: string, indent: string): string {
  return `${JSON.stringify(name)}:${indent === '' ? '' : ' '}${text}`;
}

function join(open: string, parts: readonly string[], close: string, indent: string, line: string): string {
  if (indent === '' || parts.length === 0) return open + parts.join(',') + close;
  return open + line + indent + parts.join(`,${line}${indent}`) + line + close;
}
