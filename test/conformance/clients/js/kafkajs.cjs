// kafkajs, driven by the lines of test/conformance/clients/driver.ts. usage: kafkajs.cjs BOOTSTRAP REGISTRY_URL SERDE
// SERDE is @kafkajs/confluent-schema-registry or @confluentinc/schemaregistry. Its packages are found by NODE_PATH.
'use strict';
const { createInterface } = require('node:readline');
const { promisify } = require('node:util');
const zlib = require('node:zlib');
const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, logLevel } = require('kafkajs');
const lz4 = require('lz4-napi');
const snappy = require('snappy');

const [bootstrap, registryUrl, serdeName] = process.argv.slice(2);

// kafkajs brings gzip alone and takes the other codecs from its user.
CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: ({ buffer }) => snappy.compress(buffer),
  decompress: (buffer) => snappy.uncompress(buffer),
});
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }) => lz4.compressFrame(buffer),
  decompress: (buffer) => lz4.decompressFrame(buffer),
});
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }) => promisify(zlib.zstdCompress)(buffer),
  decompress: (buffer) => promisify(zlib.zstdDecompress)(buffer),
});
const CODECS = { none: 'None', gzip: 'GZIP', snappy: 'Snappy', lz4: 'LZ4', zstd: 'ZSTD' };

const kafka = new Kafka({ clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.NOTHING });
const admin = kafka.admin();
const members = new Map();

/** The two registries of kafkajs users, as one pair of functions. */
const SERDES = {
  '@kafkajs/confluent-schema-registry': () => {
    const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
    const registry = new SchemaRegistry({ host: registryUrl });
    return {
      async createEncoder(topic, schema) {
        const { id } = await registry.register({ type: SchemaType.AVRO, schema }, { subject: `${topic}-value` });
        return (value) => registry.encode(id, value);
      },
      decode: (_topic, data) => registry.decode(data),
    };
  },
  '@confluentinc/schemaregistry': () => {
    const {
      SchemaRegistryClient,
      SerdeType,
      AvroSerializer,
      AvroDeserializer,
    } = require('@confluentinc/schemaregistry');
    const client = new SchemaRegistryClient({ baseURLs: [registryUrl] });
    const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
    return {
      async createEncoder(topic, schema) {
        await client.register(`${topic}-value`, { schemaType: 'AVRO', schema });
        const serializer = new AvroSerializer(client, SerdeType.VALUE, {
          useLatestVersion: true,
          autoRegisterSchemas: false,
        });
        return (value) => serializer.serialize(topic, value);
      },
      decode: (topic, data) => deserializer.deserialize(topic, data),
    };
  },
};
let serde;
const getSerde = () => (serde ??= SERDES[serdeName]());

async function send(topic, codec, messages) {
  const producer = kafka.producer({ idempotent: true, retry: { retries: 2 } });
  await producer.connect();
  try {
    await producer.send({ topic, compression: CompressionTypes[CODECS[codec]], messages });
  } finally {
    await producer.disconnect();
  }
}

async function join(name, group, topic, decode) {
  const member = { records: [], assigned: [], failure: undefined };
  const consumer = kafka.consumer({ groupId: group, heartbeatInterval: 300, maxWaitTimeInMs: 100 });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    member.assigned = (payload.memberAssignment[topic] ?? []).toSorted((a, b) => a - b);
  });
  consumer.on(consumer.events.REBALANCING, () => (member.assigned = []));
  consumer.on(consumer.events.CRASH, ({ payload }) => (member.failure = String(payload.error)));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const records = [];
      for (const { offset, key, value, headers } of batch.messages) {
        records.push({
          partition: batch.partition,
          offset: Number(offset),
          key: key.toString(),
          value: await decode(topic, value),
          headers: Object.fromEntries(Object.entries(headers).map(([header, data]) => [header, String(data)])),
        });
      }
      await consumer.commitOffsets([
        { topic, partition: batch.partition, offset: String(Number(batch.lastOffset()) + 1) },
      ]);
      member.records.push(...records);
    },
  });
  members.set(name, { ...member, consumer, member });
}

function check(results) {
  for (const { errorCode, errorMessage } of results) {
    if (errorCode) throw new Error(`${errorCode}: ${errorMessage}`);
  }
}

const ACTIONS = {
  hello: async () => {
    const versionOf = (name) => require(`${name}/package.json`).version;
    const withSerde = serdeName === '@confluentinc/schemaregistry' ? `, ${versionOf(serdeName)}` : '';
    return { version: versionOf('kafkajs') + withSerde };
  },
  'create-topic': async ({ topic, partitions, configs }) => {
    const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
      waitForLeaders: true,
    });
  },
  produce: ({ topic, codec, records }) => send(topic, codec, records),
  join: ({ member, group, topic }) => join(member, group, topic, (_, data) => data.toString()),
  poll: async ({ member: name }) => {
    const { member } = members.get(name);
    for (let turn = 0; turn < 20 && member.records.length === 0; turn++) {
      await new Promise((settle) => setTimeout(settle, 10));
    }
    if (member.failure !== undefined) throw new Error(member.failure);
    return { assigned: member.assigned, records: member.records.splice(0) };
  },
  leave: async ({ member: name }) => {
    const { consumer } = members.get(name);
    members.delete(name);
    await consumer.disconnect();
  },
  'produce-avro': async ({ topic, schema, values }) => {
    const encode = await getSerde().createEncoder(topic, schema);
    const messages = [];
    for (const value of values) messages.push({ key: value.machine, value: await encode(value) });
    await send(topic, 'none', messages);
  },
  'join-avro': ({ member, group, topic }) => join(member, group, topic, getSerde().decode),
  'list-topics': () => admin.listTopics(),
  'describe-topic': async ({ topic }) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return { partitions: topics[0].partitions.length };
  },
  'create-partitions': ({ topic, total }) => admin.createPartitions({ topicPartitions: [{ topic, count: total }] }),
  'describe-configs': async ({ topic }) => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: true,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    });
    check(resources);
    return Object.fromEntries(
      resources[0].configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
  },
  'alter-config': async ({ topic, name, value }) => {
    const { resources } = await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name, value }] }],
    });
    check(resources);
  },
  'list-offsets': async ({ topic }) => {
    const partitions = await admin.fetchTopicOffsets(topic);
    const ends = (name) => Object.fromEntries(partitions.map((found) => [found.partition, Number(found[name])]));
    return { earliest: ends('low'), latest: ends('high') };
  },
  'delete-records': ({ topic, partition, before }) =>
    admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(before) }] }),
  'list-groups': async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId),
  'describe-group': async ({ group }) => {
    const { groups } = await admin.describeGroups([group]);
    return { state: groups[0].state, members: groups[0].members.length };
  },
  committed: async ({ group, topic }) => {
    const [{ partitions }] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return Object.fromEntries(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  },
  'delete-group': async ({ group }) => void check(await admin.deleteGroups([group])),
  'delete-topic': ({ topic }) => admin.deleteTopics({ topics: [topic] }),
  'describe-cluster': async () => {
    const { brokers } = await admin.describeCluster();
    return { brokers: brokers.map(({ host, port }) => `${host}:${port}`) };
  },
};

async function main() {
  await admin.connect();
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: action, ...args } = JSON.parse(line);
    let answer;
    try {
      answer = { ok: (await ACTIONS[action](args)) ?? null };
    } catch (error) {
      const causes = [error, error.cause, ...(error.errors ?? [])].filter(Boolean);
      answer = { error: causes.map((cause) => `${cause.type ?? cause.name}: ${cause.message}`).join('; ') };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}

void main();
