import { ENVELOPE_BYTES, readEnvelope } from './envelope.ts';
import { readSchemaIdHeader } from './envelope-header.ts';
import type { SchemaMark } from './envelope-header.ts';
import { loadJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { createLoadingCache } from './loading-cache.ts';
import type { RegisteredSchema, SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

export interface JsonDeserializerOptions {
  readonly source: SchemaSource;
  /** Refuse values that do not fit the schema they were written with; true when absent. */
  readonly validate?: boolean;
  /** Writer schemas kept compiled; 1,000 when absent. */
  readonly maxSchemas?: number;
}

/** Turns JSON text with the id of its schema into values. */
export interface JsonDeserializer<Value = unknown> {
  /**
   * A promise only while the writer's schema is not here yet; from then on the value itself. Throws, or rejects with,
   * {@link SerdeError}; its findings name the field and the byte.
   * @param idHeader the content of the record's schema id header, where it has one: then nothing stands before the value
   */
  deserialize(bytes: Uint8Array, idHeader?: Uint8Array): Value | Promise<Value>;
}

/** Makes a deserializer. Without `validate` the registry is not asked, and a value is what its text says. */
export function createJsonDeserializer<Value = unknown>(options: JsonDeserializerOptions): JsonDeserializer<Value> {
  const { source, validate = true, maxSchemas = 1000 } = options;
  const schemas = createLoadingCache<number | string, JsonSchema>({ maxEntries: maxSchemas, load: loadSchema });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  async function loadSchema(key: number | string): Promise<JsonSchema | undefined> {
    const written: RegisteredSchema | undefined =
      typeof key === 'number' ? await source.byId(key) : await source.byGuid(key);
    if (written === undefined) return undefined;
    if (written.schemaType !== 'JSON') throw new SerdeError('wrong-type', `schema ${key} is ${written.schemaType}`);
    return loadJsonSchema(source, written, `schema ${key}`);
  }

  function read(bytes: Uint8Array, start: number, schema: JsonSchema | undefined, key: number | string): Value {
    const finding = schema?.validator()(bytes, start, bytes.length);
    if (finding !== undefined) {
      const { path, expected, found } = finding;
      const offset = start + finding.offset;
      const where = path === '' ? 'the value itself' : path;
      const message = `the bytes do not fit schema ${key}: ${where}: expected ${expected}, found ${found} (byte ${offset})`;
      throw new SerdeError('malformed', message, { findings: [{ path, expected, found, offset }] });
    }
    try {
      return JSON.parse(decoder.decode(bytes.subarray(start))) as Value;
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      const findings = [{ path: '', expected: 'JSON text', found, offset: start }];
      throw new SerdeError('malformed', `the bytes are no JSON: ${found}`, { findings, cause: error });
    }
  }

  async function loadAndRead(bytes: Uint8Array, start: number, key: number | string): Promise<Value> {
    const schema = await schemas.get(key);
    if (schema === undefined) throw new SerdeError('unknown-schema', `the registry does not know schema ${key}`);
    return read(bytes, start, schema, key);
  }

  return {
    deserialize(bytes, idHeader) {
      const mark = idHeader === undefined ? readMark(bytes) : readSchemaIdHeader(idHeader);
      if (mark === undefined) {
        const form = 'the envelope of a registered schema (a zero byte and its id)';
        throw new SerdeError('not-framed', `${bytes.length} bytes without ${form}`);
      }
      const key = 'id' in mark ? mark.id : mark.guid;
      const start = idHeader === undefined ? ENVELOPE_BYTES : 0;
      if (!validate) return read(bytes, start, undefined, key);
      const schema = schemas.peek(key);
      return schema === undefined ? loadAndRead(bytes, start, key) : read(bytes, start, schema, key);
    },
  };
}

function readMark(bytes: Uint8Array): SchemaMark | undefined {
  const id = readEnvelope(bytes);
  return id === undefined ? undefined : { id };
}
