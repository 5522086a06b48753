import type { Channel, Message, Operation, SecurityScheme } from '@sluice/asyncapi';
import type { JsonValue } from '@sluice/avro';
import { literalKey, quote } from '../names.ts';
import type { Payload } from '../typescript/clients/collect-payloads.ts';
import { listFilledIn, nameOfMessage } from '../typescript/clients/plan-clients.ts';
import type { ClientPlan } from '../typescript/clients/plan-clients.ts';
import { firstString, followReferences, isObject, listProperties } from '../typescript/clients/read-schema.ts';
import { layOutProtobuf } from '../typescript/protobuf/protobuf-layout.ts';
import { sampleMessages } from '../typescript/protobuf/sample-messages.ts';
import { createFilePaths } from '../typescript/types/file-paths.ts';
import { printValue } from '../typescript/codec/print-value.ts';
import { enclose, line, render } from '../typescript/text/doc.ts';
import type { Doc } from '../typescript/text/doc.ts';
import { toAvroValue } from './avro-sample.ts';
import type { SnippetFacts, SnippetSource } from './snippet-writer.ts';

/** One class at work. */
export function writeTypeScript(source: SnippetSource, operation: Operation, facts: SnippetFacts): string | undefined {
  const plan = source.plans.find(({ channel }) => channel.id === operation.channel);
  const client = plan?.clients.find((item) => item.operation.id === operation.id);
  if (plan === undefined || client === undefined || client.messages.length === 0) return undefined;
  const work = WORK[client.role]({ source, channel: plan.channel, client, facts });
  if (work === undefined) return undefined;
  const variable = client.role.toLowerCase();
  const options = printOptions(source, client);
  return [
    `import { ${client.name} } from './gen/index.ts';`,
    '',
    render([`await using ${variable} = new ${client.name}(`, options, ');']),
    work,
  ].join('\n');
}

interface Work {
  readonly source: SnippetSource;
  readonly channel: Channel;
  readonly client: ClientPlan;
  readonly facts: SnippetFacts;
}

const WORK: Readonly<Record<ClientPlan['role'], (work: Work) => string | undefined>> = {
  Producer: (work) => callWith('await producer.send', work),
  Consumer: ({ client }) =>
    `await consumer.run(async (message) => {\n  console.log(${showMessage(client.messages)});\n});`,
  Requester(work) {
    const call = callWith('const answer = await requester.request', work);
    return call && `${call}\nconsole.log(answer.value);`;
  },
  Responder(work) {
    const { reply } = work.client;
    const [message] = reply?.messages ?? [];
    const members = message && printOutgoing(work, message, (reply?.messages.length ?? 0) > 1, true);
    if (members === undefined) return undefined;
    const body = render(['return ', enclose('{', members, '}', line), ';'], 1);
    return `await responder.run(async (request) => {\n  console.log(${showMessage(work.client.messages, 'request')});\n  ${body}\n});`;
  },
};

function showMessage(messages: readonly Message[], name = 'message'): string {
  return messages.length > 1 ? `${name}.name, ${name}.value` : `${name}.value`;
}

/** The value and what goes with it; one object where the message has to be named. */
function callWith(call: string, work: Work): string | undefined {
  const [message] = work.client.messages;
  if (message === undefined) return undefined;
  const isNamed = work.client.messages.length > 1;
  const members = printOutgoing(work, message, isNamed, false);
  if (members === undefined) return undefined;
  const object = (docs: readonly Doc[]): Doc => enclose('{', docs, '}', line);
  if (isNamed) return render([call, '(', object(members), ');']);
  const [value = '', ...rest] = members;
  // A lone object hugs its brackets.
  const bare = dropKey(value);
  if (rest.length === 0) return render([call, '(', bare, ');']);
  return render([call, enclose('(', [bare, object(rest)], ')'), ';']);
}

const VALUE = 'value: ';

function dropKey(doc: Doc): Doc {
  return Array.isArray(doc) && doc[0] === VALUE ? doc.slice(1) : doc;
}

