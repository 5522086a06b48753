import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import {
  createAvroDeserializer,
  createAvroSerializer,
  createHttpSource,
  createRegistryClient,
  readEnvelope,
} from '@sluice/serde';
import type { RegistryClient } from '@sluice/serde';
import { describe, expect, it } from 'vitest';
import { createRegistryApp } from '../src/http/index.ts';
import { createMemoryStore, createRegistry, createRegistrySource } from '../src/index.ts';

const V1 = '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}';
const V2 = '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":7}]}';
const BAD = '{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}';

function connect() {
  const registry = createRegistry({ store: createMemoryStore(), formats: createFormats([avroFormat]) });
  const app = createRegistryApp(registry);
  const fetch: typeof globalThis.fetch = async (input, init) => app.fetch(new Request(input, init));
  return { registry, client: createRegistryClient({ url: 'http://registry', fetch }) };
}

/** Every method of the client, one after another on one registry. */
const STEPS: readonly { title: string; call: (client: RegistryClient) => Promise<unknown>; answer: unknown }[] = [
  {
    title: 'registers',
    call: (client) => client.registerSchema('a/b', { schema: V1 }),
    answer: expect.objectContaining({ id: 1, version: 1, schema: V1 }),
  },
  {
    title: 'looks up',
    call: (client) => client.findSchema('a/b', { schema: V1 }),
    answer: expect.objectContaining({ id: 1, version: 1, subject: 'a/b' }),
  },
  { title: 'looks up in vain', call: (client) => client.findSchema('a/b', { schema: V2 }), answer: undefined },
  {
    title: 'checks what fits',
    call: (client) => client.checkCompatibility('a/b', { schema: V2 }, 'latest'),
    answer: { isCompatible: true, messages: [] },
  },
  {
    title: 'checks what does not',
    call: (client) => client.checkCompatibility('a/b', { schema: BAD }),
    answer: { isCompatible: false, messages: expect.arrayContaining([expect.stringContaining('TYPE_MISMATCH')]) },
  },
  {
    title: 'is refused',
    call: (client) => client.registerSchema('a/b', { schema: BAD }).catch((error: unknown) => error),
    answer: expect.objectContaining({ name: 'SchemaSourceError', status: 409, errorCode: 40901 }),
  },
  { title: 'reads by id', call: (client) => client.findSchemaById(1), answer: expect.objectContaining({ schema: V1 }) },
  { title: 'reads in vain', call: (client) => client.findSchemaById(2), answer: undefined },
  {
    title: 'reads the latest',
    call: (client) => client.findVersion('a/b', 'latest'),
    answer: expect.objectContaining({ version: 1 }),
  },
  { title: 'sets a level', call: (client) => client.updateCompatibility('NONE', 'a/b'), answer: undefined },
  { title: 'reads a level', call: (client) => client.readCompatibility('a/b'), answer: 'NONE' },
  { title: 'drops a level', call: (client) => client.deleteCompatibility('a/b'), answer: undefined },
  { title: 'reads the level in force', call: (client) => client.readCompatibility('a/b'), answer: 'BACKWARD' },
  { title: 'sets a mode', call: (client) => client.updateMode('READONLY', 'a/b'), answer: undefined },
  { title: 'reads a mode', call: (client) => client.readMode('a/b'), answer: 'READONLY' },
  { title: 'sets it back', call: (client) => client.updateMode('READWRITE', 'a/b'), answer: undefined },
  { title: 'lists types', call: (client) => client.listTypes(), answer: ['AVRO'] },
  { title: 'lists subjects', call: (client) => client.listSubjects(), answer: ['a/b'] },
  { title: 'deletes a version', call: (client) => client.deleteVersion('a/b', 1), answer: 1 },
  { title: 'lists none', call: (client) => client.listVersions('a/b'), answer: [] },
  { title: 'lists deleted ones', call: (client) => client.listVersions('a/b', { deleted: true }), answer: [1] },
  {
    title: 'deletes for good',
    call: (client) => client.deleteSubject('a/b', { permanent: true }),
    answer: [1],
  },
];

describe('the registry client against our registry', () => {
  it('does all it can', async () => {
    const { client } = connect();
    for (const { title, call, answer } of STEPS)
      expect({ title, answer: await call(client) }).toEqual({ title, answer });
  });

  it('reads through a source over HTTP what a source in process reads', async () => {
    const { client, registry } = connect();
    const inProcess = createRegistrySource(registry);
    const overHttp = createHttpSource(client);
    const { guid } = await client.registerSchema('s', { schema: V1 });
    await client.registerSchema('s', { schema: V2 });
    await client.deleteVersion('s', 1);
    for (const source of [inProcess, overHttp]) {
      expect(await source.byId(1)).toMatchObject({ id: 1, guid, schema: V1, schemaType: 'AVRO', references: [] });
      expect(await source.byGuid(guid ?? '')).toMatchObject({ id: 1, guid, schema: V1 });
      expect(await source.bySubject('s')).toMatchObject([
        { subject: 's', version: 1, id: 1, deleted: true },
        { subject: 's', version: 2, id: 2, deleted: false },
      ]);
      expect(await source.byVersion('s', 'latest')).toMatchObject({ id: 2, version: 2, deleted: false });
      expect(await source.byVersion('s', 1)).toMatchObject({ id: 1, version: 1, deleted: true });
    }
  });

  it('carries values from an old writer to a new reader, and back', async () => {
    const { client, registry } = connect();
    const oldSide = createAvroSerializer({ registry: client, topic: 't', schema: V1 });
    const newSide = createAvroSerializer({ registry: client, topic: 't', schema: V2 });
    await oldSide.prepare();
    await newSide.prepare();
    const bytes = [oldSide.serialize({ a: 1 }), newSide.serialize({ a: 2, b: 3 })];
    expect(bytes.map((each) => readEnvelope(each))).toEqual([1, 2]);

    const source = createRegistrySource(registry);
    const read = async (readerSchema: string) => {
      const { deserialize } = createAvroDeserializer({ source, readerSchema });
      return Promise.all(bytes.map((each) => deserialize(each)));
    };
    expect(await read(V2)).toEqual([
      { a: 1, b: 7 },
      { a: 2, b: 3 },
    ]);
    expect(await read(V1)).toEqual([{ a: 1 }, { a: 2 }]);
  });
});
