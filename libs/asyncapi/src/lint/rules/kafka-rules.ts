import type { JsonValue } from '@sluice/avro';
import type { SchemaUse } from '../../model/schema-use.ts';
import { locate } from '../../source/locate.ts';
import type { Place } from '../../source/node.ts';
import { escapeStep } from '../../source/pointer.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintRule } from '../rule.ts';
import { checkBindings } from '../structure/check-bindings.ts';
import { TOPIC_CONFIGS, VENDOR_PREFIXES } from '../../model/topic-configs.ts';
import type { TopicConfigType } from '../../model/topic-configs.ts';
import { messagesOf } from './walk.ts';

/** Rules of bindings, Kafka's above all. */
export const KAFKA_RULES: readonly LintRule[] = [
  {
    id: 'binding-structure',
    severity: 'error',
    versions: '2.x',
    doc: 'Bindings fit the JSON Schema of their version; 3.x has that in its own schema. A warning where no version is said.',
    check: checkBindings,
  },
  {
    id: 'topic-config',
    severity: 'warning',
    versions: 'all',
    doc: 'Topic configurations have names that Kafka knows, and values of their types.',
    *check(context) {
      for (const { kafka, place } of context.model?.channels ?? []) {
        const base = `${place.pointer}/bindings/kafka/topicConfiguration`;
        for (const [key, value] of Object.entries(kafka?.topicConfiguration ?? {})) {
          const message = value === undefined ? undefined : checkConfig(key, value);
          const at = locate(context.document, place.file, `${base}/${escapeStep(key)}`) ?? place;
          if (message !== undefined) yield { at, message };
        }
      }
    },
  },
  {
    id: 'kafka-schema',
    severity: 'error',
    versions: 'all',
    doc: 'Keys, group ids and client ids are schemas, and the schemas of ids allow texts.',
    *check({ model }) {
      for (const { kafka } of model === undefined ? [] : messagesOf(model)) {
        if (kafka?.key !== undefined) yield* checkKafkaSchema(kafka.key, 'a key');
      }
      for (const { kafka } of model?.operations ?? []) {
        for (const key of ['groupId', 'clientId'] as const) {
          const use = kafka?.[key];
          if (use !== undefined) yield* checkKafkaSchema(use, `"${key}"`, true);
        }
      }
    },
  },
];

function checkConfig(key: string, value: JsonValue): string | undefined {
  const type = Object.hasOwn(TOPIC_CONFIGS, key) ? TOPIC_CONFIGS[key] : undefined;
  if (type === undefined) {
    if (key.startsWith('x-') || VENDOR_PREFIXES.some((prefix) => key.startsWith(prefix))) return undefined;
    return `Kafka has no topic configuration ${JSON.stringify(key)}`;
  }
  return fits(type, value)
    ? undefined
    : `${JSON.stringify(key)} is ${describeType(type)}; found ${JSON.stringify(show(value))}`;
}

const RANGES = { int: 31n, long: 63n } as const;

/** Kafka keeps every value as a text, so a text of the right form will do. */
function fits(type: TopicConfigType, value: JsonValue): boolean {
  const text = typeof value === 'object' ? '' : String(value);
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'list':
      return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'double':
      return text.trim() !== '' && Number.isFinite(Number(text));
    case 'int':
    case 'long': {
      if (!/^-?\d+$/u.test(text)) return false;
      const limit = 1n << RANGES[type];
      return BigInt(text) >= -limit && BigInt(text) < limit;
    }
    default:
      return type.includes(text);
  }
}

function describeType(type: TopicConfigType): string {
  if (type === 'boolean') return 'true or false';
  if (type === 'list') return 'a list of texts';
  if (type === 'string') return 'a text';
  if (type === 'double') return 'a number';
  if (type === 'int' || type === 'long') return `a whole number of ${type === 'int' ? 32 : 64} bits`;
  return `one of ${type.join(', ')}`;
}

function show(value: JsonValue): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Words of JSON Schema draft 7, AsyncAPI and Avro: an object without any of them is meant for something else. */
const KEYWORDS = new Set(
  (
    '$ref $id $schema $comment title description default examples example type enum const multipleOf maximum exclusiveMaximum ' +
    'minimum exclusiveMinimum maxLength minLength pattern items additionalItems maxItems minItems uniqueItems contains ' +
    'maxProperties minProperties required properties patternProperties additionalProperties dependencies propertyNames ' +
    'if then else allOf anyOf oneOf not format contentEncoding contentMediaType definitions $defs readOnly writeOnly ' +
    'discriminator externalDocs deprecated nullable schemaFormat schema name namespace fields symbols size values logicalType'
  ).split(' '),
);

function* checkKafkaSchema({ schema, place }: SchemaUse, what: string, isText = false): Generator<Problem> {
  const at: Place = place;
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
  const keys = Object.keys(schema);
  if (keys.length > 0 && !keys.some((key) => KEYWORDS.has(key) || key.startsWith('x-'))) {
    yield { at, message: `${what} is a schema, and none of ${keys.slice(0, 5).join(', ')} is a word of one` };
  }
  const type: unknown = Reflect.get(schema, 'type');
  if (isText && typeof type === 'string' && type !== 'string') {
    yield { at, message: `${what} is a text, and its schema says ${JSON.stringify(type)}` };
  }
}
