import type { ProtobufSchema } from '@sluice/formats/protobuf';
import { writeMessageIndexes } from './envelope-indexes.ts';
import { ENVELOPE_BYTES, writeEnvelope } from './envelope.ts';
import { createHttpSource } from './http-source.ts';
import { compileEncoder, ProtobufValueError } from './protobuf-encode.ts';
import { loadProtobufSchema, requireMessage } from './protobuf-schema.ts';
import type { ProtobufSchemaInput } from './protobuf-schema.ts';
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

export interface ProtobufSerializerOptions extends LatestOptions {
  readonly registry: RegistryClient;
  readonly topic: string;
  /** `value` when absent. */
  readonly part?: RecordPart;
  /** TopicNameStrategy when absent. Record names are those of the message. */
  readonly strategy?: SubjectNameStrategy;
  /** The schema to write with. May be absent only with `useLatest` or `useLatestWithMetadata`. */
  readonly schema?: string | ProtobufSchemaInput;
  /** The message to write, like `acme.Order.Line`; the schema's first when absent. */
  readonly message?: string;
  /** Register the schema when its subject does not have it; true when absent. Otherwise it must be there already. */
  readonly autoRegister?: boolean;
  /** Let the registry normalise the schema before it compares. */
  readonly normalize?: boolean;
  /** Runs the rules of the schema's contract. Without it a schema with rules for WRITE is refused. */
  readonly rules?: RuleRunner;
}

/** What a serializer writes with, known once it is prepared. */
export interface PreparedMessage {
  readonly subject: string;
  readonly id: number;
  /** The full name of the message. */
  readonly message: string;
  readonly schema: ProtobufSchema;
}

/** Turns plain objects into enveloped Protobuf: the envelope, the message's indexes, the message. */
export interface ProtobufSerializer<Value = unknown> {
  /** Finds the schema's id and the message; asks the registry once, however often it is called. */
  prepare(): Promise<PreparedMessage>;
  /** Throws {@link SerdeError}; its finding names the field that does not fit. */
  serialize(value: Value): Uint8Array;
  /** The same where rules of the schema's contract must be waited for (JSONata, actions); prepares by itself. */
  serializeAsync(value: Value): Promise<Uint8Array>;
}

interface Prepared extends PreparedMessage {
  readonly start: Uint8Array;
  readonly encode: (value: unknown) => Uint8Array;
}

/** Makes a serializer for one part of one topic. See `compileEncoder` for what values are. */
export function createProtobufSerializer<Value = unknown>(
  options: ProtobufSerializerOptions,
): ProtobufSerializer<Value> {
  const { topic, part = 'value' } = options;
  let prepared: Prepared | undefined;
  let rules: WritingRules | undefined;

  async function prepare(): Promise<Prepared> {
    const source = createHttpSource(options.registry);
    const { contract, ...found } = await findWriter(options, source);
    const { subject, message } = found;
    rules = await prepareWritingRules(source, contract, { runner: options.rules, subject, topic, part, message });
    prepared = found;
    return found;
  }

  const prepareOnce = shareLoading(prepare);

  function encodeFramed(value: unknown): Uint8Array {
    if (prepared === undefined) {
      throw new SerdeError('not-prepared', `await prepare() before the first ${part} of topic ${topic} is serialized`);
    }
    const { start, encode } = prepared;
    const payload = encodeOrRefuse(encode, value, prepared, `a ${part} for topic ${topic}`);
    const bytes = new Uint8Array(start.length + payload.length);
    bytes.set(start);
    bytes.set(payload, start.length);
    return bytes;
  }

  return {
    prepare: prepareOnce,
    serialize(value) {
      return rules === undefined ? encodeFramed(value) : rules.write(value, encodeFramed, prepared?.start.length ?? 0);
    },
    async serializeAsync(value) {
      const { start } = await prepareOnce();
      return rules === undefined ? encodeFramed(value) : rules.writeAsync(value, encodeFramed, start.length);
    },
  };
}

function encodeOrRefuse(
  encode: Prepared['encode'],
  value: unknown,
  { id, subject }: Prepared,
  what: string,
): Uint8Array {
  try {
    return encode(value);
  } catch (error) {
    if (!(error instanceof ProtobufValueError)) throw error;
    const message = `${what} does not fit schema ${id} of subject ${subject}: ${error.message}`;
    throw new SerdeError('invalid-value', message, { findings: [error.finding], cause: error });
  }
}

async function findWriter(
  options: ProtobufSerializerOptions,
  source: SchemaSource,
): Promise<Prepared & { readonly contract: Contract }> {
  const { registry, topic, part = 'value', strategy = 'TopicNameStrategy', autoRegister = true } = options;
  const input = typeof options.schema === 'string' ? { schema: options.schema } : options.schema;
  const what = `the ${part} schema of topic ${topic}`;
  const given = input === undefined ? undefined : await loadProtobufSchema(source, input, what);
  const name = given === undefined ? options.message : requireMessage(given, options.message, what).message.fullName;
  const subject = subjectName(strategy, topic, part, name);

  if (wantsLatest(options)) {
    const latest = await findLatest(source, subject, options);
    if (latest === undefined) throw new SerdeError('unknown-schema', `subject ${subject} has no version to write with`);
    if (latest.schemaType !== 'PROTOBUF') {
      throw new SerdeError('wrong-type', `subject ${subject} is ${latest.schemaType}`);
    }
    const version = `the latest version of ${subject}`;
    const schema = await loadProtobufSchema(source, latest, version);
    return { ...toPrepared(subject, latest.id, schema, name, version), contract: latest };
  }
  if (input === undefined || given === undefined) {
    throw new SerdeError('invalid-schema', `${what} is missing: give \`schema\`, or \`useLatest\``);
  }
  const normalize = options.normalize === undefined ? {} : { normalize: options.normalize };
  const body = { ...input, schemaType: 'PROTOBUF' as const };
  const answer = autoRegister
    ? await registry.registerSchema(subject, body, normalize)
    : await registry.findSchema(subject, body, normalize);
  const id = answer?.id;
  if (id === undefined) {
    throw new SerdeError('unknown-schema', `${what} is not registered under subject ${subject}`);
  }
  const contract = await readContract(source, { subject, runner: options.rules }, body, { ...answer, id });
  return { ...toPrepared(subject, id, given, name, what), contract };
}

function toPrepared(
  subject: string,
  id: number,
  schema: ProtobufSchema,
  name: string | undefined,
  what: string,
): Prepared {
  const { message, indexes } = requireMessage(schema, name, what);
  const list = writeMessageIndexes(indexes);
  const start = new Uint8Array(ENVELOPE_BYTES + list.length);
  start.set(list, writeEnvelope(start, 0, id));
  return { subject, id, message: message.fullName, schema, start, encode: compileEncoder(message) };
}
