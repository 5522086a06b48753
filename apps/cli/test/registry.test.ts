import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Admin, Producer } from '@platformatic/kafka';
import { createRegistryClient } from '@sluice/serde';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, READING } from './run-sluice.ts';
import type { TestProject } from './run-sluice.ts';
import { spawnSluice } from './spawn-sluice.ts';
import type { SpawnedSluice } from './spawn-sluice.ts';

let dir: string;
let sluice: SpawnedSluice;
let kafka: string;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-registry-'));
  sluice = spawnSluice(['up', '--data-dir', join(dir, 'data'), '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0']);
  [, kafka = '', url = ''] = /kafka=(\S+) http=(\S+)/.exec(await sluice.firstLine) ?? [];
  const client = createRegistryClient({ url });
  await client.registerSchema('readings-value', { schema: READING });
  const references = [{ name: 'com.thingam.Reading', subject: 'readings-value', version: 1 }];
  const alarm = '{"type":"record","name":"Alarm","fields":[{"name":"cause","type":"com.thingam.Reading"}]}';
  await client.registerSchema('alarms-value', { schema: alarm, references });
  await client.registerSchema('old-value', { schema: '"int"' });
  await client.deleteSubject('old-value');
  await client.registerSchema(':.plant:x-value', { schema: '"int"' });
  await client.updateCompatibility('FULL', 'readings-value');
});
afterAll(async () => {
  await sluice[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** Another registry, which is empty. */
async function startAnother(): Promise<SpawnedSluice & { url: string }> {
  const another = spawnSluice(['up', '--only', 'registry', '--ephemeral', '--http', '127.0.0.1:0']);
  const [, target = ''] = /http=(\S+)/.exec(await another.firstLine) ?? [];
  return Object.assign(another, { url: target });
}

describe('sluice registry', () => {
  it('lists what it does, and refuses the rest', async () => {
    await using project = await createProject();
    expect(await project.run(['registry', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('migrate'),
    });
    expect(await project.run(['help', 'registry'])).toMatchObject({ code: 0, out: expect.stringContaining('export') });
    for (const action of ['export', 'import', 'migrate', 'diff']) {
      const help = await project.run(['registry', action, '--help']);
      expect(help).toMatchObject({ code: 0, out: expect.stringMatching(/^Examples:\n {2}sluice registry/m) });
    }
    const refused: readonly [readonly string[], number, RegExp][] = [
      [[], 2, /expected export, import, migrate, diff/],
      [['exprot'], 2, /did you mean 'export'/],
      [['import'], 2, /what to import/],
      [['import', 'a', '--kafka', '127.0.0.1:1'], 2, /what to import/],
      [['migrate'], 2, /from where/],
      [['diff', 'a'], 2, /two are compared/],
      [['export'], 1, /there is no registry at \.sluice/],
      [['import', 'none.jsonl'], 1, /there is no registry at none\.jsonl/],
      [['import', 'package.json'], 1, /line 1 of the file is no header/],
      [['migrate', 'http://127.0.0.1:1'], 3, /could not be asked/],
      [['import', '--kafka', '127.0.0.1:1'], 3, /does not answer/],
      [['diff', 'postgres://u:secret@127.0.0.1:1/d', 'x'], 3, /^(?!.*secret).*127\.0\.0\.1:1/],
    ];
    for (const [argv, code, error] of refused) {
      expect(await project.run(['registry', ...argv])).toEqual({ code, out: '', error: expect.stringMatching(error) });
    }
  });

  it('exports by URL and from the database of a server that runs, and imports what it wrote', async () => {
    await using project = await createProject();
    const data = join(dir, 'data');
    expect(await project.run(['registry', 'export', url, '-o', 'by-url.jsonl'])).toMatchObject({ code: 0, out: '' });
    expect(await project.run(['registry', 'export', data, '-o', 'data.jsonl'])).toMatchObject({ code: 0 });
    expect(await project.run(['registry', 'diff', 'by-url.jsonl', 'data.jsonl'])).toEqual({
      code: 0,
      out: '',
      error: '',
    });

    const dry = await project.run(['registry', 'import', 'data.jsonl', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('would add 4 schemas, 4 versions') });
    expect(await project.run(['registry', 'import', 'data.jsonl'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('added 4 schemas, 4 versions, 1 settings'),
    });
    expect(await project.run(['registry', 'import', 'data.jsonl', '--json'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"schemas":0'),
    });
    expect(await project.run(['registry', 'diff', url, '.sluice'])).toEqual({ code: 0, out: '', error: '' });

    // Whoever starts a server on it finds who imported what.
    const { openSqliteStore } = await import('@sluice/registry/sqlite');
    const store = await openSqliteStore(project.path('.sluice/registry.sqlite'));
    const [newest, ...others] = await store.listAudit({ limit: 10 });
    await store.close();
    expect(newest).toMatchObject({ operation: 'import', method: 'command-line', principal: userInfo().username });
    expect([newest, ...others].flatMap((entry) => entry?.subjects)).toContain('readings-value');

    const text = await project.read('data.jsonl');
    await project.write({ 'damaged.jsonl': text.replace('FULL', 'NONE') });
    expect(await project.run(['registry', 'import', 'damaged.jsonl', '--to', 'other'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('the checksum is wrong'),
    });
    expect(project.list('.')).not.toContain('other/registry.sqlite');
  });

  it('migrates from URL to URL, and says in what two differ', async () => {
    await using project = await createProject();
    await using another = await startAnother();
    const migrate = ['registry', 'migrate', url, '--to', another.url];
    expect(await project.run([...migrate, '--dry-run'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^would add 4 schemas/),
    });
    expect((await project.run(['registry', 'diff', url, another.url])).code).toBe(1);
    expect(await project.run(migrate)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^added 4 schemas, 4 versions/),
      error: '',
    });
    expect(await project.run(['registry', 'diff', url, another.url])).toEqual({ code: 0, out: '', error: '' });
    expect(await project.run([...migrate, '--json'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"versions":0'),
    });

    const client = createRegistryClient({ url: another.url });
    expect(await client.findVersion('alarms-value', 1)).toMatchObject({ id: 2 });
    expect(await client.registerSchema('new-value', { schema: '"bytes"' })).toMatchObject({ id: 4 });
    await client.updateCompatibility('NONE', 'readings-value');
    const { code, out } = await project.run(['registry', 'diff', url, another.url]);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        '+ schema id 4 (new-value): only in B',
        '+ version new-value version 1: only in B',
        '~ config readings-value: {"compatibilityLevel":"FULL"} in A, {"compatibilityLevel":"NONE"} in B',
        '',
      ].join('\n'),
    );
    const json = await project.run(['registry', 'diff', url, another.url, '--json']);
    expect(JSON.parse(json.out).differences).toHaveLength(3);
  });

  it('refuses conflicts, each in a line', async () => {
    await using project = await createProject();
    await using another = await startAnother();
    await createRegistryClient({ url: another.url }).registerSchema('own', { schema: '"bytes"' });
    expect(await project.run(['registry', 'migrate', url, '--to', another.url])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^sluice: id 1 \(readings-value\) is another one in the target/),
    });
  });

  it('reads the topic _schemas, compacted or not, to its end', async () => {
    await using project = await createProject();
    await produceTopic('_schemas', [
      [{ keytype: 'NOOP', magic: 0 }, null],
      [key('a', 1), { subject: 'a', version: 1, id: 1, schema: READING, deleted: false }],
      [key('a', 2), { subject: 'a', version: 2, id: 5, schema: '"long"', deleted: false }],
      [
        { keytype: 'CONFIG', subject: 'a', magic: 0 },
        { subject: 'a', compatibilityLevel: 'NONE' },
      ],
      [key('a', 2), { subject: 'a', version: 2, id: 5, schema: '"long"', deleted: true }],
      [{ keytype: 'NEW' }, {}],
    ]);
    const result = await project.run(['registry', 'import', '--kafka', kafka]);
    expect(result.error).toContain("warning: the record at offset 5 is of the unknown type 'NEW'");
    expect(result.error).toContain(`read 6 records of _schemas at ${kafka}`);
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining('added 2 schemas, 2 versions, 1 settings') });
    await project.run(['registry', 'export', '-o', 'read.jsonl']);
    const lines = (await project.read('read.jsonl')).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/"subject":"a","version":2,"id":5,"deleted":true/));
    expect(await missing(project, 'nothing-here')).toMatchObject({
      code: 1,
      error: expect.stringContaining('there is no topic nothing-here'),
    });
    await produceTopic('two', [], 2);
    expect(await missing(project, 'two')).toMatchObject({
      code: 1,
      error: expect.stringContaining('two has 2 partitions'),
    });
    await produceTopic('empty', []);
    expect(await missing(project, 'empty')).toMatchObject({ code: 0, out: expect.stringContaining('added 0 schemas') });
  });
});

const missing = (project: TestProject, topic: string) =>
  project.run(['registry', 'import', '--kafka', kafka, '--topic', topic, '--to', 'elsewhere']);

const key = (subject: string, version: number) => ({ keytype: 'SCHEMA', subject, version, magic: 1 });

async function produceTopic(
  topic: string,
  records: readonly (readonly [object, object | null])[],
  partitions = 1,
): Promise<void> {
  const admin = new Admin({ bootstrapBrokers: [kafka], clientId: 'test' });
  const configs = [{ name: 'cleanup.policy', value: 'compact' }];
  await admin.createTopics({ topics: [topic], partitions, replicas: 1, configs });
  await admin.close();
  if (records.length === 0) return;
  const producer = new Producer({ bootstrapBrokers: [kafka], clientId: 'test' });
  const encode = (value: object | null) => (value === null ? undefined : Buffer.from(JSON.stringify(value)));
  await producer.send({
    messages: records.map(([k, v]) => {
      const value = encode(v);
      const bytes = encode(k);
      return { topic, partition: 0, ...(bytes && { key: bytes }), ...(value && { value }) };
    }),
  });
  await producer.close();
}
