import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistryClient } from '@sluice/serde';
import type { RegistryClient } from '@sluice/serde';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import { createProject } from './run-sluice.ts';
import { spawnSluice } from './spawn-sluice.ts';
import type { SpawnedSluice } from './spawn-sluice.ts';

let sluice: SpawnedSluice;
let url: string;
let client: RegistryClient;

beforeAll(async () => {
  sluice = spawnSluice(['up', '--only', 'registry', '--ephemeral', '--http', '127.0.0.1:0']);
  [, url = ''] = /http=(\S+)/.exec(await sluice.firstLine) ?? [];
  client = createRegistryClient({ url });
});
afterAll(() => sluice[Symbol.asyncDispose]());

/** An Avro record; `fields` is JSON, a field a line. */
function record(name: string, ...fields: readonly string[]): string {
  return `{\n  "type": "record",\n  "name": "${name}",\n  "fields": [\n    ${fields.join(',\n    ')}\n  ]\n}\n`;
}

const MACHINE = '{ "name": "machine", "type": "string" }';
const VALUE = '{ "name": "value", "type": "float" }';

/** Only what Confluent's registry has: everything else is an unknown path there. */
async function startConfluentOnly(): Promise<AsyncDisposable & { readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (path.startsWith('/api/')) {
        response.writeHead(404, { 'content-type': 'application/json' });
        response.end('{"error_code":404,"message":"HTTP 404 Not Found"}');
        return;
      }
      const body = request.method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      const headers = { 'content-type': 'application/json' };
      void fetch(url + path, { method: request.method ?? 'GET', headers, ...body }).then(async (answer) => {
        response.writeHead(answer.status, headers);
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe('sluice check', () => {
  it('says what is new, unchanged, changed and refused, and registers nothing', async () => {
    await client.registerSchema('same-value', { schema: record('Same', MACHINE) });
    await client.registerSchema('grown-value', { schema: record('Grown', MACHINE) });
    await client.registerSchema('broken-value', { schema: record('Broken', MACHINE) });
    await using project = await createProject({
      'schemas/same.avsc': record('Same', MACHINE),
      'schemas/grown.avsc': record('Grown', MACHINE, '{ "name": "value", "type": "float", "default": 0 }'),
      'schemas/broken.avsc': record('Broken', MACHINE, VALUE),
      'schemas/fresh.avsc': record('Fresh', MACHINE),
      'schemas/history/same.v0.avsc': 'no schema',
      'schemas/README.md': 'no schema',
    });
    const checked = await project.run(['check', '--registry', url]);
    expect(checked).toMatchObject({ code: 1, error: '' });
    expect(checked.out.split('\n')).toEqual([
      'schemas/broken.avsc: broken-value: refused, after version 1 at level BACKWARD',
      expect.stringMatching(
        /^schemas\/broken\.avsc:6:5: error: READER_FIELD_MISSING_DEFAULT_VALUE at value \(version 1\)$/,
      ),
      expect.stringMatching(/^ {4}fix: give field value of Broken a default/),
      'schemas/fresh.avsc: fresh-value: new, the subject has no version yet',
      'schemas/grown.avsc: grown-value: a next version is possible, after version 1 at level BACKWARD',
      expect.stringMatching(/^schemas\/same\.avsc: same-value: unchanged, version 1 id \d+$/),
      '4 schemas: 1 refused, 1 new, 1 changed, 1 unchanged',
      '',
    ]);
    const json = await project.run(['check', 'schemas', '--registry', url, '--json']);
    expect(json).toMatchObject({ code: 1, error: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      registry: url,
      schemas: [
        {
          file: 'schemas/broken.avsc',
          subject: 'broken-value',
          type: 'AVRO',
          status: 'refused',
          level: 'BACKWARD',
          findings: [{ severity: 'error', line: 6, column: 5, path: 'value', version: 1 }],
        },
        { status: 'new', findings: [] },
        { status: 'changed', version: 1 },
        { status: 'unchanged', version: 1, id: expect.any(Number) },
      ],
    });
    expect(await client.listVersions('fresh-value')).toEqual([]);
    expect(await client.listVersions('grown-value')).toEqual([1]);
  });

  it('fails of drift only when told to', async () => {
    await client.registerSchema('still-value', { schema: record('Still', MACHINE) });
    await using project = await createProject({ 'a/still.avsc': record('Still', MACHINE) });
    expect(await project.run(['check', 'a', '--registry', url, '--drift'])).toMatchObject({ code: 0 });
    await project.write({ 'a/drifted.avsc': record('Drifted', MACHINE) });
    expect(await project.run(['check', 'a', '--registry', url])).toMatchObject({ code: 0 });
    expect(await project.run(['check', 'a', '--registry', url, '--drift'])).toMatchObject({ code: 1 });
  });

  const old: Readonly<Record<string, string>> = {
    'place.avsc': record('Place', '{ "name": "list", "type": { "type": "array", "items": "int" } }'),
    'place.proto': 'syntax = "proto3";\nmessage Place {\n  int32 other = 2;\n  string value = 1;\n}\n',
    'place.json': '{\n  "type": "object",\n  "properties": {\n    "value": { "type": "string" }\n  }\n}\n',
  };
  const places: readonly [string, string, RegExp][] = [
    [
      'place.avsc',
      record('Place', MACHINE, '{ "name": "list", "type": { "type": "array", "items": "string" } }'),
      /:6:/,
    ],
    ['place.proto', (old['place.proto'] ?? '').replace('string', 'int32'), /:4:9: error: FIELD_SCALAR_KIND_CHANGED/],
    ['place.json', (old['place.json'] ?? '').replace('string', 'number'), /:4:14: error: TYPE_CHANGED/],
  ];
  const types: Readonly<Record<string, string>> = { avsc: 'AVRO', proto: 'PROTOBUF', json: 'JSON' };
  for (const [name, text, place] of places) {
    it(`finds the place in ${name}, and says the same when it compares by itself`, async () => {
      const ending = name.slice('place.'.length);
      const subject = `place-${ending}`;
      await client.registerSchema(subject, { schema: old[name] ?? '', schemaType: types[ending] ?? '' });
      await using project = await createProject({
        [`schemas/${name}`]: text,
        'schemas/subjects.json': JSON.stringify({ [subject]: name }),
      });
      const asked = await project.run(['check', '--registry', url]);
      expect(asked).toMatchObject({ code: 1, error: '', out: expect.stringMatching(place) });
      await using other = await startConfluentOnly();
      expect(await project.run(['check', '--registry', other.url])).toEqual(asked);
      expect(other.asked).toContain(`POST /api/v1/compatibility/subjects/${subject}/versions`);
    });
  }

  it('warns of unions whose values would look different', async () => {
    const union = (type: string): string => record('Union', `{ "name": "u", "type": ${type}, "default": null }`);
    await client.registerSchema('union-value', { schema: union('["null", "int"]') });
    await using project = await createProject({ 'schemas/union.avsc': union('["null", "int", "long"]') });
    const checked = await project.run(['check', '--registry', url]);
    expect(checked).toMatchObject({
      code: 0,
      out: expect.stringMatching(/union\.avsc:5:5: warning: UNION_SHAPE_CHANGE/),
    });
  });

  it('compares with all versions where the level says so', async () => {
    await client.updateCompatibility('BACKWARD_TRANSITIVE', 'all-value');
    await client.registerSchema('all-value', { schema: record('All', '{ "name": "value", "type": "string" }') });
    await client.registerSchema('all-value', { schema: record('All', MACHINE.replace('}', ', "default": "" }')) });
    await using project = await createProject({
      'schemas/all.avsc': record('All', VALUE.replace('}', ', "default": 0 }')),
    });
    await using other = await startConfluentOnly();
    const texts = [];
    for (const registry of [url, other.url]) {
      const { out } = await project.run(['check', '--registry', registry]);
      expect(out).toMatch(/TYPE_MISMATCH at value: reader float, writer string \(version 1\)/);
      texts.push(out);
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('says where a file is no schema', async () => {
    await using project = await createProject({
      'schemas/a.avsc': record('A', '{ "name": "x", "type": "strin" }'),
      'schemas/b.proto': 'syntax = "proto3";\nmessage {\n',
      'schemas/c.json': '{\n  "type": "objec"\n}\n',
    });
    const { code, out } = await project.run(['check', '--registry', url]);
    expect(code).toBe(1);
    expect(out).toMatch(/a\.avsc:5:28: error: INVALID_SCHEMA/);
    expect(out).toMatch(/b\.proto:2:9: error: INVALID_SCHEMA/);
    expect(out).toMatch(/c\.json:2:11: error: INVALID_SCHEMA/);
  });

  it('colours on a terminal only', async () => {
    await using project = await createProject({ 'schemas/colour.avsc': record('Colour', MACHINE) });
    let out = '';
    const terminal = { env: {}, cwd: project.folder, writeOut: (text: string) => void (out += text), writeError() {} };
    await runCli(['check', '--registry', url], { ...terminal, hasColor: true });
    expect(out).toContain('\u001B[32mnew');
    expect((await project.run(['check', '--registry', url])).out).not.toContain('\u001B');
  });

  const wrong: readonly [Readonly<Record<string, string>>, readonly string[], number, RegExp][] = [
    [{}, [], 2, /schemas is no folder/],
    [{ 'schemas/x.txt': '' }, [], 1, /schemas has no \.avsc, \.proto or \.json file/],
    [{ 'schemas/x.avsc': '"int"' }, ['--registry', 'http://127.0.0.1:1'], 3, /could not be asked/],
    [{ 'schemas/x.avsc': '"int"' }, ['--registry', 'ftp://x'], 2, /--registry/],
    [{ 'schemas/x.avsc': '"int"' }, ['schemas', 'more'], 2, /more/],
    [{ 'schemas/x.avsc': '"int"', 'schemas/x.proto': '' }, [], 1, /x\.avsc and x\.proto are both of subject x-value/],
    [{ 'schemas/x.avsc': '"int"', 'schemas/subjects.json': '[]' }, [], 1, /subjects\.json: expected an object/],
    [
      { 'schemas/x.avsc': '"int"', 'schemas/subjects.json': '{"s":"y.avsc"}' },
      [],
      1,
      /the folder has no schema y\.avsc/,
    ],
    [{ 'schemas/x.avsc': '"int"', 'schemas/subjects.json': '{"s":1}' }, [], 1, /'s': expected the name of a file/],
    [
      { 'schemas/x.json': '{"$ref":"y.json"}', 'schemas/y.json': '{"$ref":"x.json"}' },
      [],
      1,
      /x\.json → .*y\.json → .*x/,
    ],
  ];
  for (const [files, argv, code, error] of wrong) {
    it(`refuses ${[...Object.keys(files), ...argv].join(' ')}`, async () => {
      await using project = await createProject(files);
      for (const command of ['check', 'apply']) {
        expect(await project.run([command, ...argv])).toEqual({ code, out: '', error: expect.stringMatching(error) });
      }
    });
  }

  it('ends with 4 where the registry does not let it in', async () => {
    const server = createServer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end('{"error_code":40301,"message":"no"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await using project = await createProject({ 'schemas/x.avsc': '"int"' });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const command of ['check', 'apply']) {
      expect(await project.run([command, '--registry', address])).toMatchObject({ code: 4, out: '' });
    }
    server.closeAllConnections();
    server.close();
  });
});

describe('sluice apply', () => {
  const cases: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly [string, string]]>> = {
    avro: [
      {
        // In the order of names it would come first.
        'a-order.avsc': record('AOrder', '{ "name": "item", "type": "AItem" }'),
        'a-item.avsc': record('AItem', MACHINE),
      },
      ['a-item.avsc', record('AItem', MACHINE, VALUE.replace('}', ', "default": 0 }'))],
    ],
    protobuf: [
      {
        'p-a-order.proto': 'syntax = "proto3";\nimport "p-item.proto";\nmessage POrder { PItem item = 1; }\n',
        'p-item.proto': 'syntax = "proto3";\nmessage PItem { string name = 1; }\n',
      },
      ['p-item.proto', 'syntax = "proto3";\nmessage PItem { string name = 1; int32 count = 2; }\n'],
    ],
    json: [
      {
        'j-a-order.json': '{"type":"object","properties":{"item":{"$ref":"./j-item.json"}}}',
        'j-item.json': '{"type":"object","properties":{"name":{"type":"string"}}}',
      },
      ['j-item.json', '{"type":"object","properties":{"name":{"type":["string","null"]}}}'],
    ],
  };
  for (const [name, [files, [changed, text]]] of Object.entries(cases)) {
    it(`registers ${name} in the order of references, and what is new of it later`, async () => {
      const inFolder = Object.entries(files).map(([file, content]) => [`schemas/${file}`, content]);
      await using project = await createProject(Object.fromEntries(inFolder) as Record<string, string>);
      const subjects = Object.keys(files).map((file) => file.replace(/\.\w+$/u, '-value'));

      const dry = await project.run(['apply', '--registry', url, '--dry-run']);
      expect(dry).toMatchObject({ code: 0, error: '', out: expect.stringContaining('2 schemas: 2 new\n') });
      expect(await Promise.all(subjects.map((subject) => client.listVersions(subject)))).toEqual([[], []]);

      const first = await project.run(['apply', '--registry', url]);
      expect(first).toMatchObject({ code: 0, error: '' });
      expect(first.out).toMatch(
        /item-value: new version 1 id \d+\n.*order-value: new version 1 id \d+\n2 schemas: 2 reg/,
      );
      const [order = ''] = subjects;
      const version = await client.findVersion(order, 1);
      expect(version?.references).toMatchObject([{ subject: subjects[1], version: 1 }]);
      const again = await project.run(['apply', '--registry', url]);
      expect(again).toMatchObject({ code: 0, out: expect.stringContaining('2 schemas: 2 unchanged\n') });
      expect(await project.run(['check', '--drift', '--registry', url])).toMatchObject({ code: 0 });

      await project.write({ [`schemas/${changed}`]: text });
      const second = await project.run(['apply', '--registry', url]);
      expect(second).toMatchObject({ code: 0, out: expect.stringContaining('2 schemas: 2 registered\n') });
      expect((await client.findVersion(order, 2))?.references).toMatchObject([{ version: 2 }]);
    });
  }

  it('registers nothing where one is refused', async () => {
    await client.registerSchema('no-value', { schema: record('No', MACHINE) });
    await using project = await createProject({
      'schemas/a-yes.avsc': record('Yes', MACHINE),
      'schemas/no.avsc': record('No', MACHINE, VALUE),
    });
    const applied = await project.run(['apply', '--registry', url]);
    expect(applied).toMatchObject({ code: 1, out: expect.stringMatching(/1 refused; nothing was registered\n$/) });
    expect(await client.listVersions('a-yes-value')).toEqual([]);
    expect(await client.listVersions('no-value')).toEqual([1]);
  });

  it('takes references of the map, and tells what became of each as JSON', async () => {
    await client.registerSchema('far-value', { schema: record('Far', MACHINE) });
    const near = { file: 'near.avsc', references: [{ name: 'Far', subject: 'far-value' }] };
    await using project = await createProject({
      'schemas/near.avsc': record('Near', '{ "name": "far", "type": "Far" }'),
      'schemas/subjects.json': JSON.stringify({ 'near-value': near }),
    });
    const applied = await project.run(['apply', '--registry', url, '--json']);
    expect(applied).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(applied.out)).toMatchObject({
      schemas: [{ subject: 'near-value', status: 'registered', version: 1, id: expect.any(Number), findings: [] }],
    });
    expect((await client.findVersion('near-value', 1))?.references).toMatchObject([
      { subject: 'far-value', version: 1 },
    ]);
    await project.write({
      'schemas/subjects.json': JSON.stringify({
        'near-value': { ...near, references: [{ name: 'Far', subject: 'none-value' }] },
      }),
    });
    const missing = await project.run(['check', '--registry', url]);
    expect(missing).toMatchObject({ code: 1, out: expect.stringMatching(/INVALID_REFERENCE: .*none-value/) });
  });

  it('says what the registry refuses after all, and stops there', async () => {
    await client.updateMode('READONLY', 'shut-value');
    await using project = await createProject({ 'schemas/shut.avsc': record('Shut', MACHINE) });
    const applied = await project.run(['apply', '--registry', url]);
    expect(applied).toMatchObject({
      code: 1,
      out: expect.stringMatching(/shut\.avsc:1:1: error: REFUSED_BY_REGISTRY/),
    });
  });
});
