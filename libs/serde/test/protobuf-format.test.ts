import { createRegistryClient } from '@sluice/serde';
import { createConnection, protobufFormat } from '@sluice/serde/clients';
import type { PartPlace, ReceivedPart } from '@sluice/serde/clients';
import { createProtobufCodec, getString, getTag, putString, putTag, skipField } from '@sluice/serde/emitted';
import type { ProtobufReader, ProtobufWriter } from '@sluice/serde/emitted';
import { describe, expect, it } from 'vitest';
import { findMessageName } from '../src/clients/formats/protobuf-names.ts';
import { receivePart } from '../src/clients/formats/register.ts';
import { createMemoryTransport } from './clients-memory.ts';
import { createFakeFetch } from './fake-registry.ts';

const SCHEMA = 'syntax = "proto3"; package a; import "m.proto"; message X { message Y { string t = 1; } } message Z {}';
const GUID = '89791762-2336-4186-9674-299b90a802e2';

interface Value {
  t: string;
}

const codec = createProtobufCodec<Value, Value>(
  'a.X.Y',
  (w: ProtobufWriter, value) => {
    putTag(w, 10);
    putString(w, value.t, 't');
  },
  (r: ProtobufReader) => {
    const value = { t: '' };
    while (r.at < r.end) {
      const tag = getTag(r);
      if (tag === 10) value.t = getString(r);
      else skipField(r, tag);
    }
    return value;
  },
);
const imports = [{ name: 'm.proto', schema: 'syntax = "proto3"; message M {}' }];
const format = protobufFormat<Value>({ schema: SCHEMA, message: 'a.X.Y', indexes: [0, 0], codec, imports });

function startPlace(more: Partial<PartPlace> = {}) {
  const registered = { id: 7, guid: GUID, version: 1, schemaType: 'PROTOBUF', schema: SCHEMA, references: [] };
  const { fetch, requests } = createFakeFetch({
    'POST /subjects/m.proto/versions': { body: { id: 3, version: 4 } },
    'POST /subjects/t-value/versions': { body: registered },
    'POST /subjects/a.X.Y/versions': { body: registered },
    'GET /schemas/ids/7': { body: registered },
    [`GET /schemas/guids/${GUID}`]: { body: registered },
  });
  const registry = createRegistryClient({ url: 'http://r', fetch });
  const connection = createConnection({ transport: createMemoryTransport(), registry });
  return { place: { connection, topic: 't', part: 'value', ...more } as PartPlace, requests };
}

describe('Protobuf with the id and the indexes of its message', () => {
  it('stands behind both, and is registered with what it imports', async () => {
    const { place, requests } = startPlace();
    const writer = await format.openWriter(place);
    const bytes = writer.write({ t: 'é' });
    // The envelope, two indexes (0, 0) as zig-zag varints, and field 1.
    expect([...bytes]).toEqual([0, 0, 0, 0, 7, 4, 0, 0, 10, 2, 0xc3, 0xa9]);
    expect(requests.map(({ body }) => body)).toEqual([
      { schema: imports[0]?.schema, schemaType: 'PROTOBUF', references: [] },
      {
        schema: SCHEMA,
        schemaType: 'PROTOBUF',
        references: [{ name: 'm.proto', subject: 'm.proto', version: 4 }],
      },
    ]);
    const part = await receivePart(place.connection, 'value', bytes, writer.headers);
    expect(await format.openReader(place).read(part)).toEqual({ t: 'é' });
    expect(part.schema !== undefined && format.accepts(part.schema, part)).toBe(true);
  });

  it('has both in a header where the id goes there, and the subject of its name', async () => {
    const { place, requests } = startPlace({ idLocation: 'header', strategy: 'RecordNameStrategy' });
    const writer = await format.openWriter(place);
    const bytes = writer.write({ t: 'a' });
    expect([...bytes]).toEqual([10, 1, 97]);
    const [[name, mark] = []] = writer.headers;
    expect(name).toBe('__value_schema_id');
    expect([...(mark ?? [])].slice(17)).toEqual([4, 0, 0]);
    expect(requests.at(-1)?.url).toContain('/subjects/a.X.Y/versions');
    const part = await receivePart(place.connection, 'value', bytes, writer.headers);
    expect(part).toMatchObject({ mark: { guid: GUID }, rest: Uint8Array.of(4, 0, 0) });
    expect(await format.openReader(place).read(part)).toEqual({ t: 'a' });
  });

  it.each([
    ['another message', [0, 0, 0, 0, 7, 2, 2], 'unknown-message', 'indexes 1 of schema 7 are a.Z, not a.X.Y'],
    ['a message that is not there', [0, 0, 0, 0, 7, 2, 8], 'unknown-message', 'are no message at all'],
    ['no list of indexes', [0, 0, 0, 0, 7, 4, 0], 'malformed', 'no list of message indexes'],
    ['bytes that are cut off', [0, 0, 0, 0, 7, 4, 0, 0, 10, 5], 'malformed', 'byte 9'],
  ])('is refused as %s', async (_, given, kind, message) => {
    const { place } = startPlace();
    const part: ReceivedPart = await receivePart(place.connection, 'value', Uint8Array.from(given), []);
    const read = async (): Promise<unknown> => format.openReader(place).read(part);
    await expect(read()).rejects.toMatchObject({ kind, message: expect.stringContaining(message) });
  });

  it('says which field of a value is at fault', async () => {
    const { place } = startPlace();
    const writer = await format.openWriter(place);
    expect(() => writer.write({ t: 5 } as never)).toThrow(
      'a value for topic t does not fit schema 7 of subject t-value: t: expected a string, found 5',
    );
  });
});

describe('the name of a message', () => {
  const text = `// message No {}
    syntax = "proto3"; package a.b; option (x) = { message: { y: "message Q {" } };
    message One { oneof o { string s = 1; } enum E { Z = 0; } message In { /* } */ } message Two { message Deep {} } }
    service S { rpc R (One) returns (One) { option deprecated = true; } }
    message Last { string message = 1; }`;

  it.each([
    [[0], 'a.b.One'],
    [[0, 0], 'a.b.One.In'],
    [[0, 1], 'a.b.One.Two'],
    [[0, 1, 0], 'a.b.One.Two.Deep'],
    [[1], 'a.b.Last'],
    [[1, 0], undefined],
    [[2], undefined],
    [[], undefined],
  ])('at %j is %s', (indexes, name) => {
    expect(findMessageName(text, indexes)).toBe(name);
  });
});
