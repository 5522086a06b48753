import type { JsonValue } from '@sluice/avro';
import { formatJson, formatLine } from '../content/format-json.ts';
import type { SnippetFacts, SnippetLanguage } from '../docs-options.ts';

/** What our snippets need to know beside. */
export interface OwnFacts extends SnippetFacts {
  readonly action: 'send' | 'receive';
  readonly name: string;
  readonly isSecure: boolean;
  readonly mechanism: string | undefined;
  readonly format: 'avro' | 'json' | 'protobuf';
  readonly example: JsonValue;
}

export const WRITERS: Readonly<Record<SnippetLanguage, (facts: OwnFacts) => string | undefined>> = {
  typescript: writeTypeScript,
  python: writePython,
  go: writeGo,
  java: writeJava,
  console: writeConsole,
};

/** Text in double quotes, as TypeScript, Python, Go and Java all read it. */
const quote = (text: string): string => JSON.stringify(text);

/** A word of a POSIX shell. */
const shell = (text: string): string =>
  /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Settings as librdkafka and the Java client name them. */
function listSecurity({ isSecure, mechanism }: OwnFacts): readonly (readonly [string, string])[] {
  if (!isSecure && mechanism === undefined) return [];
  const protocol = `${mechanism === undefined ? '' : 'SASL_'}${isSecure ? 'SSL' : 'PLAINTEXT'}`;
  return [
    ['security.protocol', protocol],
    ...(mechanism === undefined ? [] : [['sasl.mechanism', mechanism] as const]),
  ];
}

function writeTypeScript(facts: OwnFacts): string {
  const base = facts.name.replaceAll(
    /[^\p{ID_Continue}]+(.)?/gu,
    (_, next: string | undefined) => next?.toUpperCase() ?? '',
  );
  const type = `${/^\d/u.test(base) ? '_' : ''}${base.slice(0, 1).toUpperCase()}${base.slice(1)}`;
  const registry = facts.registry === undefined ? '' : `, registry: ${quote(facts.registry)}`;
  const options = `{ brokers: [${quote(facts.brokers)}]${registry} }`;
  const secured = listSecurity(facts)
    .map(([key, value]) => `// ${key}: ${value}\n`)
    .join('');
  if (facts.action === 'send') {
    return `import { ${type}Producer } from './gen/index.ts';
${secured}
await using producer = new ${type}Producer(${options});
await producer.send(${formatJson(facts.example)});`;
  }
  return `import { ${type}Consumer } from './gen/index.ts';
${secured}
await using consumer = new ${type}Consumer(${options});
await consumer.run(async (message) => {
  console.log(message.value);
});`;
}

function writePython(facts: OwnFacts): string {
  const config = [['bootstrap.servers', facts.brokers] as const, ...listSecurity(facts)];
  const dict = (pairs: readonly (readonly [string, string])[]): string =>
    `{${pairs.map(([key, value]) => `${quote(key)}: ${quote(value)}`).join(', ')}}`;
  const hasRegistry = facts.registry !== undefined && facts.format === 'avro';
  const context = `SerializationContext(${quote(facts.topic)}, MessageField.VALUE)`;
  const client = `SchemaRegistryClient({"url": ${quote(facts.registry ?? '')}})`;
  const side = facts.action === 'send' ? 'Serializer' : 'Deserializer';
  const head = hasRegistry
    ? `from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import Avro${side}
from confluent_kafka.serialization import MessageField, SerializationContext

registry = ${client}
${facts.action === 'send' ? `schema = registry.get_latest_version(${quote(`${facts.topic}-value`)}).schema\nconvert = AvroSerializer(registry, schema, conf={"auto.register.schemas": False})` : 'convert = AvroDeserializer(registry)'}`
    : 'import json\n';
  if (facts.action === 'send') {
    const value = hasRegistry ? `convert(value, ${context})` : 'json.dumps(value).encode()';
    return `from confluent_kafka import Producer
${head}
producer = Producer(${dict(config)})
value = json.loads(${quote(formatLine(facts.example))})
producer.produce(${quote(facts.topic)}, value=${value})
producer.flush()`.replace('import Producer\n', hasRegistry ? 'import Producer\nimport json\n' : 'import Producer\n');
  }
  const value = hasRegistry ? `convert(message.value(), ${context})` : 'json.loads(message.value())';
  return `from confluent_kafka import Consumer
${head}
consumer = Consumer(${dict([...config, ['group.id', facts.group], ['auto.offset.reset', 'earliest']])})
consumer.subscribe([${quote(facts.topic)}])
while True:
    message = consumer.poll(1.0)
    if message is not None and message.error() is None:
        print(${value})`;
}

