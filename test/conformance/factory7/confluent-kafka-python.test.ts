import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machineSensorFile, readStoredCompressions, startFactory } from '../../harness/factory.ts';
import type { Factory, Reading } from '../../harness/factory.ts';
import { runProgram } from '../../harness/run-program.ts';
import { describeRequiring, locate } from '../../requirements.ts';

const script = fileURLToPath(new URL('confluent_kafka_client.py', import.meta.url));

interface Produced {
  delivered: number;
  errors: [code: number, name: string, message: string][];
}
interface Consumed {
  error?: string;
  values: { key: string; partition: number; offset: number; headers: Record<string, string>; value: Reading }[];
}

describeRequiring(['python-clients'], 'factory7 and confluent-kafka for Python', () => {
  let factory: Factory;
  beforeAll(async () => {
    factory = await startFactory();
  });
  afterAll(() => factory[Symbol.asyncDispose]());

  async function run<Result>(action: string, topic: string, options: Record<string, string | number>): Promise<Result> {
    const pairs = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const { kafka, http } = factory.sluice;
    const result = await runProgram(locate('python-clients') ?? 'python3', [
      script,
      action,
      kafka,
      http,
      topic,
      ...pairs,
    ]);
    if (result.code !== 0) throw new Error(result.stderr);
    return JSON.parse(result.stdout.toString()) as Result;
  }

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'produces with %s and the batches keep it',
    async (codec) => {
      const before = (await readStoredCompressions(factory.sluice.dataDir, 'factory7')).length;
      const produced = await run<Produced>('produce', 'factory7', { codec, count: 20, schema: machineSensorFile });
      expect(produced).toEqual({ delivered: 20, errors: [] });
      const compressions = await readStoredCompressions(factory.sluice.dataDir, 'factory7');
      expect(compressions.length).toBeGreaterThan(before);
      expect(compressions).toContain(codec);
    },
  );

  it('consumes all of it in a group, in order for each key, with headers', async () => {
    const { error, values } = await run<Consumed>('consume', 'factory7', { group: 'python-readers', count: 100 });
    expect(error).toBeUndefined();
    expect(values).toHaveLength(100);
    const runs = new Map<string, number[]>();
    for (const { key, headers, value } of values) {
      expect(value).toMatchObject({ machine: key, sensor: 'OvenTemp', units: 'C' });
      const run = `${key} ${headers['run']}`;
      runs.set(run, [...(runs.get(run) ?? []), value.value]);
    }
    expect(runs.size).toBe(20);
    for (const numbers of runs.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('resumes from its commits', async () => {
    await run<Produced>('produce', 'factory7', { count: 8, schema: machineSensorFile });
    const { values } = await run<Consumed>('consume', 'factory7', { group: 'python-readers', count: 8 });
    expect(values.map(({ value }) => value.value).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is told INVALID_RECORD for a payload that is not Avro', async () => {
    const { delivered, errors } = await run<Produced>('produce-bad', 'factory7', {});
    expect(delivered).toBe(0);
    expect(errors).toEqual([[87, 'INVALID_RECORD', expect.any(String)]]);
  });
});
