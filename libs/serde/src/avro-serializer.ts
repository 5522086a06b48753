import { compileCodec } from '@sluice/avro';
import type { Codec, Schema } from '@sluice/avro';
import { describeFindings, readAvroFindings } from './avro-findings.ts';
import { loadAvroSchema } from './avro-schema.ts';
import type { AvroSchemaInput } from './avro-schema.ts';
import { ENVELOPE_BYTES, writeEnvelope } from './envelope.ts';
import { createHttpSource } from './http-source.ts';
import type { RegistryClient } from './registry-client.ts';
import { SerdeError } from './serde-error.ts';
import { subjectName } from './subject-name.ts';
import type { RecordPart, SubjectNameStrategy } from './subject-name.ts';

export type AvroOptions = NonNullable<Parameters<typeof compileCodec>[1]>;

export interface AvroSerializerOptions {
  readonly registry: RegistryClient;
  readonly topic: string;
  /** `value` when absent. */
  readonly part?: RecordPart;
  /** TopicNameStrategy when absent. */
  readonly strategy?: SubjectNameStrategy;
  /** The schema to write with. May be absent only with `useLatest`. */
  readonly schema?: string | AvroSchemaInput;
  /** Register the schema when its subject does not have it; true when absent. Otherwise it must be there already. */
  readonly autoRegister?: boolean;
  /** Write with the latest version of the subject in place of `schema`. */
  readonly useLatest?: boolean;
  /** Let the registry normalise the schema before it compares. */
  readonly normalize?: boolean;
  /** How long values are given; see compileCodec of @sluice/avro. */
  readonly avro?: AvroOptions;
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
}

/** First guess at the size of a record; doubled as records need it. */
const FIRST_BUFFER_BYTES = 1024;
const MAX_BUFFER_BYTES = 0x7fffffff;

/** Makes a serializer for one part of one topic. */
export function createAvroSerializer<Value = unknown>(options: AvroSerializerOptions): AvroSerializer<Value> {
  const { topic, part = 'value' } = options;
  let preparing: Promise<PreparedSchema> | undefined;
  let prepared: PreparedSchema | undefined;
  let codec: Codec | undefined;
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES);

  async function prepare(): Promise<PreparedSchema> {
    const found = await findWriterSchema(options);
    codec = compileCodec(found.schema, options.avro);
    prepared = found;
    return found;
  }

  function serialize(value: Value): Uint8Array {
    if (codec === undefined || prepared === undefined) {
      throw new SerdeError('not-prepared', `await prepare() before the first ${part} of topic ${topic} is serialized`);
    }
    for (;;) {
      writeEnvelope(buffer, 0, prepared.id);
      try {
        return buffer.slice(0, codec.encodeInto(value, buffer, ENVELOPE_BYTES));
      } catch (error) {
        const findings = readAvroFindings(error);
        if (findings.length > 0 || buffer.length >= MAX_BUFFER_BYTES) {
          const { id, subject } = prepared;
          const what = `a ${part} for topic ${topic} does not fit schema ${id} of subject ${subject}`;
          throw new SerdeError('invalid-value', `${what}: ${describeFindings(findings, error)}`, {
            findings,
            cause: error,
          });
        }
        buffer = new Uint8Array(Math.min(buffer.length * 2, MAX_BUFFER_BYTES));
      }
    }
  }

  return {
    prepare() {
      preparing ??= prepare().catch((error: unknown) => {
        preparing = undefined;
        throw error;
      });
      return preparing;
    },
    serialize,
  };
}

async function findWriterSchema(options: AvroSerializerOptions): Promise<PreparedSchema> {
  const { registry, topic, part = 'value', strategy = 'TopicNameStrategy', autoRegister = true, useLatest } = options;
  const source = createHttpSource(registry);
  const input = typeof options.schema === 'string' ? { schema: options.schema } : options.schema;
  const what = `the ${part} schema of topic ${topic}`;
  const given = input === undefined ? undefined : await loadAvroSchema(source, input, what);
  const subject = subjectName(strategy, topic, part, given === undefined ? undefined : readName(given));

  if (useLatest === true) {
    const latest = await source.byVersion(subject, 'latest');
    if (latest === undefined) throw new SerdeError('unknown-schema', `subject ${subject} has no version to write with`);
    if (latest.schemaType !== 'AVRO') throw new SerdeError('wrong-type', `subject ${subject} is ${latest.schemaType}`);
    return { subject, id: latest.id, schema: await loadAvroSchema(source, latest, `the latest version of ${subject}`) };
  }
  if (input === undefined || given === undefined) {
    throw new SerdeError('invalid-schema', `${what} is missing: give \`schema\`, or \`useLatest\``);
  }
  const normalize = options.normalize === undefined ? {} : { normalize: options.normalize };
  const answer = autoRegister
    ? await registry.registerSchema(subject, input, normalize)
    : await registry.findSchema(subject, input, normalize);
  if (answer?.id === undefined) {
    throw new SerdeError('unknown-schema', `${what} is not registered under subject ${subject}`);
  }
  return { subject, id: answer.id, schema: given };
}

function readName(schema: Schema): string | undefined {
  return 'name' in schema ? schema.name : undefined;
}
