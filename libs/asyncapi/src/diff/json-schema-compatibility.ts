import type { JsonValue } from '@sluice/avro';
import type { Components } from '../model/model.ts';
import { escapeStep, parseFragment } from '../source/pointer.ts';
import { areEqual } from './equal.ts';

/** Why a reader's JSON Schema may refuse what a writer's allows. */
export interface SchemaFinding {
  readonly severity: 'breaking' | 'unclassified';
  /** Of the values that it is about. */
  readonly path: string;
  readonly message: string;
}

export interface Side {
  readonly schema: JsonValue;
  readonly components: Components;
}

interface Walk {
  readonly findings: SchemaFinding[];
  readonly seen: Map<JsonValue, Set<JsonValue>>;
  readonly reader: Components;
  readonly writer: Components;
  left: number;
}

type Keywords = Readonly<Record<string, JsonValue>>;

/**
 * Whether every value that `writer` allows is one that `reader` allows, as far as words of JSON Schema that stand alone
 * can tell. A property that only the reader describes is taken to have been written by nobody; what alternatives and
 * conditions mean together is not worked out, and is `unclassified` where it changed.
 */
export function findRefusals(reader: Side, writer: Side): readonly SchemaFinding[] {
  const walk: Walk = {
    findings: [],
    seen: new Map(),
    reader: reader.components,
    writer: writer.components,
    left: 50_000,
  };
  compare(walk, reader.schema, writer.schema, '');
  if (walk.left < 0) add(walk, 'unclassified', '', 'the schemas are too big to be compared');
  return walk.findings;
}

function add(walk: Walk, severity: SchemaFinding['severity'], path: string, message: string): void {
  if (walk.findings.length < 200) walk.findings.push({ severity, path, message });
}

function compare(walk: Walk, readerSchema: JsonValue, writerSchema: JsonValue, path: string): void {
  if (--walk.left < 0) return;
  const reader = resolve(readerSchema, walk.reader);
  const writer = resolve(writerSchema, walk.writer);
  if (reader === undefined || writer === undefined) {
    if (!areEqual(readerSchema, writerSchema)) add(walk, 'unclassified', path, 'a reference cannot be followed');
    return;
  }
  const before = walk.seen.get(reader) ?? new Set<JsonValue>();
  if (before.has(writer)) return;
  walk.seen.set(reader, before.add(writer));
  if (reader === true || writer === false) return;
  if (reader === false) return add(walk, 'breaking', path, 'every value is refused');
  const [read, written] = [toKeywords(reader), toKeywords(writer)];
  compareTypes(walk, read, written, path);
  compareValues(walk, read, written, path);
  compareBounds(walk, read, written, path);
  compareObjects(walk, read, written, path);
  compareArrays(walk, read, written, path);
  compareAlternatives(walk, read, written, path);
}

function resolve(schema: JsonValue, components: Components): JsonValue | undefined {
  let at: JsonValue | undefined = schema;
  for (let hops = 0; hops < 100; hops++) {
    const ref = refOf(at);
    if (ref === undefined) return at;
    const [section, kind, name, ...steps] = (ref.startsWith('#') ? parseFragment(ref.slice(1)) : undefined) ?? [];
    const component =
      section === 'components' && kind === 'schemas' ? components.schemas.find(({ id }) => id === name) : undefined;
    if (component === undefined) return undefined;
    at = component.schema;
    for (const step of steps)
      at = typeof at === 'object' && at !== null ? (Reflect.get(at, step) as JsonValue) : undefined;
    if (at === undefined) return undefined;
  }
  return undefined;
}

function refOf(schema: JsonValue | undefined): string | undefined {
  const ref = isRecord(schema) ? schema['$ref'] : undefined;
  return typeof ref === 'string' ? ref : undefined;
}

const ALL_TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

function typesOf({ type, nullable }: Keywords): ReadonlySet<string> {
  const named =
    typeof type === 'string' ? [type] : isList(type) ? type.filter((item) => typeof item === 'string') : ALL_TYPES;
  return new Set([...named, ...(named.includes('number') ? ['integer'] : []), ...(nullable === true ? ['null'] : [])]);
}

function compareTypes(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  if (reader['type'] === undefined) return;
  const readable = typesOf(reader);
  const lost = [...typesOf(writer)].filter(
    (type) => !readable.has(type) && (type !== 'integer' || !readable.has('number')),
  );
  // Values of an enumeration have their own types.
  if (lost.length === 0 || valuesOf(writer) !== undefined) return;
  add(walk, 'breaking', path, `values of the type ${lost.join(', ')} are refused`);
}

function valuesOf(schema: Keywords): readonly JsonValue[] | undefined {
  if ('const' in schema) return [schema['const'] ?? null];
  return isList(schema['enum']) ? schema['enum'] : undefined;
}

