// Verdicts a second on one core once everything is known, and what a verdict allocates.
//   node --expose-gc test/bench/gate.ts
import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import { createGate } from '@sluice/gate';
import type { FieldPolicy, TopicGate } from '@sluice/gate';
import { writeEnvelope } from '@sluice/serde';
import type { SchemaSource } from '@sluice/serde';
import { compileCodec, parseSchema } from '@sluice/avro';

const RECORDS = 2_000_000;
const RUNS = 5;
const SCHEMA = JSON.stringify({
  type: 'record',
  name: 'MachineSensor',
  fields: [
    { name: 'machine', type: 'string' },
    { name: 'sensor', type: 'string' },
    { name: 'value', type: 'float' },
    { name: 'units', type: 'string' },
  ],
});

const source: SchemaSource = {
  byId: async (id) => ({ id, guid: '', schemaType: 'AVRO', schema: SCHEMA, references: [] }),
  byGuid: async () => undefined,
  bySubject: async (subject) => [{ subject, version: 1, id: 1, deleted: false }],
  byVersion: async () => undefined,
  changes: () => () => {},
};

function openTopic(validation: FieldPolicy['validation']): TopicGate {
  const gate = createGate({ source, formats: createFormats([avroFormat]) });
  const policy: FieldPolicy = { validation, strategy: 'TopicNameStrategy' };
  return gate.open('factory7', { key: { ...policy, validation: 'none' }, value: policy, acceptDeleted: false });
}

function makeRecord(): Uint8Array {
  const value = { machine: 'SuperOven3000', sensor: 'OvenTemp', value: 180.5, units: 'C' };
  const payload = compileCodec(parseSchema(SCHEMA)).encode(value);
  const bytes = new Uint8Array(5 + payload.length);
  bytes.set(payload, writeEnvelope(bytes, 0, 1));
  return bytes;
}

function run(topic: TopicGate, record: Uint8Array): number {
  const begunMs = performance.now();
  for (let index = 0; index < RECORDS; index += 1) {
    if (topic.checkValue(record, 0, record.length) !== undefined) throw new Error('the record was refused');
  }
  return (performance.now() - begunMs) / 1000;
}

const record = makeRecord();
for (const validation of ['id', 'payload'] as const) {
  const topic = openTopic(validation);
  await topic.checkValue(record, 0, record.length);
  run(topic, record);
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const seconds = Array.from({ length: RUNS }, () => run(topic, record)).sort((a, b) => a - b);
  const bytesEach = (process.memoryUsage().heapUsed - heapBefore) / (RECORDS * RUNS);
  const rate = RECORDS / (seconds[Math.floor(RUNS / 2)] ?? Number.NaN) / 1e6;
  const allocated = globalThis.gc === undefined ? '' : `, ${bytesEach.toFixed(2)} bytes of heap each`;
  console.log(
    `gate, ${validation}: ${rate.toFixed(1)} M verdicts/s of ${record.length}-byte values (median of ${RUNS})${allocated}`,
  );
}
