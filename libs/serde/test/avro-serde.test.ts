import { describe, expect, it } from 'vitest';
import { createAvroDeserializer, createAvroSerializer, createHttpSource, createRegistryClient } from '../src/index.ts';
import type { AvroDeserializerOptions, AvroSerializerOptions } from '../src/index.ts';
import { createFakeFetch } from './fake-registry.ts';
import type { FakeAnswer } from './fake-registry.ts';

const V1 = JSON.stringify({
  type: 'record',
  name: 'MachineSensor',
  namespace: 'thingam',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'value', type: 'float' },
  ],
});
const V2 = JSON.stringify({
  ...JSON.parse(V1),
  fields: [...JSON.parse(V1).fields, { name: 'units', type: 'string', default: 'C' }],
});
const PART = '{"type":"record","name":"Part","fields":[{"name":"no","type":"int"}]}';
const WHOLE = '{"type":"record","name":"Whole","fields":[{"name":"parts","type":{"type":"array","items":"Part"}}]}';
const REFERENCES = [{ name: 'Part', subject: 'part', version: 1 }];

const ANSWERS: Readonly<Record<string, FakeAnswer>> = {
  'POST /subjects/factory7-value/versions': { body: { id: 258 } },
  'POST /subjects/factory7-value': { body: { id: 258, version: 1 } },
  'POST /subjects/other-value': {
    status: 404,
    body: { error_code: 40401, message: "Subject 'other-value' not found." },
  },
  'POST /subjects/thingam.MachineSensor/versions': { body: { id: 5 } },
  'GET /subjects/factory7-value/versions/latest?deleted=true': {
    body: { subject: 'factory7-value', version: 2, id: 259, schema: V2 },
  },
  'GET /schemas/ids/258': { body: { schema: V1 } },
  'GET /schemas/ids/259': { body: { schema: V2 } },
  'GET /schemas/ids/300': { body: { schema: WHOLE, references: REFERENCES } },
  'GET /schemas/ids/301': { body: { schema: '{}', schemaType: 'JSON' } },
  'GET /schemas/ids/302': { status: 404, body: { error_code: 40403, message: 'Schema 302 not found' } },
  'GET /subjects/part/versions/1?deleted=true': { body: { subject: 'part', version: 1, id: 299, schema: PART } },
  'POST /subjects/whole-value/versions': { body: { id: 300 } },
};

function connect() {
  const { fetch, requests } = createFakeFetch(ANSWERS);
  const registry = createRegistryClient({ url: 'http://r', fetch });
  return { registry, requests, source: createHttpSource(registry) };
}

async function openSerializer(options: Omit<AvroSerializerOptions, 'registry'>) {
  const serializer = createAvroSerializer({ registry: connect().registry, ...options });
  return { serializer, prepared: await serializer.prepare() };
}

const openDeserializer = (options: Omit<AvroDeserializerOptions, 'source'> = {}) =>
  createAvroDeserializer({ source: connect().source, ...options });

