import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import {
  Admin,
  ConfigResourceTypes,
  Consumer,
  IncrementalAlterConfigOperationTypes,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';
import type { MessagesStream } from '@platformatic/kafka';
import { createDriver } from './driver.ts';
import type { Driver, Joining, ReadRecord } from './driver.ts';

type TextConsumer = Consumer<string, string, string, string>;

interface Member {
  readonly consumer: TextConsumer;
  readonly stream: MessagesStream<string, string, string, string>;
  readonly reading: Promise<void>;
  /** Tells `read` when a record came. */
  readonly arrivals: EventEmitter;
  records: ReadRecord[];
  failure?: Error;
}

/** `@platformatic/kafka`, in this process. */
export function startPlatformatic(bootstrap: string): Driver {
  const base = { bootstrapBrokers: [bootstrap], clientId: 'platformatic', retries: 1 };
  const admin = new Admin(base);
  const members = new Map<string, Member>();

  async function join({ member: name, group, topic, instance, cooperative }: Joining): Promise<void> {
    const consumer: TextConsumer = new Consumer({
      ...base,
      groupId: group,
      ...(instance === undefined ? {} : { groupInstanceId: instance }),
      ...(cooperative ? { protocols: [{ name: 'cooperative-sticky', version: 3 }] } : {}),
      autocommit: false,
      deserializers: stringDeserializers,
      heartbeatInterval: 300,
    });
    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      maxWaitTime: 100,
    });
    const records: ReadRecord[] = [];
    const arrivals = new EventEmitter();
    const reading = (async () => {
      for await (const message of stream) {
        await message.commit();
        const { partition, offset, key, value, headers } = message;
        records.push({ partition, offset: Number(offset), key, value, headers: Object.fromEntries(headers) });
        arrivals.emit('read');
      }
    })();
    const member: Member = { consumer, stream, reading, arrivals, records };
    reading.catch((error: unknown) => (member.failure = error instanceof Error ? error : new Error(String(error))));
    members.set(name, member);
  }

  async function leave(name: string): Promise<void> {
    const member = members.get(name);
    members.delete(name);
    await member?.stream.close();
    await member?.reading;
    await member?.consumer.close(true);
  }

  async function partitionsOf(topic: string): Promise<number> {
    const metadata = await admin.metadata({ topics: [topic], forceUpdate: true });
    return metadata.topics.get(topic)?.partitionsCount ?? 0;
  }

  async function listOffsets(topic: string, timestamp: bigint) {
    const partitions = Array.from({ length: await partitionsOf(topic) }, (_, partitionIndex) => ({
      partitionIndex,
      timestamp,
    }));
    const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    return Object.fromEntries((found?.partitions ?? []).map((part) => [part.partitionIndex, Number(part.offset)]));
  }

  const topicResource = (topic: string) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic });

  return createDriver(
    {
      async hello() {
        const manifest = new URL('../package.json', import.meta.resolve('@platformatic/kafka'));
        return { version: (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version };
      },
      'create-topic': ({ topic, partitions, configs }) =>
        admin.createTopics({
          topics: [topic],
          partitions,
          replicas: 1,
          configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
        }),
      async produce({ topic, codec, records }) {
        const compression = codec as 'none';
        const producer = new Producer({ ...base, serializers: stringSerializers, compression, idempotent: true });
        try {
          await producer.send({
            messages: records.map(({ key, value, headers }) => ({ topic, key, value, headers: { ...headers } })),
          });
        } catch (error) {
          throw new Error(describeCauses(error), { cause: error });
        } finally {
          await producer.close();
        }
      },
      join,
      async poll({ member: name }) {
        const member = members.get(name);
        if (member === undefined) throw new Error(`no member ${name}`);
        if (member.failure !== undefined) throw member.failure;
        if (member.records.length === 0) {
          await once(member.arrivals, 'read', { signal: AbortSignal.timeout(200) }).catch(() => undefined);
        }
        const assigned = (member.consumer.assignments ?? []).flatMap(({ partitions }) => partitions);
        return { assigned: assigned.toSorted((a, b) => a - b), records: member.records.splice(0) };
      },
      leave: ({ member }) => leave(member),
      'list-topics': () => admin.listTopics(),
      'describe-topic': async ({ topic }) => ({ partitions: await partitionsOf(topic) }),
      'create-partitions': ({ topic, total }) => admin.createPartitions({ topics: [{ name: topic, count: total }] }),
      async 'describe-configs'({ topic }) {
        const [found] = await admin.describeConfigs({
          resources: [{ ...topicResource(topic), configurationKeys: null }],
        });
        return Object.fromEntries((found?.configs ?? []).map(({ name, value }) => [name, value ?? '']));
      },
      'alter-config': ({ topic, name, value }) => {
        const config = { name, value, configOperation: IncrementalAlterConfigOperationTypes.SET };
        return admin.incrementalAlterConfigs({ resources: [{ ...topicResource(topic), configs: [config] }] });
      },
      'list-offsets': async ({ topic }) => ({
        earliest: await listOffsets(topic, -2n),
        latest: await listOffsets(topic, -1n),
      }),
      'delete-records': ({ topic, partition, before }) =>
        admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition, offset: BigInt(before) }] }] }),
      'list-groups': async () => [...(await admin.listGroups()).keys()],
      async 'describe-group'({ group }) {
        const found = (await admin.describeGroups({ groups: [group] })).get(group);
        return { state: found?.state ?? '', members: found?.members.size ?? 0 };
      },
      async committed({ group }) {
        const [found] = await admin.listConsumerGroupOffsets({ groups: [group] });
        const partitions = found?.topics.flatMap((topic) => topic.partitions) ?? [];
        return Object.fromEntries(partitions.map((part) => [part.partitionIndex, Number(part.committedOffset)]));
      },
      'delete-group': ({ group }) => admin.deleteGroups({ groups: [group] }),
      'delete-topic': ({ topic }) => admin.deleteTopics({ topics: [topic] }),
      'describe-cluster': async () => {
        const { brokers } = await admin.metadata({ topics: [], forceUpdate: true });
        return { brokers: [...brokers.values()].map(({ host, port }) => `${host}:${port}`) };
      },
      async 'describe-log-dirs'({ topic }) {
        const partitions = Array.from({ length: await partitionsOf(topic) }, (_, number) => number);
        const brokers = await admin.describeLogDirs({ topics: [{ name: topic, partitions }] });
        const found = brokers.flatMap(({ results }) =>
          results.flatMap(({ topics }) => topics.flatMap((one) => one.partitions)),
        );
        return Object.fromEntries(found.map((part) => [part.partitionIndex, Number(part.partitionSize)]));
      },
    },
    async () => {
      await Promise.all([...members.keys()].map(leave));
      await admin.close();
    },
  );
}

/** All messages and ids of an error and of what caused it. */
function describeCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const apiId = 'apiId' in error ? String(error.apiId) : '';
  const inner = error instanceof AggregateError ? error.errors.map(describeCauses) : [];
  return [apiId, error.message, describeCauses(error.cause), ...inner].join(' ');
}
