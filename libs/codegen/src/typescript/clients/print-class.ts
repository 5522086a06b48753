import type { Channel } from '@sluice/asyncapi';
import { quote, withArticle } from '../../names.ts';
import { enclose, group, indent, join, line, render, softline } from '../text/doc.ts';
import type { Doc } from '../text/doc.ts';
import { docComment } from '../text/doc-comment.ts';
import type { Paragraph } from '../text/doc-comment.ts';
import type { ChannelFile } from './emit-channel.ts';
import { CONNECTION_PATH } from './emit-connection.ts';
import { RUNTIME } from './emit-formats.ts';
import type { ClientPlan } from './plan-clients.ts';
import { firstString } from './read-schema.ts';

/** The group ids that a class may be given, and the one it has otherwise. */
export interface Group {
  readonly type: string;
  readonly standard: string | undefined;
}

/** What classes differ in. */
export interface ClassParts {
  readonly field: string;
  readonly type: Doc;
  readonly create: string;
  readonly settings: readonly (readonly [string, string])[];
  readonly group?: Group;
  /** Further options: name, type, and what they are. */
  readonly extra?: readonly (readonly [string, string, string])[];
  readonly methods: readonly string[];
}

/** A class that holds a connection, and one thing of the run-time which does the work. */
export function printClass(file: ChannelFile, channel: Channel, client: ClientPlan, parts: ClassParts): string {
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
  const doc = docComment([{ tagged: `How ${withArticle(name)} is made.` }]);
  const text = `${doc}export interface ${type} extends ${base} {\n${extraLines.join('')}${groupLines}}\n\n`;
  return { type, isOptional, text };
}

function describeClient(channel: Channel, { operation }: ClientPlan): readonly Paragraph[] {
  const { title, summary, description } = operation;
  const topic = channel.kafka?.topic ?? channel.address;
  const place = topic === null ? 'A topic known at run time only.' : `Topic \`${topic}\`.`;
  return [title, summary, description, { tagged: place }, channel.title, channel.summary, channel.description];
}

/** A method with one statement; its parameters stand below each other where the line would be too long. */
export function printMethod(
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
export function typeArguments(...types: readonly string[]): Doc {
  return group('<', indent(softline, join([',', line], types)), softline, '>');
}
