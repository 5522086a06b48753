// Writes and reads under contracts with rules, by Confluent's client for Node. Prints what came out, as JSON.
const {
  AvroDeserializer,
  AvroSerializer,
  CelExecutor,
  CelFieldExecutor,
  JsonataExecutor,
  JsonDeserializer,
  JsonSerializer,
  RuleRegistry,
  SchemaRegistryClient,
  SerdeType,
} = require('@confluentinc/schemaregistry');

const { url, cases } = JSON.parse(process.argv[2]);
const SERDES = { AVRO: [AvroSerializer, AvroDeserializer], JSON: [JsonSerializer, JsonDeserializer] };

async function attempt(act) {
  try {
    return { made: await act() };
  } catch ({ message }) {
    return { refused: message };
  }
}

function pick(properties) {
  return properties === undefined ? { useLatestVersion: true } : { useLatestWithMetadata: properties };
}

async function main() {
  const client = new SchemaRegistryClient({ baseURLs: [url], maxRetries: 0 });
  const rules = new RuleRegistry();
  for (const executor of [new CelExecutor(), new CelFieldExecutor(), new JsonataExecutor()]) {
    rules.registerExecutor(executor);
  }
  const outcomes = [];
  for (const { topic, type, value, writeWith, readWith, bytes } of cases) {
    if (SERDES[type] === undefined) {
      outcomes.push(null);
      continue;
    }
    const [Serializer, Deserializer] = SERDES[type];
    const serializer = new Serializer(
      client,
      SerdeType.VALUE,
      { autoRegisterSchemas: false, ...pick(writeWith) },
      rules,
    );
    const deserializer = new Deserializer(client, SerdeType.VALUE, pick(readWith), rules);
    outcomes.push({
      write: await attempt(async () => (await serializer.serialize(topic, value)).toString('base64')),
      read:
        bytes === undefined
          ? undefined
          : await attempt(async () => deserializer.deserialize(topic, Buffer.from(bytes, 'base64'))),
    });
  }
  process.stdout.write(JSON.stringify(outcomes));
}

void main();
