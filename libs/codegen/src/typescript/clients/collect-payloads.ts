import { parseAvro } from '@sluice/asyncapi';
import type { Message, Model, SchemaUse } from '@sluice/asyncapi';
import type { JsonValue } from '@sluice/avro';
import type { FileDescriptor, MessageDescriptor } from '@sluice/formats/protobuf';
import { CodegenError } from '../../codegen-error.ts';
import { createNameScope, formatName } from '../../names.ts';
import type { GenerateOptions } from '../../generate-options.ts';
import { chooseMessage, readProtobuf } from '../protobuf/protobuf-root.ts';
import { addWriters } from '../types/avro-layout.ts';
import type { AvroRoot } from '../types/avro-layout.ts';
import { nameOfMessage } from './plan-clients.ts';
import type { ChannelPlan } from './plan-clients.ts';
import { isObject, isString } from './read-schema.ts';

/** A payload or key: what it is written as, and the constant of `clients/formats.ts` that does it. */
export type Payload =
  | { readonly kind: 'avro'; readonly format: string; readonly root: AvroRoot }
  | ProtobufPayload
  | { readonly kind: 'json'; readonly format: string; readonly name: string; readonly use: SchemaUse | undefined }
  | { readonly kind: 'text' | 'bytes' };

export interface ProtobufPayload {
  readonly kind: 'protobuf';
  readonly format: string;
  /** The text of the file. */
  readonly schema: string;
  readonly message: MessageDescriptor;
}

/** The payloads of all messages that classes need. */
export interface Payloads {
  /** Those with a constant of their own, once each, in order. */
  readonly own: readonly Payload[];
  valueOf(message: Message): Payload;
  /** Undefined where the document says nothing of keys. */
  keyOf(message: Message): Payload | undefined;
}

/** @throws CodegenError where a schema is not here but behind a reference, AsyncApiError where it is no schema */
export function collectPayloads(
  model: Model,
  plans: readonly ChannelPlan[],
  { writers = [], protobufFiles = [] }: Pick<GenerateOptions, 'writers' | 'protobufFiles'> = {},
): Payloads {
  const names = createNameScope('ts', ['avroFormat', 'jsonFormat', 'protobufFormat']);
  const protoFiles = new Map<string, FileDescriptor>();
  const bySchema = new Map<string, Payload>();
  const values = new Map<Message, Payload>();
  const keys = new Map<Message, Payload>();

  /** Schemas that are written the same are one payload. */
  function share(id: string, name: string, make: (format: string) => Payload): Payload {
    const known = bySchema.get(id);
    if (known !== undefined) return known;
    const made = make(names.take(`${formatName(name, 'camel')}Format`));
    bySchema.set(id, made);
    return made;
  }

  function readUse(use: SchemaUse, name: string): Payload {
    const { format, place, openRef, schema } = use;
    if (openRef !== undefined) {
      const message = `the schema behind ${openRef} is not here: resolve the reference first`;
      throw new CodegenError([{ path: `${place.file}#${place.pointer}`, message }]);
    }
    const text = writeJson(schema);
    switch (format) {
      case 'avro': {
        const avro = parseAvro(use);
        const own = 'name' in avro ? (avro.name.split('.').pop() ?? name) : name;
        return share(`avro ${text}`, own, (constant) => ({
          kind: 'avro',
          format: constant,
          root: addWriters({ schema: avro, name }, writers),
        }));
      }
      case 'json-schema':
      case 'asyncapi': {
        const own = use.component ?? (isObject(schema) && typeof schema['title'] === 'string' ? schema['title'] : name);
        return share(`json ${text}`, own, (constant) => ({ kind: 'json', format: constant, name: own, use }));
      }
      case 'protobuf': {
        const source = typeof schema === 'string' ? schema : '';
        const message = readMessage(source, name, `${place.file}#${place.pointer}`);
        return share(`protobuf ${message.fullName} ${text}`, message.name, (constant) => ({
          kind: 'protobuf',
          format: constant,
          schema: source,
          message,
        }));
      }
      default:
        return { kind: 'bytes' };
    }
  }

  /** Files are read once, so that messages of one are of one layout. */
  function readMessage(schema: string, name: string, place: string): MessageDescriptor {
    const file = protoFiles.get(schema) ?? readProtobuf({ schema, files: protobufFiles, place });
    protoFiles.set(schema, file);
    return chooseMessage(file, [name, formatName(name, 'pascal')], place);
  }

  function readValue(message: Message): Payload {
    const { payload, contentType = '' } = message;
    if (/^text\//i.test(contentType) && (payload === undefined || isString(model, payload))) return { kind: 'text' };
    if (payload !== undefined) return readUse(payload, nameOfMessage(message));
    if (contentType !== '' && !/[/+]json\b/i.test(contentType)) return { kind: 'bytes' };
    return share('json', 'anyJson', (format) => ({ kind: 'json', format, name: 'AnyJson', use: undefined }));
  }

  function readKey(message: Message): Payload | undefined {
    const key = message.kafka?.key;
    if (key === undefined) return undefined;
    const isJson = key.format === 'asyncapi' || key.format === 'json-schema';
    return isJson && isString(model, key) ? { kind: 'text' } : readUse(key, `${nameOfMessage(message)}Key`);
  }

  const messages = plans.flatMap(({ clients }) =>
    clients.flatMap((client) => [...client.messages, ...(client.reply?.messages ?? [])]),
  );
  for (const message of new Set(messages)) {
    values.set(message, readValue(message));
    const key = readKey(message);
    if (key !== undefined) keys.set(message, key);
  }
  return {
    own: [...bySchema.values()],
    valueOf: (message) => values.get(message) ?? { kind: 'bytes' },
    keyOf: (message) => keys.get(message),
  };
}

/** JSON text; integers that numbers cannot hold are written in full. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => writeJson(item)).join(',')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`);
  return `{${entries.join(',')}}`;
}
