import { deepEqual } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import { makeSchema } from './made-schemas.ts';
import type { Part, Row } from './timing.ts';

const SCHEMAS = 1000;
const FIELDS = 20;
const MOST_SECONDS = 1;
/** Until the engine is done with what it compiles in the background after start: its stripper of types, above all. */
const SETTLE_MS = 500;

/** What 1,000 schemas cost a new process until each product of each has been used once: CPU time of all threads. */
export async function measureCompile(): Promise<Part> {
  const made = Array.from({ length: SCHEMAS }, (_, seed) => makeSchema(seed, FIELDS));
  const texts = made.map(({ schema }) => JSON.stringify(schema));
  const values = made.map(({ value }) => value);
  await wait(SETTLE_MS);
  const stages = new Map<string, number>();
  const stage = <Result>(name: string, make: () => Result): Result => {
    const before = process.cpuUsage();
    const result = make();
    const { user, system } = process.cpuUsage(before);
    stages.set(name, (user + system) / 1e6);
    return result;
  };
  const schemas = stage('parse', () => texts.map((text) => parseSchema(text)));
  const codecs = stage('plan', () => schemas.map((schema) => compileCodec(schema)));
  const encoded = stage('first encode', () => codecs.map((codec, index) => codec.encode(values[index])));
  const decoded = stage('first decode', () => codecs.map((codec, index) => codec.decode(at(encoded, index))));
  const findings = stage('first validation', () =>
    codecs.map((codec, index) => codec.validateBytes(at(encoded, index), 0, at(encoded, index).length)),
  );
  const sum = [...stages.values()].reduce((total, seconds) => total + seconds, 0);
  const resolved = stage('resolver and its first decode', () =>
    schemas.map((schema, index) => compileResolver(schema, schema).decode(at(encoded, index))),
  );
  deepEqual([decoded, resolved, findings.flat()], [values, values, []]);
  const rows = [...stages].map(([name, seconds]): Row => ({ name, unit: 's CPU', ours: [seconds] }));
  return {
    title: `compile ${SCHEMAS} schemas of ${FIELDS} fields`,
    rows: [...rows, { name: 'codecs, all', unit: 's CPU', ours: [sum], target: { most: MOST_SECONDS } }],
  };
}

function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}
