import type { JsonValue } from '@sluice/avro';
import type { SchemaComponent } from '../model/model.ts';
import { findLanguage, MEDIA_TYPES } from '../model/schema-format.ts';
import type { SchemaLanguage, SchemaUse } from '../model/schema-use.ts';
import { describeKind, placeOf, refOf, stringOf, toJson } from '../source/node.ts';
import type { Node } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import type { Resolution } from '../source/resolve-ref.ts';
import { freeze, report } from './build.ts';
import type { Build } from './build.ts';
import { copyAvro } from './copy-avro.ts';
import { copySchema, readMultiFormat, noteOpenRef } from './copy-schema.ts';
import { addComponent, findComponent } from './schema-table.ts';

/**
 * Reads a schema where it is used. Its format is said by a Multi Format Schema Object around it (3.x), by `schemaFormat`
 * beside it (2.x, `written`), or by the kind of file that the reference leads to; else it is AsyncAPI's own.
 */
export function readSchema(build: Build, node: Node, written?: string): SchemaUse | undefined {
  const known = build.schemas.uses.get(node)?.get(written);
  if (known !== undefined) return known;
  const use = readUse(build, node, written);
  if (use === undefined) return undefined;
  const uses = build.schemas.uses.get(node) ?? new Map<string | undefined, SchemaUse>();
  build.schemas.uses.set(node, uses.set(written, use));
  return use;
}

/** Components of the document and those that reading schemas has added; reading one may add more. */
export function readSchemaComponents(build: Build): readonly SchemaComponent[] {
  const components: SchemaComponent[] = [];
  for (const [id, node] of build.schemas.nodes) {
    const resolution = resolveRef(build.document, node);
    const target = findComponent(build.schemas, resolution.kind === 'failed' ? [] : resolution.via);
    // Another name for a component stays one; a name for a schema elsewhere becomes that schema.
    const use =
      target !== undefined && target !== id
        ? freeze<SchemaUse>({ format: 'asyncapi', schema: copySchema(build, node), place: placeOf(node) })
        : readSchema(build, node);
    if (use === undefined) continue;
    const { component: _, ...rest } = use;
    components.push(Object.freeze({ id, ...rest }));
  }
  return Object.freeze(components);
}

function readUse(build: Build, node: Node, written: string | undefined): SchemaUse | undefined {
  const outer = resolveRef(build.document, node);
  if (outer.kind !== 'found') return readOpen(build, node, outer, written);
  const multi = readMultiFormat(build, outer.node);
  if (multi === undefined) return complete(build, { node, written, resolution: outer });
  const { format, schema } = multi;
  const said = stringOf(format);
  if (said === undefined) {
    report(build, format, 'kind', `"schemaFormat" is a string, found ${describeKind(format)}`);
    return undefined;
  }
  const inner = resolveRef(build.document, schema);
  if (inner.kind !== 'found') return readOpen(build, schema, inner, said);
  const isReferred = refOf(node) !== undefined;
  const around = isReferred
    ? (findComponent(build.schemas, outer.via) ?? addComponent(build.schemas, outer.node))
    : undefined;
  return complete(build, { node: schema, written: said, resolution: inner, component: around });
}

interface Found {
  readonly node: Node;
  readonly written: string | undefined;
  readonly resolution: Extract<Resolution, { kind: 'found' }>;
  /** The component that the schema's surroundings are. */
  readonly component?: string | undefined;
}

function complete(build: Build, { node, written, resolution, component }: Found): SchemaUse | undefined {
  const target = resolution.node;
  const ofFile = target.file.language === 'document' ? undefined : target.file.language;
  const language = written === undefined ? toLanguage(ofFile) : findLanguage(written);
  if (language === 'unknown') {
    report(build, node, 'schema-format', `the schema format ${JSON.stringify(written)} is not known here`, 'warning');
  }
  const isJson = language === 'asyncapi' || language === 'json-schema';
  const found = component ?? findComponent(build.schemas, resolution.via);
  const referred = found ?? (isJson && refOf(node) !== undefined ? addComponent(build.schemas, target) : undefined);
  const expected = EXPECTED[language];
  if (!expected.allows(target)) {
    report(build, target, 'kind', `${expected.what}, found ${describeKind(target)}`);
    return undefined;
  }
  return freeze<SchemaUse>({
    format: language,
    schemaFormat: written ?? (language === 'avro' || language === 'protobuf' ? MEDIA_TYPES[language] : undefined),
    component: referred,
    schema: language === 'avro' ? copyAvro(build, target) : copySchema(build, target),
    place: placeOf(target),
  });
}

function readOpen(
  build: Build,
  node: Node,
  resolution: Exclude<Resolution, { kind: 'found' }>,
  written: string | undefined,
): SchemaUse | undefined {
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
    return undefined;
  }
  noteOpenRef(build, resolution);
  const schema: JsonValue = resolution.via.length === 1 ? toJson(node) : Object.freeze({ $ref: resolution.ref });
  return freeze<SchemaUse>({
    format: written === undefined ? 'unknown' : findLanguage(written),
    schemaFormat: written,
    schema,
    openRef: resolution.ref,
    place: placeOf(resolution.via.at(-1) ?? node),
  });
}

function toLanguage(ofFile: 'avro' | 'proto' | undefined): SchemaLanguage {
  if (ofFile === undefined) return 'asyncapi';
  return ofFile === 'avro' ? 'avro' : 'protobuf';
}

interface Expectation {
  readonly what: string;
  allows(node: Node): boolean;
}

const JSON_SCHEMA: Expectation = {
  what: 'a schema is an object or a boolean',
  allows: (node) => node.kind === 'object' || (node.kind === 'scalar' && typeof node.value === 'boolean'),
};

const EXPECTED: Readonly<Record<SchemaLanguage, Expectation>> = {
  asyncapi: JSON_SCHEMA,
  'json-schema': JSON_SCHEMA,
  avro: {
    what: 'an Avro schema is a name, an object or an array',
    allows: (node) => node.kind !== 'scalar' || typeof node.value === 'string',
  },
  protobuf: { what: 'a Protobuf schema is its source text', allows: (node) => stringOf(node) !== undefined },
  unknown: { what: 'a schema is a value', allows: () => true },
};
