import { AsyncApiError } from '../../asyncapi-error.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';

/** AsyncAPI's published schemas, by version; only the one asked for is read. */
const SCHEMAS: Readonly<Record<string, () => Promise<unknown>>> = {
  '2.0.0': () => import('@asyncapi/specs/schemas/2.0.0.json', { with: { type: 'json' } }),
  '2.1.0': () => import('@asyncapi/specs/schemas/2.1.0.json', { with: { type: 'json' } }),
  '2.2.0': () => import('@asyncapi/specs/schemas/2.2.0.json', { with: { type: 'json' } }),
  '2.3.0': () => import('@asyncapi/specs/schemas/2.3.0.json', { with: { type: 'json' } }),
  '2.4.0': () => import('@asyncapi/specs/schemas/2.4.0.json', { with: { type: 'json' } }),
  '2.5.0': () => import('@asyncapi/specs/schemas/2.5.0.json', { with: { type: 'json' } }),
  '2.6.0': () => import('@asyncapi/specs/schemas/2.6.0.json', { with: { type: 'json' } }),
  '3.0.0': () => import('@asyncapi/specs/schemas/3.0.0.json', { with: { type: 'json' } }),
  '3.1.0': () => import('@asyncapi/specs/schemas/3.1.0.json', { with: { type: 'json' } }),
};

/** Versions whose schema AsyncAPI publishes. */
export const SPEC_VERSIONS: ReadonlySet<string> = new Set(Object.keys(SCHEMAS));

/** The keyword that notes a reference, and what must stand where it leads. */
export const REFERENCE = 'sluiceReference';

export interface SpecSchema {
  readonly schema: JsonRecord;
  /** The id of a definition by its name, such as `messageObject`. */
  definitionId(name: string): string;
}

const DRAFT_7 = 'http://json-schema.org/draft-07/schema';
const OUR_DRAFT_7 = 'http://asyncapi.com/sluice/draft-07';

/**
 * AsyncAPI's JSON Schema of one version, changed for checking documents as they are written:
 * - where a reference or a thing may stand, the reference is noted and the thing is not demanded. What it leads to is
 *   checked once, where it stands, so a document costs what it is long and errors have their own places;
 * - of alternatives that can be told apart by one key only the one meant is checked, so that errors say one thing;
 * - Avro is left to our own parser.
 */
export async function loadSpecSchema(version: string): Promise<SpecSchema> {
  const load = Object.hasOwn(SCHEMAS, version) ? SCHEMAS[version] : undefined;
  if (load === undefined) throw new AsyncApiError(`AsyncAPI has published no schema of ${version}`);
  const schema = toRecord(await load());
  const prefix = `http://asyncapi.com/definitions/${version}/`;
  return { schema: adaptSchema(schema, prefix), definitionId: (name) => `${prefix}${name}.json` };
}

/** The schema of a binding, such as `kafka/0.5.0/channel`. */
export async function readBindingSchema(path: string): Promise<JsonRecord> {
  return toRecord(await import(`@asyncapi/specs/bindings/${path}.json`, { with: { type: 'json' } }));
}

function toRecord(module: unknown): JsonRecord {
  const { default: value } = module as { readonly default: Json };
  return asObject(value);
}

export function adaptSchema(schema: JsonRecord, prefix: string, isDeferring = true): JsonRecord {
  const root = asObject(adapt(schema, prefix, isDeferring));
  const definitions = asObject(root['definitions'] ?? {});
  const draft = definitions[DRAFT_7];
  delete definitions[DRAFT_7];
  delete definitions['http://json-schema.org/draft-04/schema'];
  const schemaId = `${prefix}schema.json`;
  const note = (kind: string): JsonRecord => ({ [REFERENCE]: kind });
  const onlyWithout = (kind: string, other: JsonRecord): JsonRecord =>
    choose(IS_REFERENCE, { properties: { $ref: { type: 'string' } }, ...note(kind) }, other);
  const wrap = (id: string, kind = id): void => {
    const definition = definitions[id];
    if (definition === undefined) return;
    const { $id: _, definitions: inner = {}, ...rest } = asObject(definition);
    definitions[id] = { $id: id, definitions: inner, ...onlyWithout(kind, rest) };
  };
  if (draft !== undefined) {
    const { $id: _, $schema: __, definitions: inner, ...rest } = asObject(draft);
    definitions[OUR_DRAFT_7] = { $id: OUR_DRAFT_7, definitions: inner ?? {}, ...onlyWithout(schemaId, rest) };
  }
  wrap(schemaId);
  // A channel of 2.x says by itself that it may be a reference.
  if (prefix.includes('/2.')) wrap(`${prefix}channelItem.json`);
  // Traits among the components of 2.0, and OpenAPI's schemas, were forgotten where references may stand.
  for (const name of ['messageTrait', 'operationTrait', 'openapiSchema_3_0']) wrap(`${prefix}${name}.json`);
  const any = definitions[`${prefix}anySchema.json`];
  // What is no object has no `schema` to lack: without this a schema could not be `true`.
  if (any !== undefined) asObject(asObject(any)['if'] ?? {})['type'] = 'object';
  wrap(`${prefix}anySchema.json`);
  const avro = `${prefix}avroSchema_v1.json`;
  if (definitions[avro] !== undefined) definitions[avro] = { $id: avro };
  const security = definitions[`${prefix}SecurityScheme.json`];
  if (security !== undefined) {
    definitions[`${prefix}SecurityScheme.json`] = tellByType(asObject(security), definitions);
  }
  const reference = definitions[`${prefix}ReferenceObject.json`];
  // Channel addresses are written into references as they are, `{` and `[` among them.
  if (reference !== undefined) delete asObject(reference)['format'];
  return { ...root, definitions };
}

