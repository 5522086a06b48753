import type { Channel, Operation, Parameter, Server, Variable } from '../../model/model.ts';
import type { SecurityScheme } from '../../model/security-scheme.ts';
import { describeSchema } from '../schema/describe-schema.ts';
import { describeExamples } from '../examples/describe-examples.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { chip, code, joinInlines, link, listFacts, muted, paragraph } from '../page/page.ts';
import type { Block, Cell, Inlines, Section } from '../page/page.ts';
import { describeSnippets } from '../snippets/describe-snippets.ts';
import { findChannel, findMessages, topicOf } from './context.ts';
import type { Context } from './context.ts';
import { describeExtensions, describeRest, describeWords } from './described.ts';
import { formatLine } from './format-json.ts';
import type { MessageEntry } from './message-index.ts';

export function describeServer({ anchors }: Context, server: Server): Section {
  const { kafka } = server;
  const blocks = [
    ...describeWords(server),
    ...listFacts({
      Host: [code(server.host + (server.pathname ?? ''))],
      Protocol: [server.protocol, ...(server.protocolVersion === undefined ? [] : [` ${server.protocolVersion}`])],
      'Schema registry': kafka?.schemaRegistryUrl === undefined ? undefined : [code(kafka.schemaRegistryUrl)],
      'Registry vendor': kafka?.schemaRegistryVendor,
      Security: saySecurity(server.security),
    }),
    ...describeVariables('Variables', server.variables),
    ...describeSecurityDetails(server.security),
    ...describeExtensions(kafka?.extensions),
    ...describeRest(server),
  ];
  return { kind: 'section', id: anchors.find('server', server.id), title: [code(server.id)], blocks, isItem: true };
}

export function describeChannel(context: Context, channel: Channel): Section {
  const { anchors, messages, model } = context;
  const { kafka } = channel;
  const operations = model.operations.filter((operation) => operation.channel === channel.id);
  const topic = topicOf(channel);
  const configs = Object.entries(kafka?.topicConfiguration ?? {}).flatMap(([key, value]): (readonly Cell[])[] =>
    value === undefined ? [] : [[[code(key)], [code(formatLine(value))]]],
  );
  const subjects = (context.options.subjects ?? []).filter(
    ({ subject }) => topic !== undefined && (subject === `${topic}-value` || subject === `${topic}-key`),
  );
  const blocks: Block[] = [
    ...describeWords(channel),
    ...listFacts({
      Address: channel.address === null ? [muted('known at run time only')] : [code(channel.address)],
      Topic: kafka?.topic === undefined ? undefined : [code(kafka.topic)],
      Partitions: kafka?.partitions,
      Replicas: kafka?.replicas,
      Servers: joinInlines(channel.servers.map((id) => [link(`#${anchors.find('server', id)}`, id)])),
      Messages: joinInlines(channel.messages.map((item) => [link(`#${messages.anchorOf(item)}`, item.id)])),
      Operations: joinInlines(
        operations.map(({ id, action }) => [`${action} `, link(`#${anchors.find('operation', id)}`, id)]),
      ),
      Subjects: joinInlines(subjects.map(({ subject }) => [link(`#${anchors.find('subject', subject)}`, subject)])),
    }),
    ...describeVariables('Parameters', channel.parameters),
    ...(configs.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            label: `Configuration of ${channel.id}`,
            hasRowHeads: true,
            head: [['Topic configuration'], ['Value']],
            rows: configs,
          },
        ]),
    ...describeExtensions(kafka?.extensions),
    ...describeRest(channel),
  ];
  return { kind: 'section', id: anchors.find('channel', channel.id), title: [code(channel.id)], blocks, isItem: true };
}

export function describeOperation(context: Context, operation: Operation): Section {
  const { anchors, messages, types } = context;
  const { kafka, reply } = operation;
  const linkMessages = (channelId: string | undefined, ids: readonly string[]): Inlines => {
    const found = findMessages(channelId === undefined ? undefined : findChannel(context, channelId), ids);
    return joinInlines(found.map((item) => [link(`#${messages.anchorOf(item)}`, item.id)]));
  };
  const linkChannel = (id: string): Inlines => [link(`#${anchors.find('channel', id)}`, id)];
  const replyTo = reply?.address;
  const blocks: Block[] = [
    ...describeWords(operation),
    ...listFacts({
      Action: [
        chip(operation.action),
        ' ',
        muted(operation.action === 'send' ? 'the application sends' : 'the application receives'),
      ],
      Channel: linkChannel(operation.channel),
      Messages: linkMessages(operation.channel, operation.messages),
      'Reply on': reply?.channel === undefined ? undefined : linkChannel(reply.channel),
      'Reply address':
        replyTo === undefined
          ? undefined
          : [code(replyTo.location), ...(replyTo.description === undefined ? [] : [` ${replyTo.description}`])],
      'Reply messages': linkMessages(reply?.channel, reply?.messages ?? []),
      Security: saySecurity(operation.security),
    }),
    ...describeExtensions(reply?.extensions),
    ...describeExtensions(replyTo?.extensions),
    ...describeSecurityDetails(operation.security),
    ...(kafka?.groupId === undefined
      ? []
      : [part('Group id', `${operation.id}-group`, describeSchema(types, kafka.groupId, 'group id'), anchors)]),
    ...(kafka?.clientId === undefined
      ? []
      : [part('Client id', `${operation.id}-client`, describeSchema(types, kafka.clientId, 'client id'), anchors)]),
    ...describeExtensions(kafka?.extensions),
    ...describeRest(operation),
    ...describeSnippets(context, operation),
  ];
  return {
    kind: 'section',
    id: anchors.find('operation', operation.id),
    title: [code(operation.id), ' ', chip(operation.action)],
    blocks,
    isItem: true,
  };
}

