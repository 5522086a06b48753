import type { Channel } from '@sluice/asyncapi';
import { quote } from '../../names.ts';
import { enclose, group, indent, join, line, render, softline } from '../text/doc.ts';
import type { Doc } from '../text/doc.ts';
import { docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import { CONNECTION_PATH } from './emit-connection.ts';
import type { ChannelFile } from './emit-channel.ts';
import { RUNTIME } from './emit-formats.ts';
import type { ClientPlan } from './plan-clients.ts';
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
  const parameters = channel.parameters.length === 0 ? '' : `parameters: ${outgoing}['parameters']`;
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
        ['Creates the topic as the document describes it; false when it is there.'],
        'ensureTopic',
        parameters === '' ? [] : [parameters],
        'Promise<boolean>',
        `return this.#producer.ensureTopic(${parameters === '' ? '' : 'parameters'});`,
      ),
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
    ],
  });
}

function printRequester(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const { reply } = client;
  if (reply === undefined) return '';
  const outgoing = messages.outgoing(channel, client.messages, client.base);
  const incoming = messages.incoming(reply.channel, reply.messages, `${client.base}_reply`);
  const [only] = client.messages;
  const timing = module.importType('RequestOptions', RUNTIME);
  const request =
    client.messages.length === 1 && only !== undefined
      ? {
          parameters: [
            `value: ${messages.value(channel, only, 'send')}`,
            printOptions(messages.sendOptions(channel, only), timing),
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
    ],
  });
}

function printResponder(file: ChannelFile, channel: Channel, client: ClientPlan): string {
  const { messages, module } = file;
  const { reply } = client;
  if (reply === undefined) return '';
  const incoming = messages.incoming(channel, client.messages, client.base);
  const outgoing = messages.outgoing(reply.channel, reply.messages, `${client.base}_reply`, true);
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
    ],
  });
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

interface Group {
  readonly type: string;
  readonly standard: string | undefined;
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

interface ClassParts {
  readonly field: string;
  readonly type: Doc;
  readonly create: string;
  readonly settings: readonly (readonly [string, string])[];
  readonly group?: Group;
  /** Further options: name, type, and what they are. */
  readonly extra?: readonly (readonly [string, string, string])[];
  readonly methods: readonly string[];
}

function printClass(file: ChannelFile, channel: Channel, client: ClientPlan, parts: ClassParts): string {
  const { module, model } = file;
  const { field, type, create, settings, methods } = parts;
  const connect = module.importValue('connect', `/${CONNECTION_PATH}`);
  const lease = module.importValue('leaseConnection', RUNTIME);
  const clientId = firstString(model, client.operation.kafka?.clientId);
  const connectOptions = clientId === undefined ? 'options' : `{ clientId: ${quote(clientId)}, ...options }`;
  const lines = settings.map(([key, value]) => `      ${key}: ${value},\n`).join('');
  const options = declareOptions(file, client, parts);
  if (options.text !== '') file.messages.note(options.type);
  return `${options.text}${docComment(describeClient(channel, client))}export class ${client.name} implements AsyncDisposable {
  readonly #lease: ${module.importType('Lease', RUNTIME)};
  ${render([`readonly #${field}: `, type, ';'], 1)}

  constructor(options: ${options.type}${options.isOptional ? ' = {}' : ''}) {
    this.#lease = ${lease}(options.connection, () => ${connect}(${connectOptions}));
    this.#${field} = ${create}({
      connection: this.#lease.connection,
${lines}    });
  }

${methods.join('\n')}
  async close(): Promise<void> {
    await this.#${field}.close();
    await this.#lease.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
`;
}

/** What a class's constructor takes: an interface of its own where there is more than a connection. */
function declareOptions({ module }: ChannelFile, { name }: ClientPlan, { group, extra = [] }: ClassParts) {
  const base = module.importType('ClientOptions', `/${CONNECTION_PATH}`);
  const isOptional = extra.length === 0 && (group === undefined || group.standard !== undefined);
  if (group === undefined && extra.length === 0) return { type: base, isOptional, text: '' };
  const standard = group?.standard === undefined ? '' : `; \`${group.standard}\` when absent`;
  const groupLines =
    group === undefined
      ? ''
      : `${docComment([{ tagged: `The consumer group${standard}.` }], 1)}  readonly group${standard === '' ? '' : '?'}: ${group.type};\n`;
  const extraLines = extra.map(([key, type, doc]) => `${docComment([doc], 1)}  readonly ${key}: ${type};\n`);
  const type = module.names.take(`${name}Options`);
  const doc = docComment([{ tagged: `How a \`${name}\` is made.` }]);
  const text = `${doc}export interface ${type} extends ${base} {\n${extraLines.join('')}${groupLines}}\n\n`;
  return { type, isOptional, text };
}

function describeClient(channel: Channel, { operation }: ClientPlan): readonly Paragraph[] {
  const { title, summary, description } = operation;
  const topic = channel.kafka?.topic ?? channel.address;
  const place = topic === null ? 'A topic known at run time only.' : `Topic \`${topic}\`.`;
  return [title, summary, description, { tagged: place }, channel.title, channel.summary, channel.description];
}

function printRunOptions({ module, messages }: ChannelFile, channel: Channel): string {
  const type = module.importType('RunOptions', RUNTIME);
  const parameters = messages.parameters(channel);
  return parameters === undefined ? `options?: ${type}` : `options?: ${type}<Partial<${parameters}>>`;
}

/** A method with one statement; its parameters stand below each other where the line would be too long. */
function printMethod(
  doc: readonly Paragraph[],
  name: string,
  parameters: readonly string[],
  result: string,
  statement: string,
): string {
  const head = [name, enclose('(', parameters, ')'), `: ${result} {`];
  return `${docComment(doc, 1)}  ${render(head, 1)}\n    ${statement}\n  }\n`;
}

/** Unlike other lists, this has no comma behind its last item. */
function typeArguments(...types: readonly string[]): Doc {
  return group('<', indent(softline, join([',', line], types)), softline, '>');
}
