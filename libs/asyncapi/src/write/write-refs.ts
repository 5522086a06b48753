import type { JsonValue } from '@sluice/avro';
import { isData, NAMED_KEYWORDS } from '../model/schema-keywords.ts';
import type { SchemaComponent } from '../model/model.ts';
import { toRecord } from '../source/node.ts';
import { parseFragment, toRef } from '../source/pointer.ts';

/**
 * A JSON Schema with its references as a document has them: where a component says its format, its schema is one step
 * further in. What a model shares is looked at once.
 */
export function createRefWriter(components: readonly SchemaComponent[]): (schema: JsonValue) => JsonValue {
  const formatted = new Set(components.flatMap(({ id, schemaFormat }) => (schemaFormat === undefined ? [] : [id])));
  const done = new WeakMap<object, JsonValue>();

  function write(value: JsonValue): JsonValue {
    if (typeof value !== 'object' || value === null) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    const copy = isList(value) ? value.map(write) : writeObject(value);
    done.set(value, copy);
    return copy;
  }

  function writeObject(value: Readonly<Record<string, JsonValue>>): JsonValue {
    return toRecord(
      Object.entries(value).map(([key, item]): readonly [string, JsonValue] => {
        if (key === '$ref' && typeof item === 'string') return [key, writeRef(item)];
        if (isData(key)) return [key, item];
        if (NAMED_KEYWORDS.has(key) && typeof item === 'object' && item !== null && !isList(item)) {
          return [key, toRecord(Object.entries(item).map(([name, inner]) => [name, write(inner)] as const))];
        }
        return [key, write(item)];
      }),
    );
  }

  function writeRef(ref: string): string {
    const [section, kind, name, ...rest] = (ref.startsWith('#') ? parseFragment(ref.slice(1)) : undefined) ?? [];
    if (section !== 'components' || kind !== 'schemas' || name === undefined || !formatted.has(name)) return ref;
    return toRef(section, kind, name, 'schema', ...rest);
  }

  return formatted.size === 0 ? (schema) => schema : write;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
