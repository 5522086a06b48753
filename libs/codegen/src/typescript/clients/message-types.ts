import type { Channel, Message, Model } from '@sluice/asyncapi';
import { formatName, propertyKey, quote, withArticle } from '../../names.ts';
import { docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import type { Module } from '../text/module.ts';
import type { Payloads } from './collect-payloads.ts';
import { RUNTIME } from './emit-formats.ts';
import type { Direction, PayloadTypes } from './payload-types.ts';
import { isCompacted, nameOfMessage } from './plan-clients.ts';
import { isObject, listProperties } from './read-schema.ts';

/** The interfaces of a channel's messages, each declared when it is first asked for. */
export interface MessageTypes {
  /** What goes with a value: key, headers, parameters, partition, timestamp. */
  sendOptions(channel: Channel, message: Message, use?: SendUse): DeclaredType;
  /** A message with all that goes with it. */
  outgoing(channel: Channel, messages: readonly Message[], base: string, use?: SendUse): string;
  incoming(channel: Channel, messages: readonly Message[], base: string): string;
  /** The interface of an address's parameters; undefined where it has none. */
  parameters(channel: Channel): string | undefined;
  /** The type of a message's value. */
  value(channel: Channel, message: Message, direction: Direction): string;
  /** Lists a type that was declared elsewhere among the exported. */
  note(name: string): void;
  declarations(): readonly string[];
  exported(): readonly string[];
}

/** Whether messages are sent of the caller's own accord, and what the run-time adds to them. */
export interface SendUse {
  /** An answer has no parameters: where it goes, the request says. */
  readonly isReply?: boolean;
  /** The headers that the run-time fills in, which need not be given. */
  readonly filledIn?: (message: Message) => readonly string[];
}

export interface DeclaredType {
  readonly name: string;
  /** Whether something of it must be given. */
  readonly isRequired: boolean;
}

interface Member {
  readonly key: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly doc?: Paragraph;
}

export function declareMessages(
  module: Module,
  { model, payloads, types }: { model: Model; payloads: Payloads; types: PayloadTypes },
): MessageTypes {
  const declared = new Map<string, DeclaredType>();
  const texts: string[] = [];
  const names: string[] = [];

  /** `id` says what it is: the same is declared once. */
  function declare(
    id: string,
    wish: string,
    doc: Paragraph,
    members: () => readonly Member[],
    base = '',
  ): DeclaredType {
    const known = declared.get(id);
    if (known !== undefined) return known;
    const name = module.names.take(formatName(wish, 'pascal'));
    const list = members();
    const type = { name, isRequired: list.some(({ isRequired }) => isRequired) };
    declared.set(id, type);
    names.push(name);
    texts.push(`${docComment([doc])}export interface ${name}${base} {\n${list.map(printMember).join('')}}\n`);
    return type;
  }

  function declareUnion(wish: string, doc: string, members: readonly string[]): string {
    const [only] = members;
    if (members.length === 1 && only !== undefined) return only;
    const name = module.names.take(formatName(wish, 'pascal'));
    names.push(name);
    const flat = `export type ${name} = ${members.length === 0 ? 'never' : members.join(' | ')};\n`;
    const tall = `export type ${name} =\n${members.map((member) => `  | ${member}`).join('\n')};\n`;
    texts.push(`${docComment([doc])}${flat.length <= 121 ? flat : tall}`);
    return name;
  }

  function value(channel: Channel, message: Message, direction: Direction): string {
    return types.valueType(module, message, direction) + (isCompacted(channel) ? ' | null' : '');
  }

  function parametersOf(channel: Channel): DeclaredType | undefined {
    if (channel.parameters.length === 0) return undefined;
    const doc = { tagged: `The parameters of \`${channel.kafka?.topic ?? channel.address}\`.` };
    return declare(`parameters ${channel.id}`, `${channel.id}_parameters`, doc, () =>
      channel.parameters.map(({ id, enum: values, default: standard, description }) => ({
        key: id,
        type: values === undefined ? 'string' : values.map(quote).join(' | '),
        isRequired: standard === undefined,
        doc: description,
      })),
    );
  }

  function headersOf(message: Message): DeclaredType | undefined {
    const { headers } = message;
    if (headers === undefined || (headers.format !== 'asyncapi' && headers.format !== 'json-schema')) return undefined;
    const properties = Array.from(listProperties(model, headers.schema).values());
    if (properties.length === 0) return undefined;
    const name = types.jsonType(module, headers, `${nameOfMessage(message)}Headers`);
    return { name, isRequired: properties.some(({ isRequired }) => isRequired) };
  }

  /** The type of headers to send. */
  function sentHeaders(message: Message, filledIn: readonly string[]): DeclaredType | undefined {
    const headers = headersOf(message);
    const names = message.headers === undefined ? [] : Array.from(listProperties(model, message.headers.schema));
    const kept = names.filter(([name]) => !filledIn.includes(name));
    if (headers === undefined || kept.length === names.length) return headers;
    const given = names.flatMap(([name]) => (filledIn.includes(name) ? [quote(name)] : []));
    const own = kept.length === 0 ? '' : `Omit<${headers.name}, ${given.join(' | ')}> & `;
    return { name: `${own}Partial<${headers.name}>`, isRequired: kept.some(([, { isRequired }]) => isRequired) };
  }

  function listOptions(channel: Channel, message: Message, { isReply = false, filledIn }: SendUse): readonly Member[] {
    const key = payloads.keyOf(message);
    const headers = sentHeaders(message, filledIn?.(message) ?? []);
    const parameters = isReply ? undefined : parametersOf(channel);
    const keySchema = message.kafka?.key?.schema;
    return [
      {
        key: 'key',
        type: types.keyType(module, message, 'send'),
        isRequired: key !== undefined,
        doc: isObject(keySchema) && typeof keySchema['description'] === 'string' ? keySchema['description'] : undefined,
      },
      ...(headers === undefined ? [] : [{ key: 'headers', type: headers.name, isRequired: headers.isRequired }]),
      ...(parameters === undefined
        ? []
        : [{ key: 'parameters', type: parameters.name, isRequired: parameters.isRequired }]),
      { key: 'partition', type: 'number', isRequired: false, doc: 'Chosen by the key when absent.' },
      { key: 'timestamp', type: 'number', isRequired: false, doc: 'Milliseconds since 1970; now when absent.' },
    ];
  }

  function sendOptions(channel: Channel, message: Message, use: SendUse = {}): DeclaredType {
    const name = nameOfMessage(message);
    const id = `options ${name} ${nameUse(message, use)}`;
    return declare(id, `${name}_send_options`, { tagged: `What goes with ${withArticle(name)}.` }, () =>
      listOptions(channel, message, { ...use, isReply: false }),
    );
  }

  /** Two kinds of sending a message differ where the run-time fills in headers for one. */
  function nameUse(message: Message, { filledIn }: SendUse): string {
    return sentHeaders(message, filledIn?.(message) ?? [])?.name ?? '';
  }

  function outgoing(channel: Channel, messages: readonly Message[], base: string, use: SendUse = {}): string {
    const { isReply = false } = use;
    const members = messages.map((message) => {
      const name = nameOfMessage(message);
      const doc = { tagged: `${withArticle(name, 'A')} to send.` };
      const needsName = messages.length > 1;
      const what = `outgoing ${channel.id} ${name} ${String(needsName)} ${nameUse(message, use)}`;
      const own = [{ key: 'value', type: value(channel, message, 'send'), isRequired: true }];
      if (!needsName && !isReply) {
        const parent = ` extends ${sendOptions(channel, message, use).name}`;
        return declare(what, `outgoing_${name}`, doc, () => own, parent).name;
      }
      const discriminator = needsName ? [{ key: 'name', type: quote(name), isRequired: true }] : [];
      return declare(what, `outgoing_${name}`, doc, () => [
        ...discriminator,
        ...own,
        ...listOptions(channel, message, use),
      ]).name;
    });
    return declareUnion(`outgoing_${base}`, 'Any message to send; `name` tells them apart.', members);
  }

  function incoming(channel: Channel, messages: readonly Message[], base: string): string {
    const parent = module.importType('IncomingMessage', RUNTIME);
    const members = messages.map((message) => {
      const name = nameOfMessage(message);
      const doc = { tagged: `${withArticle(name, 'A')} as it is received.` };
      return declare(
        `incoming ${channel.id} ${name}`,
        `incoming_${name}`,
        doc,
        () => {
          const headers = headersOf(message);
          const parameters = parametersOf(channel);
          return [
            { key: 'name', type: quote(name), isRequired: true },
            { key: 'value', type: value(channel, message, 'receive'), isRequired: true },
            { key: 'key', type: types.keyType(module, message, 'receive'), isRequired: true },
            ...(headers === undefined ? [] : [{ key: 'headers', type: headers.name, isRequired: true }]),
            ...(parameters === undefined
              ? []
              : [{ key: 'parameters', type: `Required<${parameters.name}>`, isRequired: true }]),
          ];
        },
        ` extends ${parent}`,
      ).name;
    });
    const [first] = messages;
    if (isCompacted(channel) && messages.length > 1 && first !== undefined) {
      members.push(`${parent}<'tombstone', null, ${types.keyType(module, first, 'receive')}>`);
    }
    return declareUnion(`incoming_${base}`, 'Any message of those received; `name` tells them apart.', members);
  }

  const note = (name: string): void => void names.push(name);
  const parameters = (channel: Channel): string | undefined => parametersOf(channel)?.name;
  return { sendOptions, parameters, outgoing, incoming, value, note, declarations: () => texts, exported: () => names };
}

function printMember({ key, type, isRequired, doc }: Member): string {
  return `${docComment([doc], 1)}  readonly ${propertyKey(key)}${isRequired ? '' : '?'}: ${type};\n`;
}
