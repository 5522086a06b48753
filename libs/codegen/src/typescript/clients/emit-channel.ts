import type { Channel, Message, Model } from '@sluice/asyncapi';
import type { JsonValue } from '@sluice/avro';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { formatName, quote } from '../../names.ts';
import type { ModuleExports } from '../text/index-file.ts';
import { startModule } from '../text/module.ts';
import type { Module } from '../text/module.ts';
import { writeJson } from './collect-payloads.ts';
import type { Payload, Payloads } from './collect-payloads.ts';
import { emitClient } from './emit-client.ts';
import { FORMATS_PATH, RUNTIME } from './emit-formats.ts';
import { printLiteral } from './literal.ts';
import type { Literal } from './literal.ts';
import { declareMessages } from './message-types.ts';
import type { MessageTypes } from './message-types.ts';
import type { PayloadTypes } from './payload-types.ts';
import { isCompacted, nameOfMessage } from './plan-clients.ts';
import type { ChannelPlan } from './plan-clients.ts';
import { isString, listProperties } from './read-schema.ts';

/** What the parts of a channel's file have in common. */
export interface ChannelFile {
  readonly model: Model;
  readonly options: GenerateOptions;
  readonly module: Module;
  readonly payloads: Payloads;
  readonly types: PayloadTypes;
  readonly messages: MessageTypes;
  /** The constant of a channel with these of its messages; declared when first asked for. */
  formatOf(channel: Channel, messages: readonly Message[]): string;
}

export interface EmittedChannel {
  readonly file: GeneratedFile;
  readonly exports: ModuleExports;
}

/** One file: what goes over a channel, and the classes of its operations. */
export function emitChannel(
  plan: ChannelPlan,
  { model, payloads, types, options }: Pick<ChannelFile, 'model' | 'payloads' | 'types' | 'options'>,
): EmittedChannel {
  const names = plan.clients.map(({ name }) => name);
  const module = startModule(plan.path, options, names);
  const messages = declareMessages(module, { model, payloads, types });
  const constants: string[] = [];
  const known = new Map<string, string>();

  function declare(name: string, type: string, literal: Literal): string {
    const text = printLiteral(literal);
    const key = `${type} ${text}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    const own = module.names.take(formatName(name, 'upper'));
    known.set(key, own);
    constants.push(`const ${own}: ${module.importType(type, RUNTIME)} = ${text};\n`);
    return own;
  }

  function formatOf(channel: Channel, used: readonly Message[]): string {
    const items = used.map((message) => declare(nameOfMessage(message), 'MessageFormat', describeMessage(message)));
    return declare(`${channel.id}_channel`, 'ChannelFormat', describeChannel(channel, items));
  }

  function describeMessage(message: Message): Literal {
    const { kafka, correlationId, headers } = message;
    const key = payloads.keyOf(message);
    return {
      name: quote(nameOfMessage(message)),
      value: printFormat(module, payloads.valueOf(message)),
      key: key === undefined ? undefined : printFormat(module, key),
      headers: headers === undefined ? undefined : describeHeaders(model, headers.schema),
      idLocation: kafka?.schemaIdLocation === 'header' ? quote('header') : undefined,
      strategy: printStrategy(kafka?.schemaLookupStrategy),
      correlationId: correlationId === undefined ? undefined : quote(correlationId.location),
    };
  }

  const file: ChannelFile = { model, options, module, payloads, types, messages, formatOf };
  const clients = plan.clients.map((client) => emitClient(file, plan.channel, client));
  return {
    file: module.finish([...messages.declarations(), ...constants, ...clients]),
    exports: { path: plan.path, types: messages.exported(), values: names },
  };
}

function printFormat(module: Module, payload: Payload): string {
  if ('format' in payload) return module.importValue(payload.format, `/${FORMATS_PATH}`);
  return module.importValue(payload.kind === 'text' ? 'textFormat' : 'bytesFormat', RUNTIME);
}

/** Strings are text, and everything else is JSON. */
function describeHeaders(model: Model, schema: Parameters<typeof listProperties>[1]): Literal {
  const forms = Array.from(listProperties(model, schema), ([name, property]) => [
    name,
    quote(isString(model, property) ? 'text' : 'json'),
  ]);
  return Object.fromEntries(forms) as Literal;
}

/** Confluent's names, with or without the package; others of the document's own are left to the default. */
function printStrategy(strategy: string | undefined): string | undefined {
  const name = strategy?.split('.').pop();
  return name === 'RecordNameStrategy' || name === 'TopicRecordNameStrategy' ? quote(name) : undefined;
}

function describeChannel(channel: Channel, messages: readonly string[]): Literal {
  const { kafka, parameters } = channel;
  const address = kafka?.topic ?? channel.address;
  const rules = parameters.map(({ id, enum: values, default: value }) => [
    id,
    { enum: values?.map(quote), default: value === undefined ? undefined : quote(value) },
  ]);
  const configs = Object.entries(kafka?.topicConfiguration ?? {}).map(([name, value]) => [
    name,
    quote(printConfig(value)),
  ]);
  const topic = {
    partitions: kafka?.partitions === undefined ? undefined : String(kafka.partitions),
    replicas: kafka?.replicas === undefined ? undefined : String(kafka.replicas),
    configs: configs.length === 0 ? undefined : (Object.fromEntries(configs) as Literal),
  };
  return {
    address: address === null ? 'null' : quote(address),
    parameters: rules.length === 0 ? undefined : (Object.fromEntries(rules) as Literal),
    messages,
    isShared: channel.messages.length > messages.length ? 'true' : undefined,
    tombstones: isCompacted(channel) ? 'true' : undefined,
    topic: Object.values(topic).every((item) => item === undefined) ? undefined : topic,
  };
}

/** As Kafka wants it: lists with commas. */
function printConfig(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : writeJson(value ?? null);
}
