import type { Channel, Message, Model, Server } from '../../model/model.ts';
import { fullName } from '../../source/avro-names.ts';
import { locate } from '../../source/locate.ts';
import { escapeStep } from '../../source/pointer.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';

/** Rules of topics: what they are called, and what is registered for them. */
export const TOPIC_RULES: readonly LintRule[] = [
  {
    id: 'topic-name',
    severity: 'error',
    versions: 'all',
    doc: "A Kafka channel's topic has a name that Kafka takes, whatever its parameters are.",
    check: checkTopicNames,
  },
  {
    id: 'subject-shared',
    severity: 'warning',
    versions: 'all',
    doc: 'Where a registry is used, records of several names on one topic are not versions of one subject.',
    check: checkSubjects,
  },
];

/** A topic is named as in Kafka's `Topic.validate`: 1 to 249 of these characters, and neither `.` nor `..`. */
function* checkTopicNames({ model, document }: LintContext): Generator<Problem> {
  for (const channel of model?.channels ?? []) {
    const own = channel.kafka?.topic;
    const servers = model === undefined ? [] : serversOf(model, channel);
    const isKafka = servers.length > 0 && servers.every((server) => server?.protocol.startsWith('kafka') === true);
    // An address that is no topic is no error where the binding says another.
    const name = own ?? (isKafka ? channel.address : null);
    if (name === null) continue;
    const severity = own === undefined ? 'warning' : 'error';
    const plain = name.replaceAll(/\{[^{}]+\}/gu, 'x');
    const found = plain === '' ? 'it is empty' : checkTopicName(plain);
    if (found !== undefined) {
      const pointer = `${channel.place.pointer}${own === undefined ? '/address' : '/bindings/kafka/topic'}`;
      const at = locate(document, channel.place.file, pointer) ?? channel.place;
      yield { at, message: `${JSON.stringify(name)} is no name of a topic: ${found}`, severity };
    }
    for (const { id, enum: values = [], default: standard } of channel.parameters) {
      if (!name.includes(`{${id}}`)) continue;
      for (const value of new Set([...values, ...(standard === undefined ? [] : [standard])])) {
        const wrong = findWrong(value);
        const pointer = `${channel.place.pointer}/parameters/${escapeStep(id)}`;
        const at = locate(document, channel.place.file, pointer) ?? channel.place;
        const message = `${JSON.stringify(value)} makes no name of a topic of ${JSON.stringify(name)}: ${wrong}`;
        if (wrong !== undefined) yield { at, message, severity };
      }
    }
  }
}

function checkTopicName(name: string): string | undefined {
  if (name === '.' || name === '..') return 'it is a folder';
  if (name.length > 249) return 'it has more than 249 characters';
  return findWrong(name);
}

function findWrong(text: string): string | undefined {
  const wrong = /[^\w.-]/u.exec(text)?.[0];
  return wrong === undefined ? undefined : `it holds ${JSON.stringify(wrong)}`;
}

function serversOf({ servers }: Model, channel: Channel): readonly (Server | undefined)[] {
  return channel.servers.length === 0 ? servers : channel.servers.map((id) => servers.find((item) => item.id === id));
}

/** Registries take the record of another name for an incompatible version, at the first record that is sent. */
function* checkSubjects({ model }: LintContext): Generator<Problem> {
  for (const channel of model?.channels ?? []) {
    const servers = model === undefined ? [] : serversOf(model, channel);
    if (!servers.some((server) => server?.kafka?.schemaRegistryUrl !== undefined)) continue;
    const records = channel.messages.flatMap((message) => {
      const name = isOfTopic(message) ? recordName(message) : undefined;
      return name === undefined ? [] : [{ name, place: message.place }];
    });
    const [first] = records;
    const other = records.find(({ name }) => name !== first?.name);
    if (first === undefined || other === undefined) continue;
    const message =
      `${other.name} and ${first.name} go to one topic, where a registry takes them for versions of one subject: ` +
      'say "schemaLookupStrategy": "RecordNameStrategy" or "TopicRecordNameStrategy" in their Kafka bindings';
    yield { at: other.place, message };
  }
}

function isOfTopic({ kafka }: Message): boolean {
  const strategy = kafka?.schemaLookupStrategy;
  return strategy === undefined || strategy.endsWith('.TopicNameStrategy') || strategy === 'TopicNameStrategy';
}

function recordName({ payload }: Message): string | undefined {
  const schema = payload?.format === 'avro' ? payload.schema : undefined;
  if (typeof schema !== 'object' || schema === null || !('name' in schema)) return undefined;
  const { name, namespace } = schema;
  return typeof name === 'string' ? fullName(name, typeof namespace === 'string' ? namespace : '') : undefined;
}
