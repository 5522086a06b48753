import type { Schema } from '@sluice/avro';
import { sampleLeaf, weighBranch } from '../sample-leaf.ts';
import { inUnion, leafText, recordText } from './go-literals.ts';
import type { GoPackage } from './go-types.ts';
import { typeText } from './go-types.ts';

/** How deep samples go on where a type holds itself, and where they give up. */
const DEEP = 4;
const TOO_DEEP = 60;

interface Sampling {
  readonly target: GoPackage;
  readonly turn: number;
  count: number;
}

/** A value of the schema as Go text. `turn` chooses the branches of unions; undefined where no value ends. */
export function sampleText(target: GoPackage, schema: Schema, turn: number): string | undefined {
  return sample({ target, turn, count: turn }, schema, 0);
}

function sample(run: Sampling, schema: Schema, depth: number): string | undefined {
  const { target } = run;
  if (depth > TOO_DEEP) return undefined;
  switch (schema.type) {
    case 'array':
      return `${typeText(target, schema)}{${(depth > DEEP ? undefined : sample(run, schema.items, depth + 1)) ?? ''}}`;
    case 'map': {
      const item = depth > DEEP ? undefined : sample(run, schema.values, depth + 1);
      return `${typeText(target, schema)}{${item === undefined ? '' : `"key ${run.count}": ${item}`}}`;
    }
    case 'union': {
      const { branches } = schema;
      const turned = branches.map((_, index) => branches[(run.turn + index) % branches.length] ?? schema);
      const order = depth > DEEP ? turned.toSorted((a, b) => weighBranch(a) - weighBranch(b)) : turned;
      for (const branch of order) {
        const text = sample(run, branch, depth + 1);
        if (text !== undefined) return inUnion(target, schema, branch, text);
      }
      return undefined;
    }
    case 'record': {
      const members: string[] = [];
      for (const field of schema.fields) {
        const text = sample(run, field.schema, depth + 1);
        if (text === undefined) return undefined;
        members.push(`${target.names.field(schema, field)}: ${text}`);
      }
      return recordText(target, schema, members);
    }
    default:
      return leafText(target, schema, sampleLeaf(schema, run.count++));
  }
}
