import type { ContractSchema } from '@sluice/serde';
import {
  checkDepth,
  fromCel,
  fromJsonValue,
  guessCel,
  isPlain,
  mapObject,
  toJsonValue,
  withField,
} from './cel-values.ts';
import { createTagFinder, readTags } from './field-tags.ts';
import { isOfType, openNodes, typesOf } from './json-schema-nodes.ts';
import type { Node } from './json-schema-nodes.ts';
import { PRIMITIVE_NAMES } from './value-shape.ts';
import type { FieldPlace, FieldTypeName, FieldVisitor, ValueShape } from './value-shape.ts';

/** JSON values. Full names are `$.outer.inner`; the items of a list go by the list's. */
export function openJsonShape(contract: ContractSchema): ValueShape {
  const { root, expand } = openNodes(contract);
  const findTags = createTagFinder(contract.metadata);

  function toCel(schemas: readonly unknown[], value: unknown, depth: number): unknown {
    checkDepth(depth);
    if (value === null || value === undefined) return null;
    const nodes = schemas.flatMap((schema) => expand(schema, value));
    if (typeof value === 'number') return isDouble(nodes) ? value : guessCel(value);
    if (Array.isArray(value)) {
      const items = nodes.map(({ items }) => items);
      return value.map((item) => toCel(items, item, depth + 1));
    }
    return isPlain(value) ? mapObject(value, (inner, key) => toCel(propertiesOf(nodes, key), inner, depth + 1)) : value;
  }

  function mapValue(
    schemas: readonly unknown[],
    value: unknown,
    path: string,
    place: FieldPlace | undefined,
    visit: FieldVisitor,
    depth: number,
  ): unknown {
    checkDepth(depth);
    if (value === null || value === undefined) return value;
    const nodes = schemas.flatMap((schema) => expand(schema, value));
    if (Array.isArray(value)) {
      const items = nodes.map((node) => node['items']);
      return value.map((item) => mapValue(items, item, path, place, visit, depth + 1));
    }
    if (isPlain(value)) return mapProperties(nodes, value, path, visit, depth);
    const typeName = nameType(nodes, value);
    if (place === undefined || typeName === undefined || !PRIMITIVE_NAMES.has(typeName)) return value;
    const result = visit(place, typeName, toCel(schemas, value, depth));
    return result === undefined ? value : fromCel(result, value);
  }

  function mapProperties(
    nodes: readonly Node[],
    value: Readonly<Record<string, unknown>>,
    path: string,
    visit: FieldVisitor,
    depth: number,
  ): unknown {
    let mapped = value;
    for (const name of new Set(
      nodes.flatMap(({ properties }) => (isPlain(properties) ? Object.keys(properties) : [])),
    )) {
      if (!Object.hasOwn(value, name)) continue;
      const schemas = propertiesOf(nodes, name);
      const fullName = `${path}.${name}`;
      const inline = schemas
        .flatMap((schema) => expand(schema, value[name]))
        .flatMap((node) => readTags(node['confluent:tags']));
      const before = mapped;
      const message = (): unknown => toCel(nodes, before, depth);
      const place = { fullName, name, tags: findTags(fullName, inline), message };
      const result = mapValue(schemas, value[name], fullName, place, visit, depth + 1);
      if (result !== value[name]) mapped = withField(mapped, name, result);
    }
    return mapped;
  }

  return {
    toCel: (value) => toCel([root], value, 0),
    fromCel,
    toJson: (value) => toJsonValue(value),
    fromJson: (result) => fromJsonValue(result),
    mapFields: (value, visit) => mapValue([root], value, '$', undefined, visit, 0),
  };
}

function propertiesOf(nodes: readonly Node[], name: string): readonly unknown[] {
  return nodes.flatMap(({ properties }) =>
    isPlain(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [],
  );
}

function isDouble(nodes: readonly Node[]): boolean {
  const types = nodes.flatMap(typesOf);
  return types.includes('number') && !types.includes('integer');
}

const TYPE_NAMES: Readonly<Record<string, FieldTypeName>> = {
  string: 'STRING',
  integer: 'INT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** Undefined where the schema says nothing of the value: then no rule is about it. */
function nameType(nodes: readonly Node[], value: unknown): FieldTypeName | undefined {
  if (nodes.some((node) => 'enum' in node || 'const' in node)) return 'ENUM';
  const type = nodes.flatMap(typesOf).find((name) => isOfType(name, value));
  return type === undefined ? undefined : TYPE_NAMES[type];
}
