import { createFormats } from '@sluice/formats';
import { protobufFormat } from '@sluice/formats/protobuf';
import { expect, it } from 'vitest';
import { createGate } from '../src/index.ts';
import type { FieldPolicy, Verdict } from '../src/index.ts';
import { createFakeSource } from './fake-source.ts';

const SCHEMA = `syntax = "proto3";
package thingam;
message Reading { string machine = 1; double value = 2; }
message Batch {
  repeated Reading readings = 1;
  message Note { string text = 1; }
}`;

function open(strategy: FieldPolicy['strategy'], subjects: readonly string[]) {
  const fake = createFakeSource();
  fake.addSchema(3, SCHEMA, [], 'PROTOBUF');
  for (const subject of subjects) fake.setVersion({ subject, version: 1, id: 3, deleted: false });
  const gate = createGate({ source: fake.source, formats: createFormats([protobufFormat]) });
  const topic = gate.open('factory7', {
    key: { validation: 'none', strategy: 'TopicNameStrategy' },
    value: { validation: 'payload', strategy },
    acceptDeleted: false,
  });
  const check = async (payload: readonly number[]): Promise<Verdict> => {
    const bytes = Uint8Array.of(9, 0, 0, 0, 0, 3, ...payload, 9);
    return topic.checkValue(bytes, 1, bytes.length - 1);
  };
  return { check, asked: fake.asked };
}

const reading = [0x0a, 1, 0x61];
const place = 'factory7-value version 1 (id 3)';

it.each([
  ['the first message by a single zero', [0, ...reading], undefined],
  ['the first message by its list', [2, 0, ...reading], undefined],
  ['the second message', [2, 2, 0x0a, 3, ...reading], undefined],
  ['a nested message', [4, 2, 0, 0x0a, 1, 0x7a], undefined],
  ['an empty first message', [0], undefined],
  [
    'a message that does not end',
    [0, 0x0a, 5, 0x61],
    `${place}: field machine: expected at most 1 bytes, found a length of 5, at byte 7`,
  ],
  [
    'a nested message, wrong inside',
    [4, 2, 0, 0x08, 1],
    `${place}: field text: expected a length and bytes (wire type 2) for string, found a varint (wire type 0), at byte 8`,
  ],
  [
    'indexes that lead to no message',
    [2, 6, 0x0a, 0],
    `${place}: expected the indexes of a message of the schema, found indexes 3, which lead to none, at byte 5`,
  ],
  [
    'no indexes',
    [],
    `${place}: expected the indexes of a message: their count and each, as zig-zag varints, found no bytes, at byte 5`,
  ],
  [
    'a negative count',
    [1, 0],
    `${place}: expected the indexes of a message: their count and each, as zig-zag varints, found bytes 01 00, at byte 5`,
  ],
])('%s', async (_, payload, message) => {
  const { check } = open('TopicNameStrategy', ['factory7-value']);
  expect((await check(payload))?.message).toBe(message);
  // Known by now, and so answered from memory.
  expect((await check(payload))?.message).toBe(message);
});

it('takes the subject from the name of the message that a payload is of', async () => {
  const { check, asked } = open('RecordNameStrategy', ['thingam.Reading', 'thingam.Batch.Note']);
  for (let round = 0; round < 3; round++) {
    expect(await check([0, ...reading])).toBe(undefined);
    expect(await check([4, 2, 0, 0x0a, 1, 0x7a])).toBe(undefined);
    expect(await check([2, 2])).toMatchObject({ reason: 'no-subject', subject: 'thingam.Batch' });
    expect(await check([2, 6])).toMatchObject({ reason: 'malformed', subject: 'thingam.Reading' });
  }
  expect(asked.filter((question) => question === 'id 3')).toHaveLength(1);
  expect(asked.filter((question) => question === 'subject thingam.Batch.Note')).toHaveLength(1);
});
