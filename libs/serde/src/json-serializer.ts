import { ENVELOPE_BYTES, writeEnvelope } from './envelope.ts';
import { SCHEMA_ID_HEADERS, writeGuidHeader, writeIdHeader } from './envelope-header.ts';
import { createHttpSource } from './http-source.ts';
import { loadJsonSchema } from './json-schema.ts';
import type { JsonSchema, JsonSchemaInput } from './json-schema.ts';
import type { RegistryClient } from './registry-client.ts';
import { findLatest, wantsLatest } from './rules/find-latest.ts';
import type { LatestOptions } from './rules/find-latest.ts';
import type { RuleRunner } from './rules/rule-runner.ts';
import { prepareWritingRules, readContract } from './rules/writing-rules.ts';
import type { Contract, WritingRules } from './rules/writing-rules.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';
import { shareLoading } from './share-loading.ts';
import { subjectName } from './subject-name.ts';
import type { RecordPart, SubjectNameStrategy } from './subject-name.ts';

export interface JsonSerializerOptions extends LatestOptions {
  readonly registry: RegistryClient;
  readonly topic: string;
  /** `value` when absent. */
  readonly part?: RecordPart;
  /** TopicNameStrategy when absent; the record's name is the schema's title. */
  readonly strategy?: SubjectNameStrategy;
  /** The schema to write with. May be absent only with `useLatest` or `useLatestWithMetadata`. */
  readonly schema?: string | JsonSchemaInput;
  /** Register the schema when its subject does not have it; true when absent. Otherwise it must be there already. */
  readonly autoRegister?: boolean;
  /** Let the registry normalise the schema before it compares. */
  readonly normalize?: boolean;
  /** Refuse values that do not fit the schema; true when absent. */
  readonly validate?: boolean;
  /** Where the schema's id goes: before the value, or into a header of the record. `payload` when absent. */
  readonly idLocation?: 'payload' | 'header';
  /** Runs the rules of the schema's contract. Without it a schema with rules for WRITE is refused. */
  readonly rules?: RuleRunner;
}

/** What a serializer writes with, known once it is prepared. */
export interface PreparedJsonSchema {
  readonly subject: string;
  readonly id: number;
  /** To go with each record; empty where the id stands before the value. */
  readonly headers: readonly (readonly [string, Uint8Array])[];
}

/** Turns values into JSON text with the id of its schema (Confluent's JSON Schema wire format). */
export interface JsonSerializer<Value = unknown> {
  /** Finds the schema's id and compiles its check; asks the registry once, however often it is called. */
  prepare(): Promise<PreparedJsonSchema>;
  /** Throws {@link SerdeError}; its findings name the field that does not fit. */
  serialize(value: Value): Uint8Array;
  /** The same where rules of the schema's contract must be waited for (JSONata, actions); prepares by itself. */
  serializeAsync(value: Value): Promise<Uint8Array>;
}

interface Ready extends PreparedJsonSchema {
  readonly schema: JsonSchema;
}

