import type { JsonValue } from '@sluice/avro';
import type { Operation } from '../../model/model.ts';
import { findChannel, findMessages, topicOf } from '../content/context.ts';
import type { Context } from '../content/context.ts';
import type { SnippetLanguage } from '../docs-options.ts';
import { findPayload, makeSample } from '../examples/describe-examples.ts';
import { codeBlock, paragraph, strong } from '../page/page.ts';
import type { Block } from '../page/page.ts';
import { WRITERS } from './write-snippet.ts';
import type { OwnFacts } from './write-snippet.ts';

const TITLES: Readonly<Record<SnippetLanguage, readonly [title: string, language: string]>> = {
  typescript: ['TypeScript', 'ts'],
  python: ['Python', 'python'],
  go: ['Go', 'go'],
  java: ['Java', 'java'],
  console: ['Console', 'sh'],
};
const ALL = ['typescript', 'python', 'go', 'java', 'console'] as const;

/** Code that does the operation, one fold for each language. */
export function describeSnippets(context: Context, operation: Operation): readonly Block[] {
  const facts = collectFacts(context, operation);
  if (facts === undefined) return [];
  const { languages = ALL, writeSnippet } = context.options;
  const group = `code-${context.anchors.find('operation', operation.id)}`;
  const folds = languages.flatMap((language, index): Block[] => {
    const own = writeSnippet?.(language, operation, facts, context.model);
    const text = own === undefined ? WRITERS[language](facts) : own;
    const [title, name] = TITLES[language];
    if (text === undefined || text === null) return [];
    return [
      {
        kind: 'fold',
        group,
        isOpen: index === 0,
        title: [title],
        blocks: [codeBlock(`${operation.id} in ${title}`, name, text.trimEnd())],
      },
    ];
  });
  return folds.length === 0 ? [] : [paragraph(strong('Code')), ...folds];
}

/** Only operations on Kafka have code. */
function collectFacts(context: Context, operation: Operation): OwnFacts | undefined {
  const channel = findChannel(context, operation.channel);
  const [message] = findMessages(channel, operation.messages);
  if (channel === undefined) return undefined;
  const servers = context.model.servers.filter(
    ({ id }) => channel.servers.length === 0 || channel.servers.includes(id),
  );
  const server = servers.find(({ protocol }) => protocol.startsWith('kafka'));
  if (servers.length > 0 && server === undefined) return undefined;
  const example: JsonValue = (message === undefined ? undefined : findPayload(context, message)) ?? {};
  const group = operation.kafka?.groupId?.schema;
  const named = typeof group === 'object' && group !== null && 'default' in group ? group['default'] : undefined;
  const format = message?.payload?.format;
  return {
    action: operation.action,
    name: message?.name ?? message?.id ?? channel.id,
    topic: topicOf(channel) ?? 'the-topic',
    brokers: server?.host ?? 'localhost:9092',
    registry: server?.kafka?.schemaRegistryUrl,
    isSecure: server?.protocol === 'kafka-secure',
    mechanism: server?.security.map(({ type }) => MECHANISMS[type]).find((name) => name !== undefined),
    group: typeof named === 'string' ? named : operation.id,
    format: format === 'avro' || format === 'protobuf' ? format : 'json',
    example,
    sample: (use) => makeSample(context, use),
  };
}

const MECHANISMS: Readonly<Record<string, string>> = {
  plain: 'PLAIN',
  userPassword: 'PLAIN',
  scramSha256: 'SCRAM-SHA-256',
  scramSha512: 'SCRAM-SHA-512',
  gssapi: 'GSSAPI',
};