export function describeMessage(context: Context, { message, anchor, channels }: MessageEntry): Section {
  const { anchors, types } = context;
  const { kafka, correlationId } = message;
  const named = (what: string): string => `${anchor.replace(/^message-/u, '')}-${what}`;
  const examples = describeExamples(context, message);
  const blocks: Block[] = [
    ...describeWords(message),
    ...listFacts({
      Name: message.name === undefined ? undefined : [code(message.name)],
      'Content type': message.contentType === undefined ? undefined : [code(message.contentType)],
      Channels: joinInlines(channels.map((id) => [link(`#${anchors.find('channel', id)}`, id)])),
      'Correlation id':
        correlationId === undefined
          ? undefined
          : [
              code(correlationId.location),
              ...(correlationId.description === undefined ? [] : [` ${correlationId.description}`]),
            ],
      'Schema id in': kafka?.schemaIdLocation,
      'Schema id encoding': kafka?.schemaIdPayloadEncoding,
      'Subject strategy': kafka?.schemaLookupStrategy,
    }),
    ...describeExtensions(correlationId?.extensions),
    ...(message.payload === undefined
      ? [paragraph(muted('The document does not describe the payload.'))]
      : [part('Payload', named('payload'), describeSchema(types, message.payload, 'payload'), anchors)]),
    ...(kafka?.key === undefined ? [] : [part('Key', named('key'), describeSchema(types, kafka.key, 'key'), anchors)]),
    ...(message.headers === undefined
      ? []
      : [part('Headers', named('headers'), describeSchema(types, message.headers, 'headers'), anchors)]),
    ...(examples.length === 0 ? [] : [part('Examples', named('examples'), examples, anchors)]),
    ...describeExtensions(kafka?.extensions),
    ...describeRest(message),
  ];
  return { kind: 'section', id: anchor, title: [code(message.id)], blocks, isItem: true };
}

function part(title: string, id: string, blocks: readonly Block[], anchors: Context['anchors']): Section {
  return { kind: 'section', id: anchors.find('type', 'part', id), title: [title], blocks };
}

function describeVariables(title: string, variables: readonly (Variable | Parameter)[]): readonly Block[] {
  if (variables.length === 0) return [];
  const rows = variables.map((variable): readonly Cell[] => [
    [code(variable.id)],
    variable.default === undefined ? [muted('none')] : [code(variable.default)],
    joinInlines((variable.enum ?? []).map((value) => [code(value)])),
    [
      ...(variable.description === undefined ? [] : parseMarkdown(variable.description)),
      ...(variable.examples === undefined
        ? []
        : [paragraph(muted('Such as '), ...joinInlines(variable.examples.map((value) => [code(value)])))]),
      ...('location' in variable && variable.location !== undefined
        ? [paragraph(muted('From '), code(variable.location))]
        : []),
      ...describeExtensions(variable.extensions),
    ],
  ]);
  return [
    { kind: 'table', label: title, hasRowHeads: true, head: [[title], ['Default'], ['Values'], ['Description']], rows },
  ];
}

function saySecurity(schemes: readonly SecurityScheme[]): Inlines {
  return joinInlines(
    schemes.map((scheme) => [scheme.component === undefined ? '' : `${scheme.component}: `, code(scheme.type)]),
    ' or ',
  );
}

/** What schemes say beyond their kind. */
export function describeSecurityDetails(schemes: readonly SecurityScheme[]): readonly Block[] {
  return schemes.flatMap(({ type, component, description, extensions, ...rest }): readonly Block[] => {
    const facts = Object.entries(rest).map(([key, value]): [string, Inlines] => [
      key,
      [code(typeof value === 'string' ? value : formatLine(JSON.parse(JSON.stringify(value))))],
    ]);
    const prose = description === undefined ? [] : parseMarkdown(description);
    const blocks = [...prose, ...listFacts(Object.fromEntries(facts)), ...describeExtensions(extensions)];
    return blocks.length === 0 ? [] : [paragraph(muted('Security: '), code(component ?? type)), ...blocks];
  });
}
