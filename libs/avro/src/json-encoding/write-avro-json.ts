import { bytesToText } from './byte-text.ts';
import type { Plan, UnionPlan } from '../plan/plan.ts';
import { writeNumber } from '../schema/write-json.ts';
import { onlyKey, ownValue } from '../wire/write.ts';

/** The JSON text of a decoded value whose longs are bigint and whose plan tags every branch. */
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
  const name = onlyKey(value);
  const branch = name === undefined ? undefined : plan.branches[plan.names.indexOf(name)];
  if (name === undefined || branch === undefined) throw new Error('a decoded value is of no branch of its union');
  if (branch.op === 'null') return 'null';
  const inner = write(branch, ownValue(value as object, name), indent, line + indent);
  return join('{', [member(name, inner, indent)], '}', indent, line);
}

function member(name: string, text: string, indent: string): string {
  return `${JSON.stringify(name)}:${indent === '' ? '' : ' '}${text}`;
}

function join(open: string, parts: readonly string[], close: string, indent: string, line: string): string {
  if (indent === '' || parts.length === 0) return open + parts.join(',') + close;
  return open + line + indent + parts.join(`,${line}${indent}`) + line + close;
}