function writeGo(facts: OwnFacts): string {
  const secured = listSecurity(facts)
    .map(([key, value]) => `\t// ${key}: ${value}\n`)
    .join('');
  const note =
    facts.format === 'json' ? '' : `\t// ${facts.format}: twmb/franz-go/pkg/sr reads and writes the schema id\n`;
  if (facts.action === 'send') {
    return `client, err := kgo.NewClient(
${secured}\tkgo.SeedBrokers(${quote(facts.brokers)}),
\tkgo.DefaultProduceTopic(${quote(facts.topic)}),
)
if err != nil {
\tpanic(err)
}
defer client.Close()
${note.replace('\t', '')}value, err := serde.Encode(message)
if err != nil {
\tpanic(err)
}
err = client.ProduceSync(ctx, &kgo.Record{Value: value}).FirstErr()`;
  }
  return `client, err := kgo.NewClient(
${secured}\tkgo.SeedBrokers(${quote(facts.brokers)}),
\tkgo.ConsumeTopics(${quote(facts.topic)}),
\tkgo.ConsumerGroup(${quote(facts.group)}),
)
if err != nil {
\tpanic(err)
}
defer client.Close()
for {
\tclient.PollFetches(ctx).EachRecord(func(record *kgo.Record) {
${note && `\t${note}`}\t\terr := serde.Decode(record.Value, &message)
\t})
}`;
}

const JAVA_SERDES = {
  avro: 'io.confluent.kafka.serializers.KafkaAvro',
  json: 'io.confluent.kafka.serializers.json.KafkaJsonSchema',
  protobuf: 'io.confluent.kafka.serializers.protobuf.KafkaProtobuf',
};

function writeJava(facts: OwnFacts): string {
  const isSend = facts.action === 'send';
  const kind = isSend ? 'serializer' : 'deserializer';
  const ending = isSend ? 'Serializer' : 'Deserializer';
  const serde =
    facts.registry === undefined
      ? `org.apache.kafka.common.serialization.ByteArray${ending}`
      : JAVA_SERDES[facts.format] + ending;
  const props = [
    ['bootstrap.servers', facts.brokers],
    [`key.${kind}`, `org.apache.kafka.common.serialization.String${ending}`],
    [`value.${kind}`, serde],
    ...(facts.registry === undefined ? [] : [['schema.registry.url', facts.registry]]),
    ...(isSend ? [] : [['group.id', facts.group]]),
    ...listSecurity(facts),
  ].map(([key = '', value = '']) => `props.put(${quote(key)}, ${quote(value)});`);
  const body = isSend
    ? `try (var producer = new KafkaProducer<String, Object>(props)) {
    producer.send(new ProducerRecord<>(${quote(facts.topic)}, key, value)).get();
}`
    : `try (var consumer = new KafkaConsumer<String, Object>(props)) {
    consumer.subscribe(List.of(${quote(facts.topic)}));
    while (true) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) System.out.println(record.value());
    }
}`;
  return `var props = new Properties();\n${props.join('\n')}\n${body}`;
}

/** kcat reads Avro and writes none; what needs a schema id is written by Confluent's console producers. */
function writeConsole(facts: OwnFacts): string {
  const secured = listSecurity(facts)
    .map(([key, value]) => ` -X ${shell(`${key}=${value}`)}`)
    .join('');
  const registry = facts.registry === undefined ? '' : shell(facts.registry);
  if (facts.action === 'receive') {
    const avro = facts.format === 'avro' && registry !== '' ? ` -s value=avro -r ${registry}` : '';
    return `kcat -C -b ${shell(facts.brokers)} -t ${shell(facts.topic)}${avro}${secured}`;
  }
  const example = shell(formatLine(facts.example));
  if (registry === '') return `echo ${example} | kcat -P -b ${shell(facts.brokers)} -t ${shell(facts.topic)}${secured}`;
  const tool = { avro: 'kafka-avro', json: 'kafka-json-schema', protobuf: 'kafka-protobuf' }[facts.format];
  return `# ID is the id of the subject's latest version; Avro is to be in Avro's JSON encoding
echo ${example} | ${tool}-console-producer \\
  --bootstrap-server ${shell(facts.brokers)} --topic ${shell(facts.topic)} \\
  --property schema.registry.url=${registry} --property value.schema.id=ID`;
}
