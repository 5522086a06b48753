import type { JsonValue } from '@sluice/avro';
import { uniqueName } from '../build/names.ts';
import { TOPIC_CONFIGS } from '../model/topic-configs.ts';
import type { TopicConfiguration } from '../model/kafka-bindings.ts';
import type { Channel, Message, Model, Operation, Server } from '../model/model.ts';
import { WRITTEN_VERSION } from '../write/write-document.ts';
import { exportSchemas, NO_PLACE } from './export-schemas.ts';
import type { SchemaExport } from './export-schemas.ts';
import type { RegistrySchema } from '../model/registry-schema.ts';
import type { ExportSource, LiveServer, LiveTopic } from './live-topics.ts';

const BINDING_VERSION = '0.5.0';

const CONTENT_TYPES = {
  AVRO: 'application/vnd.apache.avro',
  JSON: 'application/json',
  PROTOBUF: 'application/x-protobuf',
} as const satisfies Record<RegistrySchema['schemaType'], string>;

/**
 * An AsyncAPI 3 document of what there is: a channel for each topic, a message for each subject of its values, the
 * subjects' schemas as components. `writeDocument` gives its text, and loading that gives the same model.
 * @throws AsyncApiError where a subject's schema cannot be read
 */
export function exportModel(source: ExportSource): Model {
  const {
    topics,
    subjects,
    title = 'Exported topics',
    version = '1.0.0',
    server,
    actions = ['send', 'receive'],
  } = source;
  const schemas = exportSchemas(subjects);
  const bySubject = new Map(subjects.map((subject) => [subject.subject, subject]));
  const channels = topics.map((topic) => exportChannel(topic, { schemas, bySubject, server }));
  return {
    source: { file: '', version: WRITTEN_VERSION },
    info: { title, version, tags: [] },
    servers: server === undefined ? [] : [exportServer(server)],
    channels,
    operations: exportOperations(channels, actions),
    components: { schemas: schemas.components, messages: [], securitySchemes: [] },
    registryRefs: [],
  };
}

interface Live {
  readonly schemas: SchemaExport;
  readonly bySubject: ReadonlyMap<string, RegistrySchema>;
  readonly server: LiveServer | undefined;
}

function exportServer({ id = 'server', host, protocol = 'kafka', security = [], registryUrl }: LiveServer): Server {
  const registry = { schemaRegistryUrl: registryUrl ?? '', schemaRegistryVendor: 'confluent' };
  return {
    id,
    host,
    protocol,
    variables: [],
    security: security.map((type) => (type === 'bearer' ? { type: 'http', scheme: 'bearer' } : { type })),
    tags: [],
    place: NO_PLACE,
    ...(registryUrl === undefined ? {} : { kafka: { ...registry, bindingVersion: BINDING_VERSION } }),
  };
}

function exportChannel(topic: LiveTopic, live: Live): Channel {
  const { name, partitions, replicas, configs, subjects = [`${name}-value`] } = topic;
  const taken = new Set<string>();
  const messages = subjects.flatMap((subject) => {
    const known = live.bySubject.get(subject);
    if (known === undefined) return [];
    const message = exportMessage(topic, known, live, taken);
    taken.add(message.id);
    return [message];
  });
  const configuration = exportConfigs(configs);
  return {
    id: name,
    address: name,
    parameters: [],
    servers: live.server === undefined ? [] : [live.server.id ?? 'server'],
    messages,
    tags: [],
    place: NO_PLACE,
    kafka: {
      partitions,
      replicas,
      ...(Object.keys(configuration).length === 0 ? {} : { topicConfiguration: configuration }),
      bindingVersion: BINDING_VERSION,
    },
  };
}

function exportMessage(topic: LiveTopic, live: RegistrySchema, { schemas }: Live, taken: ReadonlySet<string>): Message {
  const { subject, version, id, schemaType } = live;
  const found = schemas.find(subject);
  const key = schemas.find(topic.keySubject ?? `${topic.name}-key`);
  const record = found?.recordName;
  const wanted = (record ?? subject).replace(/^.*\./u, '').replaceAll(/[^\w.-]+/gu, '_');
  return {
    id: uniqueName(wanted, (name) => taken.has(name)),
    ...(record === undefined ? {} : { name: record }),
    contentType: CONTENT_TYPES[schemaType],
    ...(found === undefined ? {} : { payload: found.use }),
    examples: [],
    tags: [],
    place: NO_PLACE,
    kafka: {
      ...(key === undefined ? {} : { key: key.use }),
      schemaIdLocation: 'payload',
      schemaIdPayloadEncoding: 'confluent',
      schemaLookupStrategy: strategyOf(topic.name, subject),
      bindingVersion: BINDING_VERSION,
    },
    extensions: { 'x-registry': { subject, version, id } },
  };
}

/** Confluent's names of the ways that a subject is called. */
function strategyOf(topic: string, subject: string): string {
  if (subject === `${topic}-value`) return 'TopicNameStrategy';
  return subject.startsWith(`${topic}-`) ? 'TopicRecordNameStrategy' : 'RecordNameStrategy';
}

/** Kafka gives texts; documents have numbers, booleans and, for the one list that the binding knows, an array. */
function exportConfigs(configs: Readonly<Record<string, string>>): TopicConfiguration {
  const names = Object.keys(configs).toSorted();
  return Object.fromEntries(names.map((name) => [name, toValue(name, configs[name] ?? '')]));
}

function toValue(name: string, text: string): JsonValue {
  if (name === 'cleanup.policy') return text.split(',').map((part) => part.trim());
  const type = Object.hasOwn(TOPIC_CONFIGS, name) ? TOPIC_CONFIGS[name] : undefined;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'double' && text !== '' && Number.isFinite(Number(text))) return Number(text);
  if ((type !== 'int' && type !== 'long') || !/^-?\d+$/u.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function exportOperations(
  channels: readonly Channel[],
  actions: readonly ('send' | 'receive')[],
): readonly Operation[] {
  const taken = new Set<string>();
  return channels.flatMap((channel) =>
    actions.map((action): Operation => {
      const name = channel.id.replaceAll(
        /[^\w]+(.)?/gu,
        (_, letter: string | undefined) => letter?.toUpperCase() ?? '',
      );
      const wanted = `${action}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const id = uniqueName(wanted, (known) => taken.has(known));
      taken.add(id);
      const messages = channel.messages.map((message) => message.id);
      return { id, action, channel: channel.id, messages, security: [], tags: [], place: NO_PLACE };
    }),
  );
}