function compareValues(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  const allowed = valuesOf(reader);
  const written = valuesOf(writer);
  if (allowed === undefined) return;
  if (written === undefined) return add(walk, 'breaking', path, 'only some values are allowed');
  const lost = written.filter((value) => !allowed.some((item) => areEqual(item, value)));
  if (lost.length > 0) add(walk, 'breaking', path, `refused: ${lost.map(show).join(', ')}`);
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;

function compareBounds(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  if (valuesOf(writer) !== undefined) return;
  for (const [keys, sign] of [
    [LOWER, 1],
    [UPPER, -1],
  ] as const) {
    for (const key of keys) {
      const [now, then] = [toNumber(reader[key]), toNumber(writer[key])];
      if (now === undefined || (then !== undefined && then * sign >= now * sign)) continue;
      add(
        walk,
        'breaking',
        path,
        `${key} is ${now}, and of what is written ${then === undefined ? 'there is none' : `it is ${then}`}`,
      );
    }
  }
  const [step, wrote] = [toNumber(reader['multipleOf']), toNumber(writer['multipleOf'])];
  if (step !== undefined && (wrote === undefined || wrote % step !== 0)) {
    add(walk, 'breaking', path, `values are multiples of ${step}`);
  }
  if (reader['uniqueItems'] === true && writer['uniqueItems'] !== true)
    add(walk, 'breaking', path, 'items must differ');
  for (const key of ['pattern', 'format', 'contentEncoding', 'contentMediaType'] as const) {
    if (reader[key] === undefined || areEqual(reader[key], writer[key])) continue;
    const isNew = key === 'pattern' && writer[key] === undefined;
    add(walk, isNew ? 'breaking' : 'unclassified', path, `${key} is ${show(reader[key])}`);
  }
}

function compareObjects(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  const required = textsOf(reader['required']).filter((name) => !textsOf(writer['required']).includes(name));
  for (const name of required) add(walk, 'breaking', join(path, name), `${show(name)} is required`);
  const [read, written] = [toRecord(reader['properties']), toRecord(writer['properties'])];
  const others = reader['additionalProperties'] ?? true;
  for (const [name, schema] of Object.entries(written)) {
    const own = Object.hasOwn(read, name) ? read[name] : undefined;
    if (own !== undefined) compare(walk, own, schema, join(path, name));
    else if (isRecord(reader['patternProperties'])) {
      add(walk, 'unclassified', join(path, name), `${show(name)} is described by a pattern, or by none`);
    } else if (others === false) add(walk, 'breaking', join(path, name), `${show(name)} is refused`);
    else if (others !== true) compare(walk, others, schema, join(path, name));
  }
  const open = writer['additionalProperties'] ?? true;
  const isObject = typesOf(writer).has('object') && typesOf(reader).has('object');
  if (!isObject || areEqual(others, open) || open === false || others === true) return;
  if (others === false) add(walk, 'breaking', path, 'properties that are not described are refused');
  else compare(walk, others, open, join(path, '*'));
}

function compareArrays(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  const [read, written] = [reader['items'], writer['items'] ?? true];
  if (read === undefined || areEqual(read, written)) return;
  if (isList(read) || isList(written)) add(walk, 'unclassified', path, 'items that each have their own schema differ');
  else if (typesOf(writer).has('array')) compare(walk, read, written, `${path}[]`);
}

const UNJUDGED = ['not', 'if', 'then', 'else', 'contains', 'dependencies', 'propertyNames', 'additionalItems'] as const;

function compareAlternatives(walk: Walk, reader: Keywords, writer: Keywords, path: string): void {
  for (const key of ['oneOf', 'anyOf'] as const) {
    const [read, written] = [reader[key], writer[key]];
    if (!isList(read) || areEqual(read, written)) continue;
    for (const branch of isList(written) ? written : [writer]) {
      const isRead = read.some((candidate) => {
        const trial: Walk = { ...walk, findings: [], seen: new Map() };
        compare(trial, candidate, branch, path);
        walk.left = trial.left;
        return trial.findings.length === 0;
      });
      if (isRead) continue;
      const isJudged = isList(written) && read.length > 0;
      add(walk, isJudged ? 'breaking' : 'unclassified', path, `an alternative is not among those of ${key}`);
    }
  }
  const [all, were] = [reader['allOf'], writer['allOf']];
  if (isList(all) && !areEqual(all, were)) {
    const pairs = isList(were) && were.length === all.length;
    if (pairs) for (const [index, item] of all.entries()) compare(walk, item, were[index] ?? true, path);
    else add(walk, 'unclassified', path, 'allOf differs');
  }
  for (const key of [...UNJUDGED, 'patternProperties'] as const) {
    if (reader[key] !== undefined && !areEqual(reader[key], writer[key]))
      add(walk, 'unclassified', path, `${key} differs`);
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${escapeStep(name)}`;
}

function toKeywords(schema: JsonValue): Keywords {
  return isRecord(schema) ? schema : {};
}

function toRecord(value: JsonValue | undefined): Keywords {
  return isRecord(value) ? value : {};
}

function toNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

function show(value: JsonValue | undefined): string {
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'nothing');
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;

function isRecord(value: JsonValue | undefined): value is Keywords {
  return typeof value === 'object' && value !== null && !isList(value);
}
