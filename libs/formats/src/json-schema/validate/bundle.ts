import { isModern, KEYWORDS } from '../drafts.ts';
import type { Draft, Holds } from '../drafts.ts';
import type { SchemaFormatError } from '../../schema-format-error.ts';
import type { JsonSchemaModel } from '../json-schema-model.ts';
import { descend, refuseAt } from '../load/documents.ts';
import type { Place } from '../load/documents.ts';
import { isList, isObject, setOwn, toPlain } from '../text/json.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { isAsserted } from './formats.ts';

/** One document of plain JSON with all that a schema refers to, for a validator. */
export interface Bundle {
  readonly schema: boolean | Record<string, unknown>;
  readonly draft: Draft;
  readonly isBig: boolean;
  /** Whether a value may be looked at more often than a few times for each of its parts. */
  readonly mayMultiply: boolean;
  /** Whether a property's name is one that every object of JavaScript has. */
  readonly namesBuiltIn: boolean;
}

/** Our own keyword: counts how often a schema is used. */
export const COUNT = 'sluiceCount';

/** Schemas in a bundle, and members of one keyword: a validator of more takes seconds to be made. */
const MOST_PARTS = 10_000;
const MOST_MEMBERS = 1_000;
/** A validator of more parts takes long to be made shorter. */
const FEW_PARTS = 200;
/** Uses of schemas for one value that need not be counted. */
const FEW_USES = 1_000;

/**
 * Copies a schema with what it refers to, every reference leading to `#/$defs/NAME`, and of all keywords only those that
 * say which values are valid in its draft: ids, and words of other drafts and tools, mean nothing to the validator then.
 * @throws SchemaFormatError where it is too big, or refers in a way that depends on where it is referred from
 */
export function bundle({ documents }: JsonSchemaModel): Bundle {
  const names = new Map<Json, string>();
  const waiting: { readonly name: string; readonly place: Place }[] = [];
  const uses = new Map<string, string[]>();
  const { draft } = documents.root.document;
  let parts = 0;
  let current = '';
  let namesBuiltIn = false;

  function refer(reference: string, from: Place): string {
    const target = documents.resolve(reference, from);
    let name = names.get(target.json);
    // `true` and `false` are one value each wherever they stand, and so one definition.
    if (name === undefined) {
      name = `d${names.size}`;
      names.set(target.json, name);
      waiting.push({ name, place: target });
    }
    uses.get(current)?.push(name);
    return `#/$defs/${name}`;
  }

  function copy(place: Place): unknown {
    if (++parts > MOST_PARTS)
      throw refuseSize(place, `with all it refers to the schema has more than ${MOST_PARTS} parts`);
    const { json } = place;
    if (!isObject(json)) return json === true || json === false ? json : {};
    const { draft: its } = place.document;
    const reference = json.get('$ref');
    if (!isModern(its) && typeof reference === 'string') return { $ref: refer(reference, place) };
    const schema: Record<string, unknown> = {};
    for (const [keyword, value] of json) {
      if (keyword === '$dynamicRef' || keyword === '$recursiveRef') addDynamic(schema, keyword, value, place);
      else if (keyword === '$ref' && typeof value === 'string') schema['$ref'] = refer(value, place);
      else if (Object.hasOwn(KEYWORDS[its], keyword)) copyKeyword(schema, keyword, value, place);
    }
    return schema;
  }

  function copyKeyword(schema: Record<string, unknown>, keyword: string, value: Json, place: Place): void {
    if (keyword === 'format' && !isAsserted(place.document.draft, value)) return;
    const holder = descend(place, keyword);
    const holds: Holds | undefined = KEYWORDS[place.document.draft][keyword];
    if (keyword === 'properties' || keyword === 'required' || keyword.startsWith('dep')) checkNames(value);
    if (holds === 'value') {
      schema[keyword] = toPlain(value);
      return;
    }
    if ((isList(value) && value.length > MOST_MEMBERS) || (isObject(value) && value.size > 2 * MOST_MEMBERS)) {
      throw refuseSize(holder, `more than ${MOST_MEMBERS} alternatives or ${2 * MOST_MEMBERS} properties stand here`);
    }
    if (isList(value)) {
      schema[keyword] = value.map((item, index) => (typeof item === 'string' ? item : copy(descend(holder, index))));
    } else if (isObject(value) && (holds === 'map' || holds === 'map of schemas or names')) {
      schema[keyword] = copyMap(value, holder);
    } else schema[keyword] = copy(holder);
  }

  function copyMap(map: JsonObject, holder: Place): Record<string, unknown> {
    const copied: Record<string, unknown> = {};
    if (map.has('__proto__'))
      throw refuseAt(holder, 'unsupported', 'values are not checked: a property is named __proto__');
    for (const [key, value] of map) {
      const isNames = isList(value);
      setOwn(copied, key, isNames ? toPlain(value) : copy(descend(holder, key)));
    }
    return copied;
  }

  function checkNames(value: Json): void {
    const keys = isObject(value) ? value.keys() : isList(value) ? value.values() : [];
    for (const key of keys) namesBuiltIn ||= typeof key === 'string' && key in Object.prototype;
  }

  function addDynamic(schema: Record<string, unknown>, keyword: string, value: Json, place: Place): void {
    if (typeof value !== 'string') return;
    const target = { $ref: refer(value, place) };
    const anchor = keyword === '$recursiveRef' ? '$recursiveAnchor' : '$dynamicAnchor';
    const name = keyword === '$recursiveRef' ? true : value.slice(value.indexOf('#') + 1);
    if (documents.countAnchors(anchor, name) > 1) {
      throw refuseAt(
        place,
        'unsupported',
        `values are not checked: ${keyword} has several schemas that it may lead to`,
      );
    }
    if ('$ref' in schema) schema['allOf'] = [...((schema['allOf'] as unknown[] | undefined) ?? []), target];
    else schema['$ref'] = target.$ref;
  }

  uses.set('', []);
  const root = copy(documents.root);
  const definitions: Record<string, unknown> = {};
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    current = next.name;
    uses.set(current, []);
    definitions[current] = copy(next.place);
  }
  const mayMultiply = countUses('', uses, new Map()) > FEW_USES;
  if (mayMultiply) for (const [name, schema] of Object.entries(definitions)) definitions[name] = withCount(schema);
  const schema = typeof root === 'boolean' ? root : { ...(root as object), $defs: definitions };
  return { schema, draft, isBig: parts > FEW_PARTS, mayMultiply, namesBuiltIn };
}

function refuseSize(place: Place, what: string): SchemaFormatError {
  return refuseAt(place, 'limit', `values are not checked: ${what}`);
}

function withCount(schema: unknown): unknown {
  return typeof schema === 'object' ? { [COUNT]: 1, ...schema } : schema;
}

/** How often definitions are used for one value, if each reference is followed; infinite where they are used by themselves. */
function countUses(name: string, uses: ReadonlyMap<string, readonly string[]>, known: Map<string, number>): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, Infinity);
  let count = 1;
  for (const next of uses.get(name) ?? []) {
    count += countUses(next, uses, known);
    if (count > FEW_USES) break;
  }
  known.set(name, count);
  return count;
}
