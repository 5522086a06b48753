import type { SchemaPart } from '../../schema-format.ts';
import { writeJson } from '../text/json.ts';
import { follow } from '../load/shape.ts';
import type { Shape } from '../load/shape.ts';

/** Symbols and branches named in a finding. */
const MOST_NAMED = 50;

/** What a schema is, in a word or two. */
export function partOf(given: Shape): SchemaPart {
  const shape = follow(given) ?? given;
  const name = shape.title === undefined ? {} : { name: shape.title };
  switch (shape.kind) {
    case 'true':
    case 'empty':
      return { kind: 'any', ...name };
    case 'false':
      return { kind: 'nothing', ...name };
    case 'number':
      return { kind: shape.isInteger ? 'integer' : 'number', ...name };
    case 'const':
      return { kind: 'const', ...name, symbols: [writeJson(shape.value)] };
    case 'enum':
      return { kind: 'enum', ...name, symbols: shape.values.slice(0, MOST_NAMED).map(writeJson) };
    case 'combined':
      return { kind: shape.criterion, ...name, branches: shape.members.slice(0, MOST_NAMED).map(nameOf) };
    default:
      return { kind: shape.kind, ...name };
  }
}

function nameOf(given: Shape): string {
  const shape = follow(given) ?? given;
  if (shape.title !== undefined) return shape.title;
  if (shape.kind === 'number' && shape.isInteger) return 'integer';
  return shape.kind === 'combined' ? shape.criterion : shape.kind;
}
