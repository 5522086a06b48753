import type { JsonObject, JsonValue } from '@sluice/avro';
import type { Channel, ExternalDocs, Info, Message, Operation, Parameter, Server, Tag } from '../model/model.ts';
import type { SecurityScheme } from '../model/security-scheme.ts';
import { toRef } from '../source/pointer.ts';
import { chooseBindingVersion } from './binding-versions.ts';
import { writeSchema } from './write-schema.ts';
import type { Components } from './write-schema.ts';
import { defined, writeById, writeList } from './written.ts';
import type { Written } from './written.ts';

type Fields = Readonly<Record<string, Written | undefined>>;

export function writeInfo({ tags, externalDocs, extensions, ...texts }: Info): Written {
  return defined({ ...texts, ...writeTags(tags), ...writeDocs(externalDocs), ...extensions });
}

export function writeServer(server: Server): Written {
  const { host, pathname, protocol, protocolVersion, title, summary, description, kafka } = server;
  return defined({
    ...{ host, pathname, protocol, protocolVersion, title, summary, description },
    variables: writeById(server.variables, writeParameter),
    security: writeList(server.security, writeScheme),
    ...writeTags(server.tags),
    ...writeDocs(server.externalDocs),
    ...writeBindings(server.bindings, kafka && writeBinding(kafka)),
    ...server.extensions,
  });
}

export function writeChannel(channel: Channel, components: Components): Written {
  const { address, title, summary, description, kafka } = channel;
  return defined({
    address,
    messages: writeById(channel.messages, (message) =>
      message.component === undefined
        ? writeMessage(message, components)
        : defined({ $ref: toRef('components', 'messages', message.component) }),
    ),
    ...{ title, summary, description },
    servers: writeList(channel.servers, (id) => defined({ $ref: toRef('servers', id) })),
    parameters: writeById(channel.parameters, writeParameter),
    ...writeTags(channel.tags),
    ...writeDocs(channel.externalDocs),
    ...writeBindings(channel.bindings, kafka && writeBinding(kafka)),
    ...channel.extensions,
  });
}

export function writeOperation(operation: Operation, components: Components): Written {
  const { action, channel, title, summary, description, reply, kafka } = operation;
  return defined({
    action,
    channel: defined({ $ref: toRef('channels', channel) }),
    ...{ title, summary, description },
    security: writeList(operation.security, writeScheme),
    ...writeTags(operation.tags),
    ...writeDocs(operation.externalDocs),
    ...writeBindings(
      operation.bindings,
      kafka &&
        writeBinding({
          ...kafka,
          groupId: kafka.groupId && writeSchema(kafka.groupId, components),
          clientId: kafka.clientId && writeSchema(kafka.clientId, components),
        }),
    ),
    messages: writeMessageRefs(channel, operation.messages),
    reply:
      reply &&
      defined({
        address: reply.address && writeExtended(reply.address),
        channel: reply.channel === undefined ? undefined : defined({ $ref: toRef('channels', reply.channel) }),
        messages:
          reply.channel === undefined && reply.messages.length === 0
            ? undefined
            : writeMessageRefs(reply.channel ?? channel, reply.messages),
        ...reply.extensions,
      }),
    ...operation.extensions,
  });
}

export function writeMessage(message: Message, components: Components): Written {
  const { headers, payload, correlationId, contentType, name, title, summary, description, kafka } = message;
  return defined({
    ...{ name, title, summary, description, contentType },
    headers: headers && writeSchema(headers, components),
    payload: payload && writeSchema(payload, components),
    correlationId: correlationId && writeExtended(correlationId),
    ...writeTags(message.tags),
    ...writeDocs(message.externalDocs),
    ...writeBindings(
      message.bindings,
      kafka && writeBinding({ ...kafka, key: kafka.key && writeSchema(kafka.key, components) }),
    ),
    examples: writeList(message.examples, writeExtended),
    ...message.extensions,
  });
}

/** Where it is a component, a reference. */
export function writeScheme(scheme: SecurityScheme): Written {
  if (scheme.component !== undefined)
    return defined({ $ref: toRef('components', 'securitySchemes', scheme.component) });
  return writeSchemeInFull(scheme);
}

export function writeSchemeInFull(named: SecurityScheme): Written {
  const { component: _, ...scheme } = named;
  if (scheme.type !== 'oauth2') return writeExtended(scheme);
  const flows = Object.entries(scheme.flows).map(([kind, flow]) => [kind, writeExtended(flow)] as const);
  return writeExtended({ ...scheme, flows: new Map(flows) });
}

/** An empty list is written too: it says that there are none, and nothing would say that there are all. */
function writeMessageRefs(channel: string, ids: readonly string[]): Written {
  return ids.map((id) => defined({ $ref: toRef('channels', channel, 'messages', id) }));
}

function writeParameter(named: Parameter): Written {
  const { id: _, ...parameter } = named;
  return writeExtended(parameter);
}

function writeTags(tags: readonly Tag[]): Fields {
  const write = ({ externalDocs, extensions, ...tag }: Tag): Written =>
    defined({ ...tag, ...writeDocs(externalDocs), ...extensions });
  return { tags: writeList(tags, write) };
}

function writeDocs(docs: ExternalDocs | undefined): Fields {
  return { externalDocs: docs && writeExtended(docs) };
}

function writeBindings(foreign: Server['bindings'], kafka: Written | undefined): Fields {
  if (foreign === undefined && kafka === undefined) return {};
  const others = Object.entries(foreign ?? {}).map(([protocol, binding]): [string, Written] => [
    protocol,
    isObject(binding) ? withVersion(protocol, binding) : binding,
  ]);
  return { bindings: defined({ kafka, ...Object.fromEntries(others) }) };
}

function writeBinding(binding: object): Written {
  return writeExtended(withVersion('kafka', binding));
}

function withVersion<Binding extends object>(protocol: string, binding: Binding): Binding {
  if (!('bindingVersion' in binding)) return binding;
  return { ...binding, bindingVersion: chooseBindingVersion(protocol, binding.bindingVersion) };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields as the model has them, and extensions among them where the document has them. */
function writeExtended(value: object): Written {
  const { extensions, ...fields } = value as { readonly extensions?: Fields } & Fields;
  return defined({ ...fields, ...extensions });
}