/** Makes a serializer for one part of one topic. */
export function createJsonSerializer<Value = unknown>(options: JsonSerializerOptions): JsonSerializer<Value> {
  const { topic, part = 'value', validate = true, idLocation = 'payload' } = options;
  const encoder = new TextEncoder();
  let ready: Ready | undefined;
  let rules: WritingRules | undefined;
  const payloadStart = idLocation === 'header' ? 0 : ENVELOPE_BYTES;

  async function prepare(): Promise<Ready> {
    const source = createHttpSource(options.registry);
    const { contract, ...found } = await findWriterSchema(options, source);
    const { subject } = found;
    rules = await prepareWritingRules(source, contract, { runner: options.rules, subject, topic, part });
    if (validate) found.schema.validator();
    ready = found;
    return found;
  }

  function serialize(value: Value): Uint8Array {
    return rules === undefined ? encode(value) : rules.write(value, encode, payloadStart);
  }

  function encode(value: unknown): Uint8Array {
    if (ready === undefined) {
      throw new SerdeError('not-prepared', `await prepare() before the first ${part} of topic ${topic} is serialized`);
    }
    const { id, subject, schema } = ready;
    const what = `a ${part} for topic ${topic} does not fit schema ${id} of subject ${subject}`;
    const payload = encoder.encode(stringify(value, what));
    const finding = validate ? schema.validator()(payload, 0, payload.length) : undefined;
    if (finding !== undefined) {
      const { path, expected, found } = finding;
      const where = path === '' ? 'the value itself' : path;
      const message = `${what}: ${where}: expected ${expected}, found ${found}`;
      throw new SerdeError('invalid-value', message, { findings: [{ path, expected, found }] });
    }
    if (idLocation === 'header') return payload;
    const bytes = new Uint8Array(ENVELOPE_BYTES + payload.length);
    bytes.set(payload, writeEnvelope(bytes, 0, id));
    return bytes;
  }

  const prepareOnce = shareLoading(prepare);

  return {
    prepare: prepareOnce,
    serialize,
    async serializeAsync(value) {
      await prepareOnce();
      return rules === undefined ? encode(value) : rules.writeAsync(value, encode, payloadStart);
    },
  };
}

function stringify(value: unknown, what: string): string {
  let cause: unknown;
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return text;
  } catch (error) {
    // It holds itself, or a bigint.
    cause = error;
  }
  const found = cause instanceof Error ? cause.message : typeof value;
  const findings = [{ path: '', expected: 'a JSON value', found }];
  throw new SerdeError('invalid-value', `${what}: expected a JSON value, found ${found}`, { findings, cause });
}

async function findWriterSchema(
  options: JsonSerializerOptions,
  source: SchemaSource,
): Promise<Ready & { readonly contract: Contract }> {
  const { registry, topic, part = 'value', strategy = 'TopicNameStrategy', autoRegister = true } = options;
  const input = typeof options.schema === 'string' ? { schema: options.schema } : options.schema;
  const what = `the ${part} schema of topic ${topic}`;
  const given = input === undefined ? undefined : await loadJsonSchema(source, input, what);
  const subject = subjectName(strategy, topic, part, given?.recordName);
  const headersFor = async (id: number, guid: string | undefined): Promise<PreparedJsonSchema['headers']> => {
    if (options.idLocation !== 'header') return [];
    const known = guid ?? (await source.byId(id))?.guid ?? '';
    return [[SCHEMA_ID_HEADERS[part], known === '' ? writeIdHeader(id) : writeGuidHeader(known)]];
  };

  if (wantsLatest(options)) {
    const latest = await findLatest(source, subject, options);
    if (latest === undefined) throw new SerdeError('unknown-schema', `subject ${subject} has no version to write with`);
    if (latest.schemaType !== 'JSON') throw new SerdeError('wrong-type', `subject ${subject} is ${latest.schemaType}`);
    const schema = await loadJsonSchema(source, latest, `the latest version of ${subject}`);
    return { subject, id: latest.id, schema, headers: await headersFor(latest.id, latest.guid), contract: latest };
  }
  if (input === undefined || given === undefined) {
    throw new SerdeError('invalid-schema', `${what} is missing: give \`schema\`, or \`useLatest\``);
  }
  const normalize = options.normalize === undefined ? {} : { normalize: options.normalize };
  const typed = { ...input, schemaType: 'JSON' } as const;
  const answer = autoRegister
    ? await registry.registerSchema(subject, typed, normalize)
    : await registry.findSchema(subject, typed, normalize);
  const id = answer?.id;
  if (id === undefined) {
    throw new SerdeError('unknown-schema', `${what} is not registered under subject ${subject}`);
  }
  const contract = await readContract(source, { subject, runner: options.rules }, typed, { ...answer, id });
  return { subject, id, schema: given, headers: await headersFor(id, answer?.guid), contract };
}