/** The members of a message to send, the value first, or its name where it needs one. */
function printOutgoing(work: Work, message: Message, isNamed: boolean, isReply: boolean): readonly Doc[] | undefined {
  const { source, channel, facts } = work;
  const { payloads, model } = source;
  const [example] = message.examples;
  const value = printPayload(payloads.valueOf(message), example?.payload, message.payload, facts);
  if (value === undefined) return undefined;
  const members: Doc[] = isNamed ? [`name: ${quote(nameOfMessage(message))}`] : [];
  members.push([VALUE, value]);
  const key = payloads.keyOf(message);
  if (key !== undefined) {
    const use = message.kafka?.key;
    const text = use && (firstString(model, use) ?? facts.sample(use));
    const printed = printPayload(key, text, use, facts);
    if (printed === undefined) return undefined;
    members.push(['key: ', printed]);
  }
  const { headers } = message;
  const properties = headers === undefined ? [] : [...listProperties(model, headers.schema)];
  const filledIn = listFilledIn(work.client, message);
  if (headers !== undefined && properties.some(([name, { isRequired }]) => isRequired && !filledIn.includes(name))) {
    const printed = printValue(withoutKeys(example?.headers ?? facts.sample(headers), filledIn));
    if (printed === undefined) return undefined;
    members.push(['headers: ', printed]);
  }
  const needed = isReply ? [] : channel.parameters.filter(({ default: standard }) => standard === undefined);
  if (needed.length > 0) {
    const parameters = needed.map(({ id, enum: values, examples }) => [
      `${literalKey(id)}: `,
      quote(values?.[0] ?? examples?.[0] ?? id),
    ]);
    members.push(['parameters: ', enclose('{', parameters, '}', line)]);
  }
  return members;
}

function withoutKeys(value: JsonValue | undefined, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function printPayload(
  payload: Payload,
  given: JsonValue | undefined,
  use: Parameters<SnippetFacts['sample']>[0] | undefined,
  facts: SnippetFacts,
): Doc | undefined {
  const json = given ?? (use === undefined ? undefined : facts.sample(use));
  switch (payload.kind) {
    case 'avro':
      return printValue(toAvroValue(payload.root.schema, json));
    case 'protobuf': {
      const [richest] = sampleMessages(payload.message, layOutProtobuf([payload.message], {}, createFilePaths()));
      return richest && printValue(richest);
    }
    case 'json':
      return json === undefined && use === undefined ? '{}' : printValue(json);
    case 'text':
      return quote(typeof json === 'string' ? json : 'text');
    case 'bytes':
      return 'Uint8Array.of(1, 2, 3)';
  }
}

function printOptions({ model }: SnippetSource, { operation, role, reply }: ClientPlan): Doc {
  const members: Doc[] = [];
  const server = model.servers.find(({ protocol }) => /^kafka(?:-secure)?$/iu.test(protocol));
  const security = server?.security.map(printSecurity).find((text) => text !== undefined);
  if (security !== undefined) members.push(['security: ', security]);
  if (role === 'Requester' && reply?.channel.address === null) members.push(`replyTopic: 'replies'`);
  if (role === 'Consumer' || role === 'Responder') {
    const use = operation.kafka?.groupId;
    if (firstString(model, use) === undefined) {
      const schema = use && followReferences(model, use.schema);
      const values = schema !== undefined && isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
      const first: unknown = values.find((item: unknown) => typeof item === 'string');
      members.push(`group: ${quote(typeof first === 'string' ? first : operation.id)}`);
    }
  }
  return members.length === 0 ? '' : enclose('{', members, '}', line);
}

/** Who the client says it is: the reader's own, in place of the capital letters. */
function printSecurity({ type }: SecurityScheme): Doc | undefined {
  switch (type) {
    case 'plain':
    case 'userPassword':
    case 'scramSha256':
    case 'scramSha512':
      return `{ type: '${type}', username: 'USER', password: 'PASSWORD' }`;
    case 'oauth2':
    case 'openIdConnect':
      return `{ type: '${type}', token: () => 'TOKEN' }`;
    case 'X509':
      return `{ type: 'X509', cert: 'CERTIFICATE', key: 'KEY' }`;
    default:
      return undefined;
  }
}
