import { ENVELOPE_BYTES, readEnvelope } from './envelope.ts';
import { readSchemaIdHeader } from './envelope-header.ts';
import type { SchemaMark } from './envelope-header.ts';
import { loadJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { createLoadingCache } from './loading-cache.ts';
import { wantsLatest } from './rules/find-latest.ts';
import { createReadingRules } from './rules/reading-rules.ts';
import type { ReadingOptions, RuleReader } from './rules/reading-rules.ts';
import type { RegisteredSchema, SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

export interface JsonDeserializerOptions extends ReadingOptions {
  readonly source: SchemaSource;
  /** Refuse values that do not fit the schema they were written with, or were brought to by rules; true when absent. */
  readonly validate?: boolean;
  /** Writer schemas kept compiled; 1,000 when absent. */
  readonly maxSchemas?: number;
}

/** Turns JSON text with the id of its schema into values. */
export interface JsonDeserializer<Value = unknown> {
  /**
   * A promise only while the writer's schema is not here yet; from then on the value itself, but where a rule of the
   * schema's contract must be waited for. Throws, or rejects with,
   * {@link SerdeError}; its findings name the field and the byte.
   * @param idHeader the content of the record's schema id header, where it has one: then nothing stands before the value
   */
  deserialize(bytes: Uint8Array, idHeader?: Uint8Array): Value | Promise<Value>;
}

interface Writer {
  readonly schema: JsonSchema;
  readonly rules: RuleReader | undefined;
}

/**
 * Makes a deserializer. With neither `validate` nor `rules` nor `useLatest` the registry is not asked: a value is what its
 * text says, whatever its contract.
 */
export function createJsonDeserializer<Value = unknown>(options: JsonDeserializerOptions): JsonDeserializer<Value> {
  const { source, validate = true, maxSchemas = 1000 } = options;
  const writers = createLoadingCache<number | string, Writer>({ maxEntries: maxSchemas, load: loadWriter });
  const rules = createReadingRules(source, options);
  const needsSchema = validate || options.rules !== undefined || wantsLatest(options);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  async function loadWriter(key: number | string): Promise<Writer | undefined> {
    const written: RegisteredSchema | undefined =
      typeof key === 'number' ? await source.byId(key) : await source.byGuid(key);
    if (written === undefined) return undefined;
    if (written.schemaType !== 'JSON') throw new SerdeError('wrong-type', `schema ${key} is ${written.schemaType}`);
    const schema = await loadJsonSchema(source, written, `schema ${key}`);
    const plan = await rules.plan(written, schema.recordName);
    const target = plan.latest === undefined ? schema : await loadJsonSchema(source, plan.latest, 'the latest version');
    return { schema, rules: plan.compile((value) => settle(target, value)) };
  }

  /** A value that rules brought to the reader's version: checked like those that were written with it. */
  function settle(target: JsonSchema, value: unknown): unknown {
    const payload = new TextEncoder().encode(JSON.stringify(value));
    const finding = validate ? target.validator()(payload, 0, payload.length) : undefined;
    if (finding === undefined) return value;
    const { path, expected, found } = finding;
    const where = path === '' ? 'the value itself' : path;
    const message = `the migrated value does not fit the reader's version: ${where}: expected ${expected}, found ${found}`;
    throw new SerdeError('rule', message, { findings: [{ path, expected, found }] });
  }

  function read(bytes: Uint8Array, start: number, schema: JsonSchema | undefined, key: number | string): Value {
    const finding = validate ? schema?.validator()(bytes, start, bytes.length) : undefined;
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
    const writer = await writers.get(key);
    if (writer === undefined) throw new SerdeError('unknown-schema', `the registry does not know schema ${key}`);
    return readWith(bytes, start, writer, key);
  }

  function readWith(bytes: Uint8Array, start: number, writer: Writer, key: number | string): Value | Promise<Value> {
    if (writer.rules === undefined) return read(bytes, start, writer.schema, key);
    const decode = (payload: Uint8Array, from: number): Value => read(payload, from, writer.schema, key);
    return writer.rules(bytes, start, decode) as Value | Promise<Value>;
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
      if (!needsSchema) return read(bytes, start, undefined, key);
      const writer = writers.peek(key);
      return writer === undefined ? loadAndRead(bytes, start, key) : readWith(bytes, start, writer, key);
    },
  };
}

function readMark(bytes: Uint8Array): SchemaMark | undefined {
  const id = readEnvelope(bytes);
  return id === undefined ? undefined : { id };
}
