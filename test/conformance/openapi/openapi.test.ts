import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../../harness/run-program.ts';
import { startSluiceProcess } from '../../harness/sluice-process.ts';
import type { SluiceProcess } from '../../harness/sluice-process.ts';
import { describeRequiring, locate } from '../../requirements.ts';

const CONFIG = join(import.meta.dirname, 'schemathesis.toml');

/** So that what is asked for is sometimes there. No Protobuf: its text is answered as JSON, as Confluent's registry does. */
const SCHEMAS = [
  { subject: 'orders-value', schema: '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}' },
  { subject: 'orders-key', schemaType: 'JSON', schema: '{"type":"object","properties":{"id":{"type":"integer"}}}' },
];

describeRequiring(['schemathesis'], 'the OpenAPI document', () => {
  let sluice: SluiceProcess;
  let folder: string;
  const bin = dirname(locate('schemathesis') ?? '');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-openapi-'));
    sluice = await startSluiceProcess(['--ephemeral']);
    for (const { subject, ...body } of SCHEMAS) {
      const headers = { 'content-type': 'application/json' };
      const options = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status } = await fetch(`${sluice.http}/subjects/${subject}/versions`, options);
      if (status !== 200) throw new Error(`registering ${subject} was answered with ${status}`);
    }
  }, 60_000);
  afterAll(async () => {
    await sluice?.[Symbol.asyncDispose]();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('is valid to openapi-spec-validator', async () => {
    const file = join(folder, 'openapi.json');
    await writeFile(file, await (await fetch(`${sluice.http}/openapi.json`)).text());
    const { code, stdout, stderr } = await runProgram(join(bin, 'openapi-spec-validator'), ['--schema', '3.1', file]);
    expect({ code, said: stdout.toString() + stderr }).toMatchObject({ code: 0, said: expect.stringMatching(/: OK/) });
  }, 60_000);

  it('has every answer that schemathesis gets', async () => {
    const args = ['--no-color', '--config-file', CONFIG, 'run', `${sluice.http}/openapi.json`];
    const phases = ['--phases', 'examples,coverage,fuzzing'];
    const program = join(bin, 'schemathesis');
    const { code, stdout, stderr } = await runProgram(program, [...args, ...phases], {
      timeoutMs: 280_000,
      cwd: folder,
    });
    expect({ code, said: `${stdout.toString()}${stderr}`.slice(0, 20_000) }).toMatchObject({ code: 0 });
    expect(Number(/(\d+) generated/.exec(stdout.toString())?.[1])).toBeGreaterThan(2000);
    expect(sluice.stderr()).not.toMatch(/"level":(50|60)|ERROR|the registry failed/);
  }, 300_000);
});
