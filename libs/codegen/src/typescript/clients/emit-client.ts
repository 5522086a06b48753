import type { Channel, Message } from '@sluice/asyncapi';
import { quote } from '../../names.ts';
import type { ChannelFile } from './emit-channel.ts';
import { RUNTIME } from './emit-formats.ts';
import { listFilledIn } from './plan-clients.ts';
import type { ClientPlan } from './plan-clients.ts';
import { printClass, printMethod, typeArguments } from './print-class.ts';
import type { Group } from './print-class.ts';
import { firstString, followReferences, isObject } from './read-schema.ts';

/** The class of one operation. */
export function emitClient(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  switch (client.role) {
    case 'Producer':
      return printProducer(file, channel, client);
    case 'Consumer':
      return printConsumer(file, channel, client);
    case 'Requester':
      return printRequester(file, channel, client);
    case 'Responder':
      return printResponder(file, channel, client);
  }
}

function printProducer(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const outgoing = messages.outgoing(channel, client.messages, client.base);
  const [only] = client.messages;
  const parameters = printParameters(file, channel);
  const send =
    client.messages.length === 1 && only !== undefined
      ? {
          parameters: [
            `value: ${messages.value(channel, only, 'send')}`,
            printOptions(messages.sendOptions(channel, only)),
          ],
          body: 'return this.#producer.send({ ...options, value });',
        }
      : { parameters: [`message: ${outgoing}`], body: 'return this.#producer.send(message);' };
  const doc =
    'Resolves when the broker has it. Throws SerdeError where it does not fit its schema; findings say where.';
  return printClass(file, channel, client, {
    field: 'producer',
    type: [module.importType('TopicProducer', RUNTIME), typeArguments(outgoing)],
    create: module.importValue('createTopicProducer', RUNTIME),
    settings: [['channel', file.formatOf(channel, client.messages)], AUTO_REGISTER],
    methods: [
      printMethod([doc], 'send', send.parameters, 'Promise<void>', send.body),
      printMethod(
        ['As `send`, for several at once: none is sent where one does not fit.'],
        'sendBatch',
        [`messages: readonly ${outgoing}[]`],
        'Promise<void>',
        'return this.#producer.sendBatch(messages);',
      ),
      printMethod(
        ['Finds the schemas, so that the first send does not wait for the registry.'],
        'prepare',
        parameters,
        'Promise<void>',
        `return this.#producer.prepare(${parameters.length === 0 ? '' : 'parameters'});`,
      ),
      printEnsureTopic(file, channel, client),
    ],
  });
}

function printConsumer(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const incoming = messages.incoming(channel, client.messages, client.base);
  const handler = `handler: ${module.importType('Handler', RUNTIME)}<${incoming}>`;
  return printClass(file, channel, client, {
    field: 'consumer',
    type: [module.importType('TopicConsumer', RUNTIME), typeArguments(incoming)],
    create: module.importValue('createTopicConsumer', RUNTIME),
    settings: [['channel', file.formatOf(channel, client.messages)], printGroup(file, client)],
    group: describeGroup(file, client),
    methods: [
      printMethod(
        ['Hands over messages, each partition in order, and commits those whose handler is done, until it is stopped.'],
        'run',
        [handler, printRunOptions(file, channel)],
        'Promise<void>',
        'return this.#consumer.run(handler, options);',
      ),
      printEnsureTopic(file, channel, client),
    ],
  });
}

function printRequester(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const { reply } = client;
  if (reply === undefined) return '';
  const use = { filledIn: (message: Message) => listFilledIn(client, message) };
  const outgoing = messages.outgoing(channel, client.messages, client.base, use);
  const incoming = messages.incoming(reply.channel, reply.messages, `${client.base}_reply`);
  const [only] = client.messages;
  const timing = module.importType('RequestOptions', RUNTIME);
  const request =
    client.messages.length === 1 && only !== undefined
      ? {
          parameters: [
            `value: ${messages.value(channel, only, 'send')}`,
            printOptions(messages.sendOptions(channel, only, use), timing),
          ],
          body: 'return this.#requester.request({ ...options, value }, options);',
        }
      : {
          parameters: [`message: ${outgoing}`, `options?: ${timing}`],
          body: 'return this.#requester.request(message, options);',
        };
  return printClass(file, channel, client, {
    field: 'requester',
    type: [module.importType('Requester', RUNTIME), typeArguments(outgoing, incoming)],
    create: module.importValue('createRequester', RUNTIME),
    settings: [
      ['channel', file.formatOf(channel, client.messages)],
      ['reply', printReply(file, client)],
      ...(reply.channel.address === null ? [['replyTopic', 'options.replyTopic'] as const] : []),
      AUTO_REGISTER,
    ],
    extra:
      reply.channel.address === null
        ? [['replyTopic', 'string', 'The topic of answers to this, made if missing.']]
        : [],
    methods: [
      printMethod(
        ['Resolves to the answer. Throws SerdeError of kind `no-answer` when the time is over.'],
        'request',
        request.parameters,
        `Promise<${incoming}>`,
        request.body,
      ),
      printEnsureTopic(file, channel, client),
    ],
  });
}

