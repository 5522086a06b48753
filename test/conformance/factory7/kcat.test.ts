import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStoredCompressions, startFactory } from '../../harness/factory.ts';
import type { Factory } from '../../harness/factory.ts';
import { runProgram } from '../../harness/run-program.ts';
import { describeRequiring, locate } from '../../requirements.ts';

/** kcat sends each file that it is given as one record. */
describeRequiring(['kcat'], 'factory7 and kcat', () => {
  let factory: Factory;
  let folder: string;
  const frames: string[] = [];

  beforeAll(async () => {
    factory = await startFactory();
    folder = await mkdtemp(join(tmpdir(), 'sluice-frames-'));
    for (let number = 0; number < 8; number++) {
      const file = join(folder, `reading-${number}`);
      await writeFile(file, factory.frameReading({ machine: 'kiln-1', sensor: 'KilnTemp', value: number, units: 'C' }));
      frames.push(file);
    }
  });
  afterAll(async () => {
    await factory[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const kcat = (...args: string[]) =>
    runProgram(locate('kcat') ?? 'kcat', ['-b', factory.sluice.kafka, ...args], { timeoutMs: 45_000 });

  it('lists the topic at the address it connected to', async () => {
    const { code, stdout } = await kcat('-L', '-J', '-t', 'factory7');
    expect(code).toBe(0);
    const listing = JSON.parse(stdout.toString()) as {
      brokers: { name: string }[];
      topics: { partitions: unknown[] }[];
    };
    expect(listing.brokers.map(({ name }) => name)).toEqual([factory.sluice.kafka]);
    expect(listing.topics[0]?.partitions).toHaveLength(6);
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('produces files with %s', async (codec) => {
    const { code, stderr } = await kcat(
      '-P',
      '-t',
      'factory7',
      '-k',
      'kiln-1',
      '-z',
      codec,
      '-X',
      'linger.ms=200',
      ...frames,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readStoredCompressions(factory.sluice.dataDir, 'factory7')).toContain(codec);
  });

  it('consumes from the beginning and reads the bytes that were sent', async () => {
    const { code, stdout } = await kcat('-C', '-t', 'factory7', '-o', 'beginning', '-e', '-q', '-f', '%S %s');
    expect(code).toBe(0);
    const sent = factory.frameReading({ machine: 'kiln-1', sensor: 'KilnTemp', value: 3, units: 'C' });
    const printed = Buffer.concat([Buffer.from(`${sent.length} `), sent]);
    expect(countOf(stdout, printed)).toBe(5);
    expect(stdout).toHaveLength(5 * frames.length * printed.length);
  });

  it('consumes in a group', async () => {
    const { stdout } = await kcat(
      '-q',
      '-X',
      'auto.offset.reset=earliest',
      '-c',
      '40',
      '-f',
      '%k\n',
      '-G',
      'kcat-readers',
      'factory7',
    );
    expect(stdout.toString().trim().split('\n')).toEqual(Array.from({ length: 40 }, () => 'kiln-1'));
  });

  it('is refused a payload that is not Avro', async () => {
    const file = join(folder, 'bad');
    await writeFile(file, '{"machine": "plain JSON"}');
    const { code, stderr } = await kcat('-P', '-t', 'factory7', '-k', 'kiln-1', file);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/Broker failed to validate record|INVALID_RECORD/);
  });
});

function countOf(bytes: Buffer, part: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(part); at !== -1; at = bytes.indexOf(part, at + part.length)) count++;
  return count;
}
