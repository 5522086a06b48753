import { deepEqual, equal } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  createAvroDeserializer,
  createAvroSerializer,
  createHttpSource,
  createRegistryClient,
  createSchemaCache,
} from '@sluice/serde';
import { locate } from '../../requirements.ts';
import { startRegistryStub } from './registry-stub.ts';
import { SAMPLES, withBuffers, withoutBuffers } from './samples.ts';
import type { Sample } from './samples.ts';
import { interleave } from './timing.ts';
import type { Duel, Part } from './timing.ts';

const ROUNDS = 9;
const ROUND_MS = 12;

/** What issue 5 asks for, by schema. Evolved reads, for which the peers build a resolver each time, are shown only. */
const LEAST_RATIOS = { confluent: { A: 100, B: 25 }, kafkajs: { A: 6, B: 1.7 } } as const;

/** A client of a registry, warm: whatever it keeps of schemas is there. */
interface Client {
  readonly serialize: () => unknown;
  readonly deserialize: () => unknown;
  readonly deserializeEvolved: () => unknown;
}

/** Where a sample's schemas are: the newest version of `now` wrote the bytes, that of `evolved` reads them. */
interface Setting {
  readonly url: string;
  readonly topic: string;
  readonly id: number;
  readonly sample: Sample;
  readonly bytes: Buffer;
}

const PEERS = {
  confluent: { name: '@confluentinc/schemaregistry', open: openConfluent },
  kafkajs: { name: '@kafkajs/confluent-schema-registry', open: openKafkajs },
} as const;

/** Enveloped values through libs/serde, against the two other clients that speak to registries. */
export async function measureFramed(): Promise<Part> {
  const title = 'framed, caches warm';
  const modules = locate('js-clients');
  if (modules === undefined) {
    return {
      title,
      rows: [],
      notes: ['framed: left out, for the other clients are not here; .ci/install-clients installs them'],
    };
  }
  const stub = await startRegistryStub(
    Object.fromEntries(
      Object.entries(SAMPLES).map(([name, { schema, evolved }]) => [
        `${name}-value`,
        [JSON.stringify(schema), JSON.stringify(evolved)],
      ]),
    ),
  );
  try {
    const duels: Duel[] = [];
    for (const [index, name] of (['A', 'B'] as const).entries()) {
      const sample = SAMPLES[name];
      const place = { url: stub.url, topic: name, id: 2 * index + 1, sample };
      const { ours, bytes } = await openOurs(place);
      for (const key of ['confluent', 'kafkajs'] as const) {
        const { name: peer, open } = PEERS[key];
        const theirs = await open(createRequire(join(modules, 'framed.cjs')), { ...place, bytes });
        await compare(ours, theirs);
        const leastRatio = LEAST_RATIOS[key][name];
        duels.push(
          { name: `${name} serialize`, peer, ours: ours.serialize, theirs: theirs.serialize, leastRatio },
          { name: `${name} deserialize`, peer, ours: ours.deserialize, theirs: theirs.deserialize, leastRatio },
          { name: `${name} evolved`, peer, ours: ours.deserializeEvolved, theirs: theirs.deserializeEvolved },
        );
      }
    }
    return { title, rows: await interleave(duels, ROUNDS, ROUND_MS) };
  } finally {
    await stub.close();
  }
}

/** Nothing is measured before all do the same. */
async function compare(ours: Client, theirs: Client): Promise<void> {
  const hex = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('hex');
  equal(hex(ours.serialize()), hex(await theirs.serialize()));
  deepEqual(await ours.deserialize(), withoutBuffers(await theirs.deserialize()));
  deepEqual(await ours.deserializeEvolved(), withoutBuffers(await theirs.deserializeEvolved()));
}

async function openOurs({ url, topic, sample, id }: Omit<Setting, 'bytes'>): Promise<{ ours: Client; bytes: Buffer }> {
  const registry = createRegistryClient({ url });
  const source = createSchemaCache(createHttpSource(registry));
  const { schema, evolved, value } = sample;
  const serializer = createAvroSerializer({ registry, topic, schema: JSON.stringify(schema) });
  const plain = createAvroDeserializer({ source });
  const reading = createAvroDeserializer({ source, readerSchema: JSON.stringify(evolved) });
  equal((await serializer.prepare()).id, id);
  const bytes = Buffer.from(serializer.serialize(value));
  await plain.deserialize(bytes);
  await reading.deserialize(bytes);
  return {
    ours: {
      serialize: () => serializer.serialize(value),
      deserialize: () => plain.deserialize(bytes),
      deserializeEvolved: () => reading.deserialize(bytes),
    },
    bytes,
  };
}

/** What of @confluentinc/schemaregistry is used here; it is not among our own dependencies, nor are its types. */
interface Confluent {
  SchemaRegistryClient: new (options: object) => object;
  AvroSerializer: new (
    client: object,
    part: string,
    options: object,
  ) => {
    serialize(topic: string, value: unknown): Promise<Buffer>;
  };
  AvroDeserializer: new (
    client: object,
    part: string,
    options: object,
  ) => {
    deserialize(topic: string, bytes: Buffer): Promise<unknown>;
  };
}

async function openConfluent(require: NodeJS.Require, { url, topic, id, sample, bytes }: Setting): Promise<Client> {
  const { SchemaRegistryClient, AvroSerializer, AvroDeserializer } = require(PEERS.confluent.name) as Confluent;
  const client = new SchemaRegistryClient({ baseURLs: [url] });
  const serializer = new AvroSerializer(client, 'VALUE', { useSchemaId: id, autoRegisterSchemas: false });
  const plain = new AvroDeserializer(client, 'VALUE', {});
  const reading = new AvroDeserializer(client, 'VALUE', { useLatestVersion: true });
  const value = withBuffers(sample.value);
  return {
    serialize: () => serializer.serialize(topic, value),
    deserialize: () => plain.deserialize(topic, bytes),
    deserializeEvolved: () => reading.deserialize(topic, bytes),
  };
}

/** What of @kafkajs/confluent-schema-registry is used here. */
interface Kafkajs {
  SchemaRegistry: new (options: object) => {
    encode(id: number, value: unknown): Promise<Buffer>;
    decode(bytes: Buffer, options?: object): Promise<unknown>;
  };
  SchemaType: { readonly AVRO: string };
}

async function openKafkajs(require: NodeJS.Require, { url, id, sample, bytes }: Setting): Promise<Client> {
  const { SchemaRegistry, SchemaType } = require(PEERS.kafkajs.name) as Kafkajs;
  const registry = new SchemaRegistry({ host: url });
  const value = withBuffers(sample.value);
  const reader = { [SchemaType.AVRO]: { readerSchema: sample.evolved } };
  return {
    serialize: () => registry.encode(id, value),
    deserialize: () => registry.decode(bytes),
    deserializeEvolved: () => registry.decode(bytes, reader),
  };
}
