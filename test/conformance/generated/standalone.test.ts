import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileCodec, parseSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';
import { standaloneRuntime } from '@sluice/codegen/standalone';
import { writeEnvelope } from '@sluice/serde';
import type { Connection, Handler, RunOptions } from '@sluice/serde/clients';
import { describe, expect, it } from 'vitest';
import { registerSchema } from '../../harness/factory.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring, locate } from '../../requirements.ts';
import { describeFactory } from './factory-suite.ts';
import { generateFolder } from './generate.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DOCUMENT = 'asyncapi/thingam.yaml';
const readText = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');
const V2 = await readText('schemas/history/machine-sensor.v2.avsc');
const writers = [{ name: 'v2', schema: parseSchema(V2) }];
const options = { standalone: standaloneRuntime, writers };

describe('classes with their run-time beside them, for @platformatic/kafka', () =>
  describeFactory('platformatic', { names: true, reason: /factory7-value: .*magic byte/ }, () => ({}), options));

describeRequiring(['js-clients'], 'classes with their run-time beside them, for kafkajs', () =>
  describeFactory(
    'kafkajs',
    { names: false, reason: /INVALID_RECORD/ },
    () => ({ kafkajs: join(locate('js-clients') ?? '', 'kafkajs') }),
    options,
  ),
);

describeRequiring(['confluent-js'], 'classes with their run-time beside them, for @confluentinc/kafka-javascript', () =>
  describeFactory(
    'confluent',
    { names: false, reason: /INVALID_RECORD/ },
    () => ({ '@confluentinc': join(locate('confluent-js') ?? '', '@confluentinc') }),
    options,
  ),
);

describe('a standalone run-time', () => {
  it.each(['ts', 'js', 'none'] as const)('compiles where imports end with %s', { timeout: 60_000 }, async (end) => {
    await using folder = await generateFolder(
      { path: DOCUMENT },
      'platformatic',
      {},
      { ...options, importExtension: end },
    );
    const module = end === 'none' ? 'preserve' : 'nodenext';
    const config = { ...STRICTEST, module, allowImportingTsExtensions: end === 'ts', types: ['node'] };
    await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify({ compilerOptions: config }));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder.path]).catch(
      (error: unknown) => error as { readonly stdout: string },
    );
    expect(stdout).toBe('');
  });

  it('reads older versions that it was made with, and refuses others by id, subject and remedy', async () => {
    await using sluice = await startSluiceProcess();
    await using folder = await generateFolder({ path: DOCUMENT }, 'platformatic', {}, options);
    const { connect, MachineSensorConsumer } = await folder.load<Classes>();
    await using connection = connect({ brokers: [sluice.kafka], registry: sluice.http });
    await connection.transport.createTopic('factory7', { partitions: 1 });
    const sensor = { machine: 'Slicer', sensor: 'Temp', value: 1, units: 'C', unit: 'Cel' };
    const known = await registerSchema(sluice.http, 'factory7-value', V2);
    await send(connection, known, parseSchema(V2), sensor);
    // Other words in other places, and the same bytes.
    const reworded = V2.replace('"doc"', '"doc": "else", "note"').replace('"name"', '"x-java": "String", "name"');
    const alike = await registerSchema(sluice.http, 'factory7-value', reworded);
    await send(connection, alike, parseSchema(reworded), { ...sensor, value: 2 });
    const later = V2.replace('"fields": [', '"fields": [{ "name": "added", "type": "int", "default": 0 },');
    const unknown = await registerSchema(sluice.http, 'factory7-value', later);
    await send(connection, unknown, parseSchema(later), { ...sensor, added: 1 });
    const seen: unknown[] = [];
    await using consumer = new MachineSensorConsumer({ connection, group: 'all' });
    const run = consumer.run(({ value }) => void seen.push(value), { fromBeginning: true });
    const refusal = `schema ${unknown} (subject factory7-value) is none that this code was generated with: generate it again`;
    await expect(run).rejects.toMatchObject({ kind: 'unknown-schema', message: expect.stringContaining(refusal) });
    expect(seen).toEqual([1, 2].map((value) => ({ machine: 'Slicer', sensor: 'Temp', value, units: 'C' })));
    expect(new Set([known, alike, unknown]).size).toBe(3);
  });
});

interface Classes {
  connect(options: { brokers: string[]; registry: string }): Connection;
  readonly MachineSensorConsumer: new (options: { connection: Connection; group: string }) => AsyncDisposable & {
    run(handler: Handler<{ readonly value: unknown }>, options: RunOptions): Promise<void>;
  };
}

async function send({ transport }: Connection, id: number, schema: Schema, record: object): Promise<void> {
  const payload = compileCodec(schema).encode(record);
  const value = new Uint8Array(5 + payload.length);
  value.set(payload, writeEnvelope(value, 0, id));
  await transport.send('factory7', [{ key: new Uint8Array([97]), value, headers: [] }]);
}

const STRICTEST = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  noEmit: true,
  strict: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  skipLibCheck: true,
};