function printResponder(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const { reply } = client;
  if (reply === undefined) return '';
  const incoming = messages.incoming(channel, client.messages, client.base);
  const use = { isReply: true, filledIn: (message: Message) => listFilledIn(client, message) };
  const outgoing = messages.outgoing(reply.channel, reply.messages, `${client.base}_reply`, use);
  const handler = `handler: ${module.importType('RequestHandler', RUNTIME)}<${incoming}, ${outgoing}>`;
  return printClass(file, channel, client, {
    field: 'responder',
    type: [module.importType('Responder', RUNTIME), typeArguments(incoming, outgoing)],
    create: module.importValue('createResponder', RUNTIME),
    settings: [
      ['channel', file.formatOf(channel, client.messages)],
      ['reply', printReply(file, client)],
      printGroup(file, client),
      AUTO_REGISTER,
    ],
    group: describeGroup(file, client),
    methods: [
      printMethod(
        ['Sends what the handler returns to where the request says, and then commits the request.'],
        'run',
        [handler, printRunOptions(file, channel)],
        'Promise<void>',
        'return this.#responder.run(handler, options);',
      ),
      printEnsureTopic(file, channel, client),
    ],
  });
}

/** Whoever comes first makes the topic. */
function printEnsureTopic(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const parameters = printParameters(file, channel);
  const ensureTopic = file.module.importValue('ensureTopic', RUNTIME);
  const values = ['this.#lease.connection', file.formatOf(channel, client.messages)];
  return printMethod(
    ['Creates the topic as the document describes it; false when it is there.'],
    'ensureTopic',
    parameters,
    'Promise<boolean>',
    `return ${ensureTopic}(${[...values, ...(parameters.length === 0 ? [] : ['parameters'])].join(', ')});`,
  );
}

/** What an address is completed with; nothing where it is complete. */
function printParameters({ messages }: ChannelFile, channel: Channel): readonly string[] {
  const type = messages.parameters(channel);
  const isOptional = channel.parameters.every(({ default: standard }) => standard !== undefined);
  return type === undefined ? [] : [`parameters${isOptional ? '?' : ''}: ${type}`];
}

const AUTO_REGISTER = ['autoRegister', 'options.autoRegister'] as const;

function printReply(file: ChannelFile, { reply }: ClientPlan): string {
  if (reply === undefined) return '';
  const channel = file.formatOf(reply.channel, reply.messages);
  return reply.address === undefined
    ? `{ channel: ${channel} }`
    : `{ channel: ${channel}, address: ${quote(reply.address)} }`;
}

function printOptions({ name, isRequired }: { name: string; isRequired: boolean }, also = ''): string {
  const type = also === '' ? name : `${name} & ${also}`;
  return isRequired ? `options: ${type}` : `options: ${type} = {}`;
}

/** The ids that the binding allows, and the one it proposes. */
function describeGroup({ model }: ChannelFile, { operation }: ClientPlan): Group {
  const use = operation.kafka?.groupId;
  const schema = use === undefined ? undefined : followReferences(model, use.schema);
  const values = schema !== undefined && isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  const names = values.filter((item: unknown) => typeof item === 'string').map((item: string) => quote(item));
  return { type: names.length === 0 ? 'string' : names.join(' | '), standard: firstString(model, use) };
}

function printGroup(file: ChannelFile, client: ClientPlan): readonly [string, string] {
  const { standard } = describeGroup(file, client);
  return ['group', standard === undefined ? 'options.group' : `options.group ?? ${quote(standard)}`];
}

function printRunOptions({ module, messages }: ChannelFile, channel: Channel): string {
  const type = module.importType('RunOptions', RUNTIME);
  const parameters = messages.parameters(channel);
  return parameters === undefined ? `options?: ${type}` : `options?: ${type}<Partial<${parameters}>>`;
}
