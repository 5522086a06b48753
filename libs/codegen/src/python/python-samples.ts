import type { Schema } from '@sluice/avro';
import { sampleLeaf, weighBranch } from '../sample-leaf.ts';
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
      const order = depth > DEEP ? turned.toSorted((a, b) => weighBranch(a) - weighBranch(b)) : turned;
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
      return leafLiteral(run.module, schema, sampleLeaf(schema, run.count++)).text;
  }
}
