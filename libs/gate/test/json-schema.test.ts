import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { jsonSchemaFormat } from '@sluice/formats/json-schema';
import { expect, it } from 'vitest';
import { createGate } from '../src/index.ts';
import { createFakeSource } from './fake-source.ts';

const DOOR = JSON.stringify({
  title: 'Door',
  type: 'object',
  properties: { location: { type: 'string' }, state: { enum: ['open', 'closed'] } },
  required: ['location', 'state'],
});
const HALL = JSON.stringify({ type: 'array', items: { $ref: 'door.json' } });

function openDoors(strategy: 'TopicNameStrategy' | 'RecordNameStrategy' = 'TopicNameStrategy') {
  const fake = createFakeSource();
  fake.addSchema(3, DOOR, [], 'JSON');
  fake.addSchema(4, HALL, [{ name: 'door.json', subject: 'Door', version: 1 }], 'JSON');
  fake.addSchema(5, '{"pattern":"(?i)door"}', [], 'JSON');
  for (const id of [3, 4, 5]) fake.setVersion({ subject: 'doors-value', version: id, id, deleted: false });
  fake.setVersion({ subject: 'Door', version: 1, id: 3, deleted: false });
  const formats = createFormats([avroFormat, { type: 'JSON', load: async () => jsonSchemaFormat }]);
  const topic = createGate({ source: fake.source, formats }).open('doors', {
    key: { validation: 'none', strategy },
    value: { validation: 'payload', strategy },
    acceptDeleted: false,
  });
  return async (id: number, text: string): Promise<string | undefined> => {
    const bytes = Uint8Array.from([0, 0, 0, 0, id, ...new TextEncoder().encode(text)]);
    return (await topic.checkValue(bytes, 0, bytes.length))?.message;
  };
}

it.each([
  [3, '{"location":"hall","state":"open"}', undefined],
  [
    3,
    '{"location":"hall","state":"ajar"}',
    'doors-value version 3 (id 3): field state: expected one of "open", "closed", found string "ajar", at byte 32',
  ],
  [3, '{"location":"hall"}', 'doors-value version 3 (id 3): field state: expected a value, found nothing, at byte 5'],
  [3, '{"location":', 'doors-value version 3 (id 3): expected a value of JSON, found the end of the bytes, at byte 17'],
  [3, '{} {}', /^doors-value version 3 \(id 3\): expected the end of the value, .* at byte 8$/],
  [4, '[{"location":"hall","state":"open"}]', undefined],
  [
    4,
    '[{"location":7,"state":"open"}]',
    'doors-value version 4 (id 4): field [0].location: expected string, found number 7, at byte 18',
  ],
  [5, '"door"', /the pattern "\(\?i\)door" is not run/],
])('judges JSON of schema %i: %s', async (id, text, message) => {
  expect(await openDoors()(id, text)).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
});

it('knows a schema by its title', async () => {
  expect(await openDoors('RecordNameStrategy')(3, '{"location":"hall","state":"open"}')).toBeUndefined();
});
