import type { Operation } from '@sluice/asyncapi';
import { collectAvroSchemas } from '../emit-language.ts';
import { dropRepeats, listNamedTypes } from '../named-types.ts';
import { namePython, namespaceOf } from '../python/python-names.ts';
import { hasClass } from '../python/python-models.ts';
import { pythonString } from '../python/python-types.ts';
import { findAvroRoot } from './find-avro-root.ts';
import type { SnippetFacts, SnippetSource } from './snippet-writer.ts';

/** Models and serdes with confluent-kafka. */
export function writePython(source: SnippetSource, operation: Operation, facts: SnippetFacts): string | undefined {
  const { topic, brokers, group, registry } = facts;
  const root = findAvroRoot(source, operation);
  if (root === undefined || registry === undefined || !hasClass(root)) return undefined;
  const names = namePython(listNamedTypes(dropRepeats(collectAvroSchemas(source.model))));
  const name = names.className(root);
  const from = ['gen', ...names.folders(namespaceOf(root.name))].join('.');
  const url = pythonString(registry);
  if (operation.action === 'send') {
    return `from confluent_kafka import Producer
from ${from} import ${name}, ${name}Serializer

serialize = ${name}Serializer(${url}, ${pythonString(`${topic}-value`)})
producer = Producer({"bootstrap.servers": ${pythonString(brokers)}})
value = ${name}(...)
producer.produce(${pythonString(topic)}, value=serialize(value))
producer.flush()`;
  }
  return `from confluent_kafka import Consumer
from ${from} import ${name}Deserializer

deserialize = ${name}Deserializer(${url})
consumer = Consumer({"bootstrap.servers": ${pythonString(brokers)}, "group.id": ${pythonString(group)}, "auto.offset.reset": "earliest"})
consumer.subscribe([${pythonString(topic)}])
while True:
    message = consumer.poll(1.0)
    if message is not None and message.error() is None:
        print(deserialize(message.value()))`;
}
