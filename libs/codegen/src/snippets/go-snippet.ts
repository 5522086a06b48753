import type { Operation } from '@sluice/asyncapi';
import { collectAvroSchemas } from '../emit-language.ts';
import { hasType } from '../go/go-models.ts';
import { choosePackage, nameGo } from '../go/go-names.ts';
import { goString } from '../go/go-types.ts';
import { dropRepeats, listNamedTypes } from '../named-types.ts';
import { findAvroRoot } from './find-avro-root.ts';
import type { SnippetFacts, SnippetSource } from './snippet-writer.ts';

/** Models and serdes with franz-go. */
export function writeGo(source: SnippetSource, operation: Operation, facts: SnippetFacts): string | undefined {
  const { topic, brokers, group, registry } = facts;
  const root = findAvroRoot(source, operation);
  if (root === undefined || registry === undefined || !hasType(root)) return undefined;
  const types = listNamedTypes(dropRepeats(collectAvroSchemas(source.model)));
  const names = nameGo(types, choosePackage(types));
  const place = names.packageName;
  const made = `&${place}.HTTPRegistry{URL: ${goString(registry)}}`;
  if (operation.action === 'send') {
    return `serializer := ${place}.${names.maker(root, 'Serializer')}(${made}, ${goString(`${topic}-value`)})
client, err := kgo.NewClient(kgo.SeedBrokers(${goString(brokers)}), kgo.DefaultProduceTopic(${goString(topic)}))
if err != nil {
\treturn err
}
defer client.Close()
value, err := serializer.Serialize(ctx, ${place}.${names.typeName(root)}{ /* its fields */ })
if err != nil {
\treturn err
}
return client.ProduceSync(ctx, &kgo.Record{Value: value}).FirstErr()`;
  }
  return `deserializer := ${place}.${names.maker(root, 'Deserializer')}(${made})
client, err := kgo.NewClient(
\tkgo.SeedBrokers(${goString(brokers)}),
\tkgo.ConsumeTopics(${goString(topic)}),
\tkgo.ConsumerGroup(${goString(group)}),
)
if err != nil {
\treturn err
}
defer client.Close()
for {
\tfetches := client.PollFetches(ctx)
\tif err := fetches.Err(); err != nil {
\t\treturn err
\t}
\tfor _, record := range fetches.Records() {
\t\tvalue, err := deserializer.Deserialize(ctx, record.Value)
\t\tfmt.Println(value, err)
\t}
}`;
}