describe('Avro serializer', () => {
  it('writes the envelope and the value', async () => {
    const { serializer, prepared } = await openSerializer({ topic: 'factory7', schema: V1 });
    expect(prepared).toMatchObject({ subject: 'factory7-value', id: 258 });
    expect([...serializer.serialize({ machine: 'ab', value: 1 })]).toEqual([0, 0, 0, 1, 2, 4, 97, 98, 0, 0, 128, 63]);
  });

  it('makes each result its own, long ones too', async () => {
    const { serializer } = await openSerializer({ topic: 'factory7', schema: V1 });
    const values = [10, 5000, 3_000_000, 20, 5000].map((length) => ({ machine: 'm'.repeat(length), value: 1 }));
    const written = values.map((value) => serializer.serialize(value));
    const read = openDeserializer();
    for (const [index, bytes] of written.entries()) expect(await read.deserialize(bytes)).toEqual(values[index]);
  });

  it('asks once, however often it is prepared, and refuses before', async () => {
    const { registry, requests } = connect();
    const serializer = createAvroSerializer({ registry, topic: 'factory7', schema: V1 });
    expect(() => serializer.serialize({})).toThrow(/await prepare\(\)/);
    await Promise.all([serializer.prepare(), serializer.prepare()]);
    await serializer.prepare();
    expect(requests).toHaveLength(1);
  });

  it.each([
    { options: { topic: 't', schema: V1, strategy: 'RecordNameStrategy' }, id: 5, subject: 'thingam.MachineSensor' },
    { options: { topic: 'factory7', schema: V1, autoRegister: false }, id: 258, subject: 'factory7-value' },
    { options: { topic: 'factory7', useLatest: true }, id: 259, subject: 'factory7-value' },
    { options: { topic: 'whole', schema: { schema: WHOLE, references: REFERENCES } }, id: 300, subject: 'whole-value' },
  ] as const)('finds id $id under $subject', async ({ options, id, subject }) => {
    expect((await openSerializer(options)).prepared).toMatchObject({ id, subject });
  });

  it.each([
    {
      options: { topic: 'other', schema: V1, autoRegister: false },
      message: /not registered under subject other-value/,
    },
    { options: { topic: 't', schema: '"int"', strategy: 'RecordNameStrategy' }, message: /needs a schema with a name/ },
    { options: { topic: 't', schema: 'no' }, message: /value schema of topic t is no Avro schema/ },
    { options: { topic: 't' }, message: /is missing: give `schema`, or `useLatest`/ },
  ] as const)('says $message', async ({ options, message }) => {
    await expect(openSerializer(options)).rejects.toThrow(message);
  });

  it('names the fields of a value that does not fit', async () => {
    const { serializer } = await openSerializer({ topic: 'factory7', schema: V1 });
    expect(() => serializer.serialize({ machine: 'm', value: 'hot' })).toThrow(
      expect.objectContaining({
        name: 'SerdeError',
        kind: 'invalid-value',
        message: expect.stringMatching(
          /topic factory7 does not fit schema 258 of subject factory7-value: value: expected/,
        ),
        findings: [expect.objectContaining({ path: 'value' })],
      }),
    );
  });
});

describe('Avro deserializer', () => {
  it('is asynchronous for the first record of a schema only', async () => {
    const { serializer } = await openSerializer({ topic: 'factory7', schema: V1 });
    const bytes = serializer.serialize({ machine: 'm', value: 2 });
    const deserializer = openDeserializer();
    const first = deserializer.deserialize(bytes);
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toEqual({ machine: 'm', value: 2 });
    expect(deserializer.deserialize(bytes)).toEqual({ machine: 'm', value: 2 });
  });

  it('resolves what was written to the schema of the reader', async () => {
    const { serializer } = await openSerializer({ topic: 'factory7', schema: V1 });
    const bytes = serializer.serialize({ machine: 'm', value: 2 });
    expect(await openDeserializer({ readerSchema: V2 }).deserialize(bytes)).toEqual({
      machine: 'm',
      value: 2,
      units: 'C',
    });
  });

  it('follows references', async () => {
    const { serializer } = await openSerializer({ topic: 'whole', schema: { schema: WHOLE, references: REFERENCES } });
    const value = { parts: [{ no: 1 }, { no: 2 }] };
    expect(await openDeserializer().deserialize(serializer.serialize(value))).toEqual(value);
  });

  it.each([
    { bytes: [123, 34], kind: 'not-framed', message: /2 bytes without the envelope/ },
    { bytes: [0, 0, 0, 1, 46, 1], kind: 'unknown-schema', message: /does not know schema 302/ },
    { bytes: [0, 0, 0, 1, 45, 1], kind: 'wrong-type', message: /schema 301 is JSON/ },
    {
      bytes: [0, 0, 0, 1, 2, 4, 97],
      kind: 'malformed',
      message: /under schema 258: machine: expected .* \(byte \d+\)/,
    },
    { bytes: [0, 0, 0, 1, 2, 2, 97, 0, 0, 0, 0, 9], kind: 'malformed', message: /\(byte 11\)/ },
  ])('refuses $bytes as $kind', async ({ bytes, kind, message }) => {
    const refused = (async () => openDeserializer().deserialize(Uint8Array.from(bytes)))();
    await expect(refused).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});
