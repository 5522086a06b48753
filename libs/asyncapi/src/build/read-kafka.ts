import type { JsonValue } from '@sluice/avro';
import type {
  ChannelBinding,
  MessageBinding,
  OperationBinding,
  ServerBinding,
  TopicConfiguration,
} from '../model/kafka-bindings.ts';
import { isAvroOnly, MEDIA_TYPES } from '../model/schema-format.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { describeKind, placeOf, stringOf, toJson, toRecord } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { freeze, objectAt, report } from './build.ts';
import type { Build } from './build.ts';
import { readMultiFormat } from './copy-schema.ts';
import { choiceAt, countAt, expectString, extensionsOf, looseStringAt, stringAt, stringsAt } from './read-scalar.ts';
import { readSchema } from './read-schema.ts';

export function readServerBinding(build: Build, parent: ObjectNode): ServerBinding | undefined {
  const kafka = readKafka(build, parent);
  return (
    kafka &&
    freeze<ServerBinding>({
      schemaRegistryUrl: stringAt(build, kafka, 'schemaRegistryUrl'),
      schemaRegistryVendor: stringAt(build, kafka, 'schemaRegistryVendor'),
      ...readShared(build, kafka),
    })
  );
}

export function readChannelBinding(build: Build, parent: ObjectNode): ChannelBinding | undefined {
  const kafka = readKafka(build, parent);
  return (
    kafka &&
    freeze<ChannelBinding>({
      topic: stringAt(build, kafka, 'topic'),
      partitions: countAt(build, kafka, 'partitions'),
      replicas: countAt(build, kafka, 'replicas'),
      topicConfiguration: readTopicConfiguration(build, kafka),
      ...readShared(build, kafka),
    })
  );
}

export function readOperationBinding(build: Build, parent: ObjectNode): OperationBinding | undefined {
  const kafka = readKafka(build, parent);
  return (
    kafka &&
    freeze<OperationBinding>({
      groupId: readIdSchema(build, kafka, 'groupId'),
      clientId: readIdSchema(build, kafka, 'clientId'),
      ...readShared(build, kafka),
    })
  );
}

export function readMessageBinding(build: Build, parent: ObjectNode): MessageBinding | undefined {
  const kafka = readKafka(build, parent);
  if (kafka === undefined) return undefined;
  const key = kafka.entries.get('key');
  return freeze<MessageBinding>({
    key: key && readKeySchema(build, key),
    schemaIdLocation: choiceAt(build, kafka, 'schemaIdLocation', ['header', 'payload']),
    schemaIdPayloadEncoding: looseStringAt(build, kafka, 'schemaIdPayloadEncoding'),
    schemaLookupStrategy: stringAt(build, kafka, 'schemaLookupStrategy'),
    ...readShared(build, kafka),
  });
}

function readKafka(build: Build, parent: ObjectNode): ObjectNode | undefined {
  const bindings = objectAt(build, parent, 'bindings');
  return bindings && objectAt(build, bindings, 'kafka');
}

function readShared(build: Build, kafka: ObjectNode): Pick<ServerBinding, 'bindingVersion' | 'extensions'> {
  const bindingVersion = looseStringAt(build, kafka, 'bindingVersion');
  const extensions = extensionsOf(kafka);
  return {
    ...(bindingVersion === undefined ? {} : { bindingVersion }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}

type ValueReader = (build: Build, object: ObjectNode, key: string) => JsonValue | undefined;

const TOPIC_KEYS: Readonly<Record<string, ValueReader>> = {
  'cleanup.policy': readCleanupPolicy,
  'retention.ms': integerAt,
  'retention.bytes': integerAt,
  'delete.retention.ms': integerAt,
  'max.message.bytes': integerAt,
  'confluent.key.schema.validation': booleanAt,
  'confluent.key.subject.name.strategy': stringAt,
  'confluent.value.schema.validation': booleanAt,
  'confluent.value.subject.name.strategy': stringAt,
};

function readTopicConfiguration(build: Build, kafka: ObjectNode): TopicConfiguration | undefined {
  const object = objectAt(build, kafka, 'topicConfiguration');
  if (object === undefined) return undefined;
  const entries = [...object.entries].flatMap(([key, node]): [string, JsonValue][] => {
    const read = Object.hasOwn(TOPIC_KEYS, key) ? TOPIC_KEYS[key] : undefined;
    const value = read === undefined ? toJson(node) : read(build, object, key);
    return value === undefined ? [] : [[key, value]];
  });
  return toRecord(entries);
}

/** An array; Kafka's own spelling, `compact,delete`, is understood too. */
function readCleanupPolicy(build: Build, object: ObjectNode, key: string): JsonValue | undefined {
  const written = stringOf(object.entries.get(key));
  const policies =
    written === undefined ? stringsAt(build, object, key) : written.split(',').map((part) => part.trim());
  const wrong = policies?.find((policy) => policy !== 'delete' && policy !== 'compact');
  if (wrong !== undefined) {
    report(
      build,
      object.entries.get(key) ?? object,
      'value',
      `"cleanup.policy" holds delete and compact, not ${wrong}`,
    );
  }
  return policies && Object.freeze(policies);
}

function integerAt(build: Build, object: ObjectNode, key: string): JsonValue | undefined {
  const node = object.entries.get(key);
  if (node?.kind === 'scalar' && (typeof node.value === 'bigint' || Number.isInteger(node.value))) return node.value;
  if (node !== undefined) report(build, node, 'kind', `${JSON.stringify(key)} is a whole number`);
  return undefined;
}

function booleanAt(build: Build, object: ObjectNode, key: string): JsonValue | undefined {
  const node = object.entries.get(key);
  if (node?.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  if (node !== undefined)
    report(build, node, 'kind', `${JSON.stringify(key)} is true or false, found ${describeKind(node)}`);
  return undefined;
}

/** A schema of allowed ids. A plain string, as people write it, allows that id only. */
function readIdSchema(build: Build, kafka: ObjectNode, key: 'groupId' | 'clientId'): SchemaUse | undefined {
  const node = kafka.entries.get(key);
  if (node === undefined) return undefined;
  if (stringOf(node) === undefined) return readSchema(build, node);
  const id = expectString(build, node, key) ?? '';
  report(build, node, 'kind', `"${key}" is a schema: write {type: string, enum: [${id}]}`, 'warning');
  const schema = Object.freeze({ type: 'string', enum: Object.freeze([id]) });
  return freeze<SchemaUse>({ format: 'asyncapi', schema, place: placeOf(node) });
}

/**
 * A record's key is described by a schema of either kind, and the binding has no word for which (0.5.0, Message Binding
 * Object). Types that JSON Schema does not have tell Avro; `string`, `boolean` and `null` are the same in both.
 */
function readKeySchema(build: Build, node: Node): SchemaUse | undefined {
  const resolution = resolveRef(build.document, node);
  if (resolution.kind !== 'found' || readMultiFormat(build, resolution.node)) return readSchema(build, node);
  return readSchema(build, node, isAvroOnly(toJson(resolution.node)) ? MEDIA_TYPES.avro : undefined);
}
