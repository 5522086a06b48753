import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { Admin } from '@platformatic/kafka';
import { createRegistryClient } from '@sluice/serde';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, READING } from './run-sluice.ts';
import { spawnSluice } from './spawn-sluice.ts';
import type { SpawnedSluice } from './spawn-sluice.ts';

const ALARM = JSON.stringify({
  type: 'record',
  name: 'Alarm',
  namespace: 'com.thingam',
  fields: [
    { name: 'cause', type: 'com.thingam.Reading' },
    { name: 'text', type: 'string', default: '' },
  ],
});

const SITE = JSON.stringify({ title: 'Site', type: 'object', properties: { hall: { type: 'integer' } } });
const DOOR = JSON.stringify({
  title: 'Door',
  type: 'object',
  properties: { site: { $ref: 'site.json' }, beside: { $ref: '#/definitions/beside' } },
  definitions: { beside: { type: 'array', items: { $ref: '#' } } },
});
const CLICK = 'syntax = "proto3";\npackage web;\n\nmessage Click {\n  string page = 1;\n}\n';

let dir: string;
let sluice: SpawnedSluice;
let kafka: string;
let registry: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-export-'));
  sluice = spawnSluice(['up', '--data-dir', dir, '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0']);
  [, kafka = '', registry = ''] = /kafka=(\S+) http=(\S+)/.exec(await sluice.firstLine) ?? [];
  const admin = new Admin({ bootstrapBrokers: [kafka], clientId: 'test' });
  const create = (name: string, partitions: number, configs: Readonly<Record<string, string>> = {}) =>
    admin.createTopics({
      topics: [name],
      partitions,
      replicas: 1,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    });
  await create('readings', 3, { 'retention.ms': '604800000', 'sluice.value.schema.validation': 'payload' });
  await create('alarms', 1, { 'cleanup.policy': 'compact' });
  await create('plain', 2);
  await create('doors', 1);
  await create('clicks', 1);
  await admin.close();
  const client = createRegistryClient({ url: registry });
  await client.registerSchema('readings-value', { schema: READING });
  await client.registerSchema('readings-key', { schema: '"string"' });
  const { version = 1 } = await client.registerSchema('readings-value', {
    schema: READING.replace('"float" }', '"float" }, { "name": "units", "type": "string", "default": "C" }'),
  });
  const references = [{ name: 'com.thingam.Reading', subject: 'readings-value', version }];
  await client.registerSchema('alarms-value', { schema: ALARM, references });
  await client.registerSchema('alarms-com.thingam.Reading', { schema: READING });
  await client.registerSchema('sites', { schemaType: 'JSON', schema: SITE });
  const sites = [{ name: 'site.json', subject: 'sites', version: 1 }];
  await client.registerSchema('doors-value', { schemaType: 'JSON', schema: DOOR, references: sites });
  await client.registerSchema('clicks-value', { schemaType: 'PROTOBUF', schema: CLICK });
});
afterAll(async () => {
  await sluice[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const from = () => ['--kafka', kafka, '--registry', registry];

describe('sluice export asyncapi', () => {
  it('writes a document of live topics and subjects that validates, and loads as it was', async () => {
    await using project = await createProject();
    const written = await project.spawn(['export', 'asyncapi', ...from(), '-o', 'live.yaml']);
    expect(written).toMatchObject({ code: 0, out: '' });
    const text = await project.read('live.yaml');
    const { channels, components, servers } = await loadModel({ path: 'live.yaml', text });
    expect(channels.map(({ address }) => address)).toEqual(['alarms', 'clicks', 'doors', 'plain', 'readings']);
    const [alarms, clicks, doors, plain, readings] = channels;
    expect(readings?.kafka).toMatchObject({
      partitions: 3,
      topicConfiguration: { 'retention.ms': 604_800_000, 'sluice.value.schema.validation': 'payload' },
    });
    expect(alarms?.kafka?.topicConfiguration).toEqual({ 'cleanup.policy': ['compact'] });
    expect(plain?.messages).toEqual([]);
    expect(readings?.messages.map(({ name }) => name)).toEqual(['com.thingam.Reading']);
    expect(readings?.messages[0]?.kafka?.key?.schema).toBe('string');
    expect(JSON.stringify(readings?.messages[0]?.payload?.schema)).toContain('"units"');
    expect(alarms?.messages.map(({ name }) => name)).toEqual(['com.thingam.Alarm', 'com.thingam.Reading']);
    expect(JSON.stringify(alarms?.messages[0]?.payload?.schema)).toContain('"machine"');
    expect(components.schemas.length).toBeGreaterThan(3);
    expect(clicks?.messages[0]).toMatchObject({ name: 'web.Click', payload: { format: 'protobuf', schema: CLICK } });
    expect(doors?.messages[0]).toMatchObject({
      name: 'Door',
      payload: {
        format: 'json-schema',
        schema: { properties: { site: { $ref: '#/components/schemas/sites' }, beside: { $ref: expect.anything() } } },
      },
    });
    expect(servers[0]).toMatchObject({ host: kafka, kafka: { schemaRegistryUrl: registry } });

    expect(await project.run(['validate', 'live.yaml'])).toEqual({ code: 0, out: 'no findings\n', error: '' });
    expect(await project.run(['convert', 'live.yaml'])).toMatchObject({ code: 0, out: text });
    const again = await project.run(['export', 'asyncapi', ...from()]);
    expect(again).toEqual({ code: 0, out: text, error: '' });
  });

  it('writes what was asked for, and says what is not there', async () => {
    await using project = await createProject();
    const some = await project.run(['export', 'asyncapi', ...from(), '--topics', 'plain', '--title', 'Mine', '--json']);
    const { text } = JSON.parse(some.out) as { text: string };
    expect(text).toContain('title: Mine');
    expect(text).not.toContain('alarms');
    expect(await project.run(['export', 'asyncapi', ...from(), '--topics', 'plain,none'])).toEqual({
      code: 1,
      out: '',
      error: `sluice: there is no topic none at ${kafka}\n`,
    });
    expect(await project.run(['export', ...from()])).toMatchObject({ code: 2 });
  });

  it('ends with 3 where the broker or the registry does not answer', async () => {
    await using project = await createProject();
    const noBroker = await project.run(['export', 'asyncapi', '--kafka', '127.0.0.1:1', '--registry', registry]);
    expect(noBroker).toMatchObject({
      code: 3,
      out: '',
      error: expect.stringMatching(/the broker at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/),
    });
    const noRegistry = await project.run(['export', 'asyncapi', '--kafka', kafka, '--registry', 'http://127.0.0.1:1']);
    expect(noRegistry).toMatchObject({ code: 3, out: '', error: expect.stringMatching(/could not be asked/) });
  });

  it('lends its schemas to documents and generated code', async () => {
    await using project = await createProject({
      'api.yaml': `asyncapi: 3.0.0
info: { title: Readings, version: 1.0.0 }
channels:
  readings:
    address: readings
    messages:
      Reading:
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: 'registry:readings-value/versions/1' }
operations:
  sendReading: { action: send, channel: { $ref: '#/channels/readings' } }
`,
    });
    const with_ = ['--registry', registry];
    expect(
      await project.run(['validate', 'api.yaml', ...with_, '--lock', 'api.lock.json', '--update-lock']),
    ).toMatchObject({ code: 0, error: '' });
    expect(Object.keys(JSON.parse(await project.read('api.lock.json')) as object)).toEqual([
      'registry:readings-value/versions/1',
    ]);
    expect(await project.run(['validate', 'api.yaml', '--lock', 'api.lock.json'])).toMatchObject({ code: 0 });
    const unresolved = await project.run(['generate', '--in', 'api.yaml', '--out', 'gen']);
    expect(unresolved).toMatchObject({ code: 1, error: expect.stringMatching(/^api\.yaml:\d+:\d+: /) });
    expect(await project.run(['generate', '--in', 'api.yaml', '--out', 'gen', ...with_])).toMatchObject({ code: 0 });
    expect(project.list('gen')).toContain('com/thingam/reading.codec.ts');
    const subjects = [
      'generate',
      ...with_,
      '--subject',
      'alarms-value',
      '--subject',
      'readings-value',
      '--out',
      'gen2',
    ];
    expect(await project.run(subjects)).toMatchObject({ code: 0 });
    expect(project.list('gen2')).toEqual(
      expect.arrayContaining(['com/thingam/alarm.codec.ts', 'com/thingam/reading.codec.ts']),
    );
    expect(await project.run(['generate', ...with_, '--subject', 'none', '--out', 'gen3'])).toMatchObject({ code: 1 });
    const page = await project.run(['docs', 'api.yaml', ...with_, '--format', 'markdown']);
    expect(page).toMatchObject({ code: 0, out: expect.stringMatching(/#+ `readings-value`\n[^]*Version 2/) });
  });

  it('generates types from subjects of JSON Schemas that refer to each other', async () => {
    const place = { title: 'Place', type: 'object', properties: { hall: { type: 'string' } } };
    const door = { title: 'Door', type: 'object', properties: { place: { $ref: 'place.json' } } };
    const references = [{ name: 'place.json', subject: 'place', version: 1 }];
    const version = (subject: string, id: number, schema: object) => ({
      ...{ subject, id, version: 1, schemaType: 'JSON', schema: JSON.stringify(schema) },
    });
    const answers: Readonly<Record<string, object>> = {
      '/subjects/doors-value/versions/latest': { ...version('doors-value', 2, door), references },
      '/subjects/place/versions/1': version('place', 1, place),
    };
    const server = createServer((request, response) => {
      const answer = answers[request.url?.replace(/\?.*/u, '') ?? ''];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error_code: 40401, message: 'none' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using project = await createProject();
    const argv = ['generate', '--registry', `http://127.0.0.1:${port}`, '--subject', 'doors-value', '--out', 'gen'];
    const result = await project.run(argv);
    server.close();
    expect(result).toMatchObject({ code: 0 });
    expect(project.list('gen')).toEqual(['doors.ts', 'index.ts', 'place.ts']);
  });
});