/** A deep copy, with alternatives made conditions. */
function adapt(value: Json, prefix: string, isDeferring: boolean, id = `${prefix}asyncapi.json`): Json {
  if (Array.isArray(value)) return value.map((item) => adapt(item, prefix, isDeferring, id));
  if (!isJsonObject(value)) return value;
  const own = typeof value['$id'] === 'string' ? value['$id'] : id;
  const copy: JsonRecord = {};
  for (const [key, item] of Object.entries(value)) {
    // Words for people: a property of that name is an object.
    if ((key === 'examples' && Array.isArray(item)) || (key === 'description' && typeof item === 'string')) continue;
    copy[key] = key === '$ref' && typeof item === 'string' ? renameDraft(item) : adapt(item, prefix, isDeferring, own);
  }
  for (const key of ['oneOf', 'anyOf'] as const) {
    const alternatives = copy[key];
    if (!Array.isArray(alternatives)) continue;
    const told = tellApart(alternatives, prefix, own, isDeferring);
    if (told === undefined) continue;
    delete copy[key];
    Object.assign(copy, told);
  }
  return copy;
}

const IS_REFERENCE: JsonRecord = { type: 'object', required: ['$ref'] };

/** The keywords if, then and else. */
function choose(condition: Json, fitting: Json, other: Json): JsonRecord {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: fitting, else: other };
}

function renameDraft(ref: string): string {
  return ref === DRAFT_7 || ref === `${DRAFT_7}#` ? OUR_DRAFT_7 : ref;
}

function tellApart(
  alternatives: readonly Json[],
  prefix: string,
  id: string,
  isDeferring: boolean,
): JsonRecord | undefined {
  const isReference = (item: Json): boolean => isJsonObject(item) && item['$ref'] === `${prefix}Reference.json`;
  const others = alternatives.filter((item) => !isReference(item));
  const [first, ...rest] = others;
  if (first === undefined) return undefined;
  if (others.length < alternatives.length) {
    const own = isJsonObject(first) && typeof first['$ref'] === 'string' ? first['$ref'] : undefined;
    const reference = { $ref: `${prefix}Reference.json`, [REFERENCE]: own ?? id };
    // What stands here itself is noted too: checked on its own, it costs the same however much is wrong around it.
    if (own !== undefined && rest.length === 0 && isDeferring)
      return choose(IS_REFERENCE, reference, { [REFERENCE]: own });
    const other = rest.length === 0 ? first : (tellApart(others, prefix, id, isDeferring) ?? { anyOf: others });
    return choose(IS_REFERENCE, reference, other);
  }
  if (rest.length !== 1 || !isJsonObject(first)) return undefined;
  const [second] = rest;
  if (!isJsonObject(second)) return undefined;
  if (second['type'] === 'array') return choose({ type: 'array' }, second, first);
  if (second['type'] === 'boolean') return choose({ type: 'boolean' }, {}, first);
  const required = first['required'];
  if (Array.isArray(required) && required[0] === 'oneOf') {
    return choose({ type: 'object', required: ['oneOf'] }, first, second);
  }
  return undefined;
}

/** `type` says which of the security schemes is meant. */
function tellByType(scheme: JsonRecord, definitions: JsonRecord): JsonRecord {
  const byType = new Map<string, Json[]>();
  const walk = (alternatives: Json | undefined): void => {
    if (!Array.isArray(alternatives)) return;
    for (const item of alternatives) {
      const ref = isJsonObject(item) ? item['$ref'] : undefined;
      const target = typeof ref === 'string' ? definitions[ref] : undefined;
      if (!isJsonObject(target)) continue;
      if (Array.isArray(target['oneOf'])) {
        walk(target['oneOf']);
        continue;
      }
      const properties = target['properties'];
      const type = isJsonObject(properties) ? properties['type'] : undefined;
      const names = isJsonObject(type) ? (type['enum'] ?? [type['const'] ?? null]) : undefined;
      if (Array.isArray(names)) {
        for (const name of names) {
          if (typeof name === 'string') byType.set(name, [...(byType.get(name) ?? []), item]);
        }
      }
    }
  };
  walk(scheme['oneOf']);
  const { oneOf: _, ...rest } = scheme;
  const conditions = [...byType].map(([name, items]): Json =>
    choose(
      { type: 'object', required: ['type'], properties: { type: { const: name } } },
      items.length === 1 ? (items[0] ?? {}) : { oneOf: items },
      {},
    ),
  );
  const known: JsonRecord = { type: 'object', required: ['type'], properties: { type: { enum: [...byType.keys()] } } };
  return { ...rest, allOf: [known, ...conditions] };
}

function asObject(value: Json): JsonRecord {
  return isJsonObject(value) ? value : {};
}
