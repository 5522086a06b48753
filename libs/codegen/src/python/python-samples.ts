import type { Schema } from '@sluice/avro';
import { logicalTypeOf } from '../named-types.ts';
import { leafLiteral } from './python-literals.ts';
import type { PythonModule } from './python-types.ts';
import { classText } from './python-types.ts';

/** How deep samples go on where a type holds itself, and where they give up. */
const DEEP = 4;
const TOO_DEEP = 60;
const LINE = 100;

/**
 * A value of the schema as Python text; no two values in it are the same, where their type has enough. `turn` chooses
 * the branches of unions; undefined where no value ends.
 */
export function sampleText(module: PythonModule, schema: Schema, turn: number): string | undefined {
  return sample({ module, turn, count: turn }, schema, 0);
}

interface Sampling {
  readonly module: PythonModule;
  readonly turn: number;
  count: number;
}

function sample(run: Sampling, schema: Schema, depth: number): string | undefined {
  if (depth > TOO_DEEP) return undefined;
  switch (schema.type) {
    case 'array': {
      const item = depth > DEEP ? undefined : sample(run, schema.items, depth + 1);
      return item === undefined ? '[]' : `[${item}]`;
    }
    case 'map': {
      const item = depth > DEEP ? undefined : sample(run, schema.values, depth + 1);
      return item === undefined ? '{}' : `{"key ${run.count}": ${item}}`;
    }
    case 'union': {
      const { branches } = schema;
      const turned = branches.map((_, index) => branches[(run.turn + index) % branches.length] ?? schema);
      // Whatever ends soonest, once it is deep.
      const order = depth > DEEP ? turned.toSorted((a, b) => weigh(a) - weigh(b)) : turned;
      for (const branch of order) {
        const text = sample(run, branch, depth + 1);
        if (text !== undefined) return text;
      }
      return undefined;
    }
    case 'record': {
      const { module } = run;
      const members: string[] = [];
      for (const field of schema.fields) {
        const text = sample(run, field.schema, depth + 1);
        if (text === undefined) return undefined;
        members.push(`${module.names.attribute(schema, field)}=${text}`);
      }
      const name = classText(module, schema);
      const line = `${name}(${members.join(', ')})`;
      if (line.length <= LINE && !line.includes('\n')) return line;
      const inner = members.map((member) => `    ${member.replaceAll('\n', '\n    ')},\n`);
      return `${name}(\n${inner.join('')})`;
    }
    default:
      return leafLiteral(run.module, schema, sampleBase(schema, run.count++)).text;
  }
}

function weigh(schema: Schema): number {
  if (schema.type === 'null') return 0;
  return schema.type === 'record' ? 2 : 1;
}

type Leaf = Exclude<Schema, { type: 'array' | 'map' | 'record' | 'union' }>;

function sampleBase(schema: Leaf, count: number): null | boolean | number | bigint | string | Uint8Array {
  const logical = logicalTypeOf(schema);
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return count % 2 === 0;
    case 'int':
      return (logical === 'time-millis' ? 3_723_004 : 20_000) + count;
    case 'long':
      if (logical === 'time-micros') return 3_723_004_005n + BigInt(count);
      if (logical?.endsWith('millis') === true) return 1_767_225_600_123n + BigInt(count);
      return 1_767_225_600_123_000n + BigInt(count);
    case 'float':
    case 'double':
      return 1.5 + count;
    case 'string':
      if (logical === 'uuid') return `6f1c2f7e-0b7a-4c43-9d3f-${String(count).padStart(12, '0')}`;
      return `text ${count}`;
    case 'enum':
      return schema.symbols[(count + 1) % schema.symbols.length] ?? '';
    case 'bytes':
      // A big decimal is bytes and a scale; any other bytes suit all.
      return logical === 'big-decimal' ? Uint8Array.of(4, 4, count % 256, 4) : Uint8Array.of(1, count % 256);
    case 'fixed':
      return Uint8Array.from({ length: schema.size }, (_, index) => (index === schema.size - 1 ? count % 128 : 0));
  }
}
