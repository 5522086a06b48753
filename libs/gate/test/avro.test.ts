import { compileCodec, parseSchema } from '@sluice/avro';
import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGate } from '../src/index.ts';
import { createFakeSource } from './fake-source.ts';

const text = new TextEncoder();

function avroString(value: string): number[] {
  return [value.length * 2, ...text.encode(value)];
}

const MACHINE_SENSOR = JSON.stringify({
  type: 'record',
  name: 'MachineSensor',
  namespace: 'thingam',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'sensor', type: 'string' },
    { name: 'value', type: 'double' },
    { name: 'units', type: { type: 'enum', name: 'Units', symbols: ['C', 'BAR'] } },
  ],
});

function openFactory() {
  const fake = createFakeSource();
  fake.addSchema(3, MACHINE_SENSOR);
  fake.setVersion({ subject: 'factory7-value', version: 1, id: 3, deleted: false });
  const gate = createGate({ source: fake.source, formats: createFormats([avroFormat]) });
  return gate.open('factory7', {
    key: { validation: 'none', strategy: 'TopicNameStrategy' },
    value: { validation: 'payload', strategy: 'TopicNameStrategy' },
    acceptDeleted: false,
  });
}

const names = [...avroString('SuperOven3000'), ...avroString('OvenTmp')];
const value = [0, 0, 0, 0, 0, 0, 0x59, 0x40];

it.each([
  ['a whole reading', [...names, ...value, 0], undefined],
  [
    'a double cut short',
    [...names, 0, 0, 0],
    'factory7-value version 1 (id 3): field value: expected double (8 bytes), found 3 bytes left, at byte 27',
  ],
  [
    'an enum out of range',
    [...names, ...value, 4],
    /^factory7-value version 1 \(id 3\): field units: expected .*, at byte 35$/,
  ],
  [
    'bytes left over',
    [...names, ...value, 0, 9],
    /^factory7-value version 1 \(id 3\): expected .*, found .*, at byte 36$/,
  ],
  [
    'a length beyond the end',
    [0xfe, 0xff, 0xff, 0xff, 0x0f],
    /^factory7-value version 1 \(id 3\): field machine: .*, at byte \d+$/,
  ],
  ['nothing', [], /^factory7-value version 1 \(id 3\): field machine: .*, at byte 5$/],
])('tells what is wrong with %s under an Avro schema', async (_name, payload, message) => {
  const topic = openFactory();
  const bytes = Uint8Array.from([0, 0, 0, 0, 3, ...payload]);
  const verdict = await topic.checkValue(bytes, 0, bytes.length);
  expect(verdict?.message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
});

it('judges any bytes without throwing, in a message of at most 300 characters', async () => {
  const topic = openFactory();
  const framed = fc.uint8Array({ maxLength: 60 }).map((payload) => Uint8Array.from([0, 0, 0, 0, 3, ...payload]));
  await fc.assert(
    fc.asyncProperty(fc.oneof(framed, fc.uint8Array({ maxLength: 60 })), async (bytes) => {
      const verdict = await topic.checkValue(bytes, 0, bytes.length);
      expect((verdict?.message ?? '').length).toBeLessThanOrEqual(300);
      expect(verdict?.offset ?? 0).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 500 },
  );
});

it('accepts whatever the schema can say', async () => {
  const topic = openFactory();
  const codec = compileCodec(parseSchema(MACHINE_SENSOR));
  const reading = fc.record({
    machine: fc.string({ unit: 'grapheme' }),
    sensor: fc.string({ unit: 'binary' }),
    value: fc.double(),
    units: fc.constantFrom('C', 'BAR'),
  });
  await fc.assert(
    fc.asyncProperty(reading, async (value) => {
      const bytes = Uint8Array.from([0, 0, 0, 0, 3, ...codec.encode(value)]);
      expect(await topic.checkValue(bytes, 0, bytes.length)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
