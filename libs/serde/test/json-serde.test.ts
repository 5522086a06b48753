import { describe, expect, it } from 'vitest';
import { createHttpSource, createRegistryClient } from '../src/index.ts';
import { createJsonDeserializer, createJsonSerializer } from '../src/json-index.ts';
import type { JsonDeserializerOptions, JsonSerializerOptions } from '../src/json-index.ts';
import { createFakeFetch } from './fake-registry.ts';
import type { FakeAnswer } from './fake-registry.ts';

const DOOR = JSON.stringify({
  title: 'Door',
  type: 'object',
  properties: { state: { enum: ['open', 'closed'] } },
  required: ['state'],
});
const HALL = JSON.stringify({ type: 'array', items: { $ref: 'door.json' } });
const REFERENCES = [{ name: 'door.json', subject: 'door', version: 1 }];
const GUID = '89791762-2336-4186-9674-299b90a802e2';

const ANSWERS: Readonly<Record<string, FakeAnswer>> = {
  'POST /subjects/doors-value/versions': { body: { id: 258, guid: GUID } },
  'POST /subjects/doors-value': { body: { id: 258, version: 1 } },
  'POST /subjects/Door/versions': { body: { id: 5 } },
  'POST /subjects/hall-value/versions': { body: { id: 300 } },
  'GET /subjects/doors-value/versions/latest?deleted=true': {
    body: { subject: 'doors-value', version: 2, id: 259, schema: DOOR, schemaType: 'JSON' },
  },
  'GET /subjects/avro-value/versions/latest?deleted=true': {
    body: { subject: 'avro-value', version: 2, id: 260, schema: '"int"' },
  },
  'GET /subjects/door/versions/1?deleted=true': {
    body: { subject: 'door', version: 1, id: 1, schema: DOOR, schemaType: 'JSON' },
  },
  'GET /schemas/ids/258': { body: { schema: DOOR, schemaType: 'JSON', guid: GUID } },
  'GET /schemas/ids/300': { body: { schema: HALL, schemaType: 'JSON', references: REFERENCES } },
  'GET /schemas/ids/301': { body: { schema: '"int"' } },
  'GET /schemas/ids/302': { status: 404, body: { error_code: 40403, message: 'Schema 302 not found' } },
  [`GET /schemas/guids/${GUID}`]: { body: { id: 258, guid: GUID, schema: DOOR, schemaType: 'JSON' } },
};

function connect() {
  const { fetch, requests } = createFakeFetch(ANSWERS);
  const registry = createRegistryClient({ url: 'http://r', fetch });
  return { registry, requests, source: createHttpSource(registry) };
}

async function openSerializer(options: Omit<JsonSerializerOptions, 'registry'>) {
  const { registry, requests } = connect();
  const serializer = createJsonSerializer({ registry, ...options });
  return { serializer, prepared: await serializer.prepare(), requests };
}

const openDeserializer = (options: Omit<JsonDeserializerOptions, 'source'> = {}) =>
  createJsonDeserializer({ source: connect().source, ...options });
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const framed = (id: number, payload: string): Uint8Array =>
  Uint8Array.from([0, 0, 0, id >> 8, id & 255, ...new TextEncoder().encode(payload)]);

