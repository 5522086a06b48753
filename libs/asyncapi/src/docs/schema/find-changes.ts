import type { RecordSchema, Schema } from '@sluice/avro';
import { formatLine } from '../content/format-json.ts';
import { code } from '../page/page.ts';
import type { Inlines } from '../page/page.ts';
import { sayAvro } from './avro-words.ts';
import type { TypeIndex } from './type-index.ts';

/** What changed in the fields and symbols of named types, in words; docs are not compared. */
export function findChanges(from: Schema, to: Schema): readonly Inlines[] {
  const changes: Inlines[] = [];
  compareTypes({ changes, seen: new Set() }, '', from, to);
  return changes;
}

interface Comparison {
  readonly changes: Inlines[];
  readonly seen: Set<Schema>;
}

/** Names of types stand for themselves: there is no place to lead to. */
const NO_LINKS: Pick<TypeIndex, 'anchorOf'> = { anchorOf: () => undefined };

const say = (schema: Schema): Inlines => sayAvro(NO_LINKS, schema);

function compareTypes(comparison: Comparison, path: string, from: Schema, to: Schema): void {
  if (comparison.seen.has(to)) return;
  comparison.seen.add(to);
  if (from.type === 'record' && to.type === 'record') {
    compareFields(comparison, path, from, to);
  } else if (from.type === 'enum' && to.type === 'enum') {
    for (const symbol of to.symbols)
      if (!from.symbols.includes(symbol))
        comparison.changes.push(['Symbol ', code(symbol), ' added to ', code(to.name)]);
    for (const symbol of from.symbols)
      if (!to.symbols.includes(symbol))
        comparison.changes.push(['Symbol ', code(symbol), ' removed from ', code(to.name)]);
  } else if (from.type === 'array' && to.type === 'array') {
    compareTypes(comparison, `${path}[]`, from.items, to.items);
  } else if (from.type === 'map' && to.type === 'map') {
    compareTypes(comparison, `${path}{}`, from.values, to.values);
  } else if (from.type === 'union' && to.type === 'union') {
    for (const branch of to.branches) {
      const same = from.branches.find((other) => describe(other) === describe(branch));
      if (same !== undefined) compareTypes(comparison, path, same, branch);
    }
  }
}

function compareFields(comparison: Comparison, path: string, from: RecordSchema, to: RecordSchema): void {
  const { changes } = comparison;
  const found = new Set<string>();
  for (const field of to.fields) {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    const old =
      from.fields.find(({ name }) => name === field.name) ??
      from.fields.find(({ name }) => field.aliases.includes(name));
    if (old === undefined) {
      const value = field.default === undefined ? ['without a default'] : ['default ', code(formatLine(field.default))];
      changes.push(['Field ', code(at), ' added: ', ...say(field.schema), ', ', ...value]);
      continue;
    }
    found.add(old.name);
    if (old.name !== field.name) changes.push(['Field ', code(old.name), ' renamed to ', code(at)]);
    if (describe(old.schema) !== describe(field.schema))
      changes.push(['Field ', code(at), ' changed from ', ...say(old.schema), ' to ', ...say(field.schema)]);
    if (showDefault(old.default) !== showDefault(field.default))
      changes.push([
        'Default of ',
        code(at),
        ' changed from ',
        code(showDefault(old.default)),
        ' to ',
        code(showDefault(field.default)),
      ]);
    compareTypes(comparison, at, old.schema, field.schema);
  }
  for (const { name } of from.fields)
    if (!found.has(name)) changes.push(['Field ', code(path === '' ? name : `${path}.${name}`), ' removed']);
}

const showDefault = (value: RecordSchema['fields'][number]['default']): string =>
  value === undefined ? 'none' : formatLine(value);

const describe = (schema: Schema): string => JSON.stringify(say(schema));
