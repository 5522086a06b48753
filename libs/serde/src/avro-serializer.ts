import { compileCodec } from '@sluice/avro';
import type { Codec, CodecOptions, Schema } from '@sluice/avro';
import { describeFindings, readAvroFindings } from './avro-findings.ts';
import { loadAvroSchema } from './avro-schema.ts';
import type { AvroSchemaInput } from './avro-schema.ts';
import { ENVELOPE_BYTES, writeEnvelope } from './envelope.ts';
import { createHttpSource } from './http-source.ts';
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

export interface AvroSerializerOptions extends LatestOptions {
  readonly registry: RegistryClient;
  readonly topic: string;
  /** `value` when absent. */
  readonly part?: RecordPart;
  /** TopicNameStrategy when absent. */
  readonly strategy?: SubjectNameStrategy;
  /** The schema to write with. May be absent only with `useLatest` or `useLatestWithMetadata`. */
  readonly schema?: string | AvroSchemaInput;
  /** Register the schema when its subject does not have it; true when absent. Otherwise it must be there already. */
  readonly autoRegister?: boolean;
  /** Let the registry normalise the schema before it compares. */
  readonly normalize?: boolean;
  /** How long values are given; see compileCodec of @sluice/avro. */
  readonly avro?: CodecOptions;
  /** Runs the rules of the schema's contract. Without it a schema with rules for WRITE is refused. */
  readonly rules?: RuleRunner;
}

/** What a serializer writes with, known once it is prepared. */
export interface PreparedSchema {
  readonly subject: string;
  readonly id: number;
  readonly schema: Schema;
}

/** Turns values into enveloped Avro. */
export interface AvroSerializer<Value = unknown> {
  /** Finds the schema's id and compiles it; asks the registry once, however often it is called. */
  prepare(): Promise<PreparedSchema>;
  /** Envelope and payload in one pass. Throws {@link SerdeError}; its findings name the fields that do not fit. */
  serialize(value: Value): Uint8Array;
  /** The same where rules of the schema's contract must be waited for (JSONata, actions); prepares by itself. */
  serializeAsync(value: Value): Promise<Uint8Array>;
}

/** Room for most records; grows to twice the longest one seen, up to a bound. */
const FIRST_BUFFER_BYTES = 1024;
const MAX_BUFFER_BYTES = 1024 * 1024;

/** Makes a serializer for one part of one topic. */
export function createAvroSerializer<Value = unknown>(options: AvroSerializerOptions): AvroSerializer<Value> {
  const { topic, part = 'value' } = options;
  let prepared: PreparedSchema | undefined;
  let codec: Codec | undefined;
  let rules: WritingRules | undefined;
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES);

  async function prepare(): Promise<PreparedSchema> {
    const source = createHttpSource(options.registry);
    const { contract, ...found } = await findWriterSchema(options, source);
    const { subject } = found;
    rules = await prepareWritingRules(source, contract, { runner: options.rules, subject, topic, part });
    codec = compileCodec(found.schema, options.avro);
    prepared = found;
    return found;
  }

  function serialize(value: Value): Uint8Array {
    return rules === undefined ? encode(value) : rules.write(value, encode, ENVELOPE_BYTES);
  }

  function encode(value: unknown): Uint8Array {
    if (codec === undefined || prepared === undefined) {
      throw new SerdeError('not-prepared', `await prepare() before the first ${part} of topic ${topic} is serialized`);
    }
    try {
      const end = codec.encodeInto(value, buffer, writeEnvelope(buffer, 0, prepared.id));
      return buffer.slice(0, end);
    } catch (error) {
      // An error that blames no field is about room.
      return readAvroFindings(error).length === 0 ? serializeLong(codec, prepared, value) : refuse(prepared, error);
    }
  }

  function serializeLong(codec: Codec, schema: PreparedSchema, value: unknown): Uint8Array {
    try {
      const payload = codec.encode(value);
      const bytes = new Uint8Array(ENVELOPE_BYTES + payload.length);
      bytes.set(payload, writeEnvelope(bytes, 0, schema.id));
      if (bytes.length > buffer.length) buffer = new Uint8Array(Math.min(bytes.length * 2, MAX_BUFFER_BYTES));
      return bytes;
    } catch (error) {
      return refuse(schema, error);
    }
  }

  function refuse({ id, subject }: PreparedSchema, error: unknown): never {
    const findings = readAvroFindings(error);
    const what = `a ${part} for topic ${topic} does not fit schema ${id} of subject ${subject}`;
    const message = `${what}: ${describeFindings(findings, error)}`;
    throw new SerdeError('invalid-value', message, { findings, cause: error });
  }

  const prepareOnce = shareLoading(prepare);

  return {
    prepare: prepareOnce,
    serialize,
    async serializeAsync(value) {
      await prepareOnce();
      return rules === undefined ? encode(value) : rules.writeAsync(value, encode, ENVELOPE_BYTES);
    },
  };
}

async function findWriterSchema(
  options: AvroSerializerOptions,
  source: SchemaSource,
): Promise<PreparedSchema & { readonly contract: Contract }> {
  const { registry, topic, part = 'value', strategy = 'TopicNameStrategy', autoRegister = true } = options;
  const input = typeof options.schema === 'string' ? { schema: options.schema } : options.schema;
  const what = `the ${part} schema of topic ${topic}`;
  const given = input === undefined ? undefined : await loadAvroSchema(source, input, what);
  const subject = subjectName(strategy, topic, part, given === undefined ? undefined : readName(given));

  if (wantsLatest(options)) {
    const latest = await findLatest(source, subject, options);
    if (latest === undefined) throw new SerdeError('unknown-schema', `subject ${subject} has no version to write with`);
    if (latest.schemaType !== 'AVRO') throw new SerdeError('wrong-type', `subject ${subject} is ${latest.schemaType}`);
    const schema = await loadAvroSchema(source, latest, `the latest version of ${subject}`);
    return { subject, id: latest.id, schema, contract: latest };
  }
  if (input === undefined || given === undefined) {
    throw new SerdeError('invalid-schema', `${what} is missing: give \`schema\`, or \`useLatest\``);
  }
  const normalize = options.normalize === undefined ? {} : { normalize: options.normalize };
  const answer = autoRegister
    ? await registry.registerSchema(subject, input, normalize)
    : await registry.findSchema(subject, input, normalize);
  const id = answer?.id;
  if (id === undefined) {
    throw new SerdeError('unknown-schema', `${what} is not registered under subject ${subject}`);
  }
  const contract = await readContract(
    source,
    { subject, runner: options.rules },
    { ...input, schemaType: 'AVRO' },
    { ...answer, id },
  );
  return { subject, id, schema: given, contract };
}

function readName(schema: Schema): string | undefined {
  return 'name' in schema ? schema.name : undefined;
}