describe('JSON serializer', () => {
  it('writes the envelope and the text', async () => {
    const { serializer, requests } = await openSerializer({ topic: 'doors', schema: DOOR });
    expect(serializer.serialize({ state: 'open' })).toEqual(framed(258, '{"state":"open"}'));
    expect(requests.map(({ body }) => body)).toEqual([{ schema: DOOR, schemaType: 'JSON' }]);
  });

  it('puts the id into a header where it is told to', async () => {
    const { serializer, prepared } = await openSerializer({ topic: 'doors', schema: DOOR, idLocation: 'header' });
    const bytes = serializer.serialize({ state: 'open' });
    expect(text(bytes)).toBe('{"state":"open"}');
    const [[name, mark] = ['', new Uint8Array()]] = prepared.headers;
    expect([name, mark[0], mark.length]).toEqual(['__value_schema_id', 1, 17]);
    expect(await openDeserializer().deserialize(bytes, mark)).toEqual({ state: 'open' });
  });

  it.each([
    { options: { topic: 't', schema: DOOR, strategy: 'RecordNameStrategy' }, id: 5, subject: 'Door' },
    { options: { topic: 'doors', schema: DOOR, autoRegister: false }, id: 258, subject: 'doors-value' },
    { options: { topic: 'doors', useLatest: true }, id: 259, subject: 'doors-value' },
    { options: { topic: 'hall', schema: { schema: HALL, references: REFERENCES } }, id: 300, subject: 'hall-value' },
  ] as const)('finds id $id under $subject', async ({ options, id, subject }) => {
    expect((await openSerializer(options)).prepared).toMatchObject({ id, subject });
  });

  it.each([
    { options: { topic: 'doors', schema: '{' }, message: /the value schema of topic doors: no JSON/ },
    { options: { topic: 't', schema: '{}', strategy: 'RecordNameStrategy' }, message: /needs a schema with a name/ },
    { options: { topic: 't' }, message: /is missing: give `schema`, or `useLatest`/ },
    { options: { topic: 'avro', useLatest: true }, message: /subject avro-value is AVRO/ },
    { options: { topic: 'doors', schema: '{"pattern":"(?i)a"}' }, message: /the pattern "\(\?i\)a" is not run/ },
  ] as const)('says $message', async ({ options, message }) => {
    await expect(openSerializer(options)).rejects.toThrow(message);
  });

  it('refuses values that do not fit, unless told not to', async () => {
    const { serializer } = await openSerializer({ topic: 'doors', schema: DOOR });
    expect(() => serializer.serialize({ state: 'ajar' })).toThrow(
      expect.objectContaining({
        kind: 'invalid-value',
        message: expect.stringMatching(
          /topic doors does not fit schema 258 of subject doors-value: state: expected one of/,
        ),
        findings: [{ path: 'state', expected: 'one of "open", "closed"', found: 'string "ajar"' }],
      }),
    );
    const trusting = await openSerializer({ topic: 'doors', schema: DOOR, validate: false });
    expect(trusting.serializer.serialize({ state: 'ajar' })).toEqual(framed(258, '{"state":"ajar"}'));
    for (const value of [undefined, 1n]) {
      expect(() => trusting.serializer.serialize(value)).toThrow(/expected a JSON value/);
    }
  });

  it('refuses before it is prepared', () => {
    const serializer = createJsonSerializer({ registry: connect().registry, topic: 'doors', schema: DOOR });
    expect(() => serializer.serialize({})).toThrow(/await prepare\(\)/);
  });
});

describe('JSON deserializer', () => {
  it('is asynchronous for the first record of a schema only', async () => {
    const deserializer = openDeserializer();
    const bytes = framed(258, '{"state":"open"}');
    const first = deserializer.deserialize(bytes);
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toEqual({ state: 'open' });
    expect(deserializer.deserialize(bytes)).toEqual({ state: 'open' });
  });

  it('follows references', async () => {
    const deserializer = openDeserializer();
    expect(await deserializer.deserialize(framed(300, '[{"state":"open"}]'))).toEqual([{ state: 'open' }]);
    expect(() => deserializer.deserialize(framed(300, '[{"state":1}]'))).toThrow(/\[0\].state: expected one of/);
  });

  it.each([
    { bytes: Uint8Array.from([123, 34]), kind: 'not-framed', message: /2 bytes without the envelope/ },
    { bytes: framed(302, '1'), kind: 'unknown-schema', message: /does not know schema 302/ },
    { bytes: framed(301, '1'), kind: 'wrong-type', message: /schema 301 is AVRO/ },
    { bytes: framed(258, '{"state":"ajar"}'), kind: 'malformed', message: /state: expected .* \(byte 14\)/ },
    { bytes: framed(258, '{"state":'), kind: 'malformed', message: /expected a value of JSON, .* \(byte 14\)/ },
  ])('refuses $kind: $message', async ({ bytes, kind, message }) => {
    const refused = (async () => openDeserializer().deserialize(bytes))();
    await expect(refused).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('takes what does not fit where it is told to, and asks nobody', () => {
    const deserializer = openDeserializer({ validate: false });
    expect(deserializer.deserialize(framed(302, '{"state":"ajar"}'))).toEqual({ state: 'ajar' });
    expect(() => deserializer.deserialize(framed(302, '{'))).toThrow(/the bytes are no JSON/);
  });
});
