import { once } from 'node:events';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createProject, DOCUMENT, FILES, READING } from './run-sluice.ts';

const GENERATE = ['generate', '--in', 'asyncapi/readings.yaml', '--out', 'src/gen'];
const CHECK = [...GENERATE, '--check'];

describe('sluice generate', () => {
  it('writes what a document and the schemas of another folder describe, and only what changed', async () => {
    await using project = await createProject(FILES);
    const first = await project.spawn(GENERATE);
    expect(first).toMatchObject({
      code: 0,
      out: '',
      error: expect.stringMatching(/^sluice: src\/gen: \d+ written\n$/),
    });
    const files = project.list('src/gen');
    expect(files).toContain('com/thingam/reading.codec.ts');
    expect(files).toContain('index.ts');
    const [line] = (await project.read('src/gen/index.ts')).split('\n');
    expect(line).toBe(
      '// Made by `sluice generate --in asyncapi/readings.yaml --out src/gen`; edit its source instead.',
    );
    const again = await project.run(GENERATE);
    expect(again.error).toBe(`sluice: src/gen: ${files.length} unchanged\n`);
    await project.write({ 'schemas/reading.avsc': READING.replace('float', 'double') });
    const changed = await project.run([...GENERATE, '--json']);
    const { out, written, removed, unchanged } = JSON.parse(changed.out) as Record<string, unknown>;
    expect({ out, removed }).toEqual({ out: 'src/gen', removed: [] });
    expect(written).toContain('com/thingam/reading.codec.ts');
    expect(written).toHaveLength(files.length - Number(unchanged));
    expect(unchanged).toBeGreaterThan(0);
  });

  it('makes the same bytes from any folder of the project', async () => {
    await using project = await createProject({ ...FILES, 'src/deep/keep.txt': '' });
    expect((await project.run(GENERATE)).code).toBe(0);
    const argv = ['generate', '--check', '--out=../gen', '--in=../../asyncapi/readings.yaml'];
    expect(await project.run(argv, 'src/deep')).toEqual({ code: 0, out: '', error: '' });
    const whole = ['generate', '--out', project.path('src/gen'), '--in', project.path('asyncapi/readings.yaml')];
    expect(await project.run([...whole, '--check'], 'asyncapi')).toEqual({ code: 0, out: '', error: '' });
  });

  it('lists with --check what is stale, missing and left over, and writes nothing', async () => {
    await using project = await createProject(FILES);
    const missing = await project.run(CHECK);
    expect(missing.code).toBe(1);
    expect(missing.out).toMatch(/^missing {4}index\.ts$/m);
    expect(() => project.list('src')).toThrow('ENOENT');

    await project.run(GENERATE);
    const header = (await project.read('src/gen/index.ts')).split('\n')[0] ?? '';
    const other = header.replace('--out src/gen', '--out src');
    await project.write({
      'src/gen/index.ts': `${header}\n`,
      'src/gen/old/gone.ts': `${header}\nexport {};\n`,
      'src/gen/old/inner.ts': `${other}\n`,
      'src/gen/mine.ts': '// mine\n',
    });
    const expected = { stale: ['index.ts'], missing: [], leftOver: ['old/gone.ts'] };
    expect(await project.run(CHECK)).toEqual({
      code: 1,
      out: 'stale      index.ts\nleft over  old/gone.ts\n',
      error: '',
    });
    expect(JSON.parse((await project.run([...CHECK, '--json'])).out)).toEqual(expected);
    expect((await project.spawn(CHECK)).code).toBe(1);

    // A file of the user's, and one of another command's, stay.
    expect((await project.run(GENERATE)).error).toMatch(/1 written, 1 removed/);
    expect(project.list('src/gen')).not.toContain('old/gone.ts');
    expect(project.list('src/gen')).toEqual(expect.arrayContaining(['mine.ts', 'old/inner.ts']));
    expect(await project.run(CHECK)).toEqual({ code: 0, out: '', error: '' });
  });

  it('removes folders that what was left over leaves empty', async () => {
    await using project = await createProject(FILES);
    await project.run(GENERATE);
    await project.write({ 'schemas/reading.avsc': READING.replace('com.thingam', 'org.other') });
    expect((await project.run(GENERATE)).code).toBe(0);
    expect(project.list('src/gen').filter((path) => path.startsWith('com'))).toEqual([]);
    await expect(readFile(project.path('src/gen/com'))).rejects.toThrow('ENOENT');
  });

  it('writes over nothing that somebody wrote by hand', async () => {
    await using project = await createProject({ ...FILES, 'src/gen/index.ts': 'export const mine = 1;\n' });
    expect(await project.run(GENERATE)).toEqual({
      code: 1,
      out: '',
      error: 'sluice: src/gen/index.ts was not made by sluice generate: move it, or choose another --out\n',
    });
    expect(project.list('src/gen')).toEqual(['index.ts']);
  });

  it('writes through no symbolic link', async () => {
    await using project = await createProject({ ...FILES, 'elsewhere/keep.txt': '' });
    await mkdir(project.path('src/gen'), { recursive: true });
    await symlink(project.path('elsewhere'), project.path('src/gen/com'));
    await symlink(project.path('elsewhere/index.ts'), project.path('src/gen/index.ts'));
    const { code, error } = await project.run(GENERATE);
    expect(code).toBe(1);
    // Said once, whatever number of files would go there.
    expect(error.split('src/gen/com is a symbolic link: nothing is written there\n')).toHaveLength(2);
    expect(error).toContain('sluice: src/gen/index.ts is a symbolic link: nothing is written there\n');
    expect(project.list('elsewhere')).toEqual(['keep.txt']);
  });

  it('says where it cannot write', async () => {
    await using project = await createProject({ ...FILES, taken: '' });
    const { code, error } = await project.spawn([...GENERATE.slice(0, -1), 'taken/gen']);
    expect({ code, error }).toEqual({
      code: 1,
      error: 'sluice: cannot write taken/gen: a part of its path is no folder\n',
    });
  });

  it('stays in its folder whatever names a document has', async () => {
    const hostile = ['../../x', '/etc/x', 'a\\..\\..\\b', 'nul\0', '..', 'con', 'x`; rm -rf ~ #', '*/ evil()'];
    const schema = JSON.stringify({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] });
    const channels = hostile.map(
      (name) => `  ${JSON.stringify(name)}:
    address: ${JSON.stringify(name)}
    messages: { ${JSON.stringify(name)}: { name: ${JSON.stringify(name)}, payload: ${schema} } }\n`,
    );
    const text = `asyncapi: 3.0.0\ninfo: { title: x, version: '1' }\nchannels:\n${channels.join('')}`;
    await using project = await createProject({ 'in/x.yaml': text });
    const result = await project.run(['generate', '--in', 'in/x.yaml', '--out', 'out/gen']);
    expect(project.list('.').filter((path) => !/^(?:in|out\/gen)\/|^package\.json$/u.test(path))).toEqual([]);
    expect([0, 1]).toContain(result.code);
  });

  it('reads schemas alone, in whatever order they name each other', async () => {
    const plant = JSON.stringify({
      type: 'record',
      name: 'Plant',
      namespace: 'com.thingam',
      fields: [{ name: 'last', type: 'com.thingam.Reading' }],
    });
    await using project = await createProject({
      'schemas/a-plant.avsc': plant,
      'schemas/reading.avsc': READING,
      'schemas/history/reading.v1.avsc': READING.replace('float', 'int'),
      'schemas/more/levels.avsc': '{ "type": "array", "items": "int" }',
      'schemas/more/alarm.avdl': 'namespace com.thingam;\nrecord Alarm { string text; }\n',
    });
    const result = await project.run(['generate', '--avro', 'schemas', '--out', 'gen', '--long', 'bigint']);
    expect(result.error).toMatch(/written\n$/);
    expect(project.list('gen')).toEqual(
      expect.arrayContaining(['com/thingam/alarm.ts', 'com/thingam/plant.ts', 'com/thingam/reading.ts', 'levels.ts']),
    );
    expect(await project.read('gen/index.ts')).toContain('`sluice generate --avro schemas --long bigint --out gen`');
  });

  it.each([
    ['python', /\.py$/],
    ['go', /\.go$/],
  ])('generates %s', async (lang, ending) => {
    await using project = await createProject(FILES);
    const argv = ['generate', '--avro', 'schemas', '--out', 'gen', '--lang', lang];
    expect((await project.run(argv)).code).toBe(0);
    expect(project.list('gen').filter((path) => !ending.test(path) && !/go\.(?:mod|sum)$/u.test(path))).toEqual([]);
    expect(await project.run([...argv, '--check'])).toEqual({ code: 0, out: '', error: '' });
  });

  it('says which messages another language than TypeScript has not', async () => {
    const channels = {
      a: { address: 'a', messages: { Door: { payload: { type: 'object' } }, Temp: { payload: { type: 'number' } } } },
    };
    const document = JSON.stringify({ asyncapi: '3.0.0', info: { title: 'Doors', version: '1' }, channels });
    await using project = await createProject({ 'doors.json': document });
    const { code, error } = await project.run(['generate', '--in', 'doors.json', '--out', 'gen', '--lang', 'python']);
    expect(code).toBe(0);
    expect(error).toMatch(
      /^sluice: nothing is generated for Door, Temp: only --lang ts has payloads that are not Avro\n/,
    );
    const typescript = await project.run(['generate', '--in', 'doors.json', '--out', 'ts']);
    expect(typescript.error).not.toContain('nothing is generated');
  });

  const invalid: readonly [string, Readonly<Record<string, string>>, readonly string[], string][] = [
    [
      'a document with a fault',
      { 'asyncapi/readings.yaml': DOCUMENT.replace('action: send', 'action: throw') },
      GENERATE,
      'asyncapi/readings.yaml:13:13: ',
    ],
    ['a schema with a fault', { 'schemas/reading.avsc': READING.replace('float', 'flaot') }, GENERATE, ':7:32: '],
    [
      'a document that is not there',
      {},
      ['generate', '--in', 'no.yaml', '--out', 'o'],
      'no.yaml:1:1: cannot read no.yaml: no such file',
    ],
    [
      'a schema that is no JSON',
      { 'a/x.avsc': '{\n  "type": "record" "name": "X" }' },
      ['generate', '--avro', 'a', '--out', 'o'],
      'a/x.avsc:2:20: ',
    ],
    [
      'a schema that names what is not there',
      { 'a/x.avsc': '{"type": "record", "name": "X",\n "fields": [{"name": "a", "type": "Y"}]}' },
      ['generate', '--avro', 'a', '--out', 'o'],
      'a/x.avsc:2:35: ',
    ],
    [
      'IDL with a fault',
      { 'a/x.avdl': 'namespace a;\nrecord X { strin x; }' },
      ['generate', '--avro', 'a', '--out', 'o'],
      'a/x.avdl:2:',
    ],
    [
      'a folder without schemas',
      { 'a/x.txt': '' },
      ['generate', '--avro', 'a', '--out', 'o'],
      'a: the folder has no .avsc or .avdl file',
    ],
    [
      'a reference out of the project',
      { 'asyncapi/readings.yaml': DOCUMENT.replace('../schemas/reading.avsc', '../../../../etc/passwd') },
      GENERATE,
      'lies outside',
    ],
  ];
  it.each(invalid)('says what is wrong, and where: %s', async (_, files, argv, message) => {
    await using project = await createProject({ ...FILES, ...files });
    const { code, out, error } = await project.run(argv);
    expect(error).toContain(message);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const asJson = await project.run([...argv, '--json']);
    for (const line of asJson.error.trimEnd().split('\n')) {
      const { error: said, file, ...at } = JSON.parse(line) as Record<'error' | 'file' | 'line' | 'column', string>;
      expect(error).toContain(file === undefined ? said : `${file}:${at.line}:${at.column}: ${said}\n`);
    }
  });

  it('reads no file that a symbolic link leads to outside the project', async () => {
    await using outside = await createProject({ 'reading.avsc': READING });
    await using project = await createProject({ 'asyncapi/readings.yaml': DOCUMENT });
    await mkdir(project.path('schemas'));
    await symlink(outside.path('reading.avsc'), project.path('schemas/reading.avsc'));
    const { code, error } = await project.run(GENERATE);
    expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining('a symbolic link to a file outside') });
  });

  it.each([
    [
      ['generate', '--out', 'o'],
      'nothing to generate from: --in DOC, --avro PATH, or --registry URL with --subject NAME',
    ],
    [['generate', '--in', 'x.yaml'], '--out is required'],
    [['generate', '--in', 'x', '--avro', 'y', '--out', 'o'], '--in and --avro: one kind of source at a time'],
    [['generate', '--subject', 'x', '--out', 'o'], '--subject needs --registry URL'],
    [['generate', '--in', 'x', '--out', 'o', '--check', '--watch'], '--check and --watch: one of them'],
    [['generate', '--in', 'x', '--out', 'o', '--long', 'short'], '--long short: expected number, bigint or string'],
    [['generate', '--in', 'x', '--out', 'o', '--lang', 'go', '--client', 'kafkajs'], '--client is for --lang ts'],
    [['generate', '--in', 'x', '--out', 'o', '--root', 'none'], '--root none is no folder'],
  ])('%j is wrong usage', async (argv, message) => {
    await using project = await createProject(FILES);
    expect(await project.run(argv)).toEqual({ code: 2, out: '', error: expect.stringContaining(message) });
  });

  const extensions: readonly [string, string | undefined, string][] = [
    ['no tsconfig.json', undefined, "'./com/thingam/reading.ts'"],
    ['allowImportingTsExtensions', '{ "compilerOptions": { "allowImportingTsExtensions": true } }', "reading.ts'"],
    ['nodenext', '// with a comment\n{ "compilerOptions": { "module": "NodeNext", }, }', "reading.js'"],
    ['node16', '{ "compilerOptions": { "moduleResolution": "node16" } }', "reading.js'"],
    ['bundler', '{ "compilerOptions": { "moduleResolution": "bundler" } }', "reading'"],
    ['what another says', '{ "extends": ["./base", "./none"] }', "reading.js'"],
  ];
  it.each(extensions)('imports as the tsconfig.json asks for: %s', async (_, config, expected) => {
    await using project = await createProject({
      ...FILES,
      'src/base.json': '{ "compilerOptions": { "module": "node20" } }',
      ...(config === undefined ? {} : { 'src/tsconfig.json': config }),
    });
    await project.run(GENERATE);
    expect(await project.read('src/gen/index.ts')).toContain(expected);
    await project.run([...GENERATE, '--import-extension', 'js']);
    expect(await project.read('src/gen/index.ts')).toContain("reading.js'");
  });

  it('says that a registry does not answer, or refuses', async () => {
    await using project = await createProject();
    using server = await startServer(401);
    const argv = (url: string) => ['generate', '--registry', url, '--subject', 's', '--out', 'o'];
    const denied = await project.spawn(argv(server.url));
    expect(denied).toMatchObject({ code: 4, error: expect.stringContaining('answered 401') });
    server[Symbol.dispose]();
    const away = await project.spawn(argv(server.url.replace('//', '//user:secret@')));
    expect(away.code).toBe(3);
    expect(away.error).toMatch(/^sluice: the schema registry at \S+ could not be asked: .*ECONNREFUSED/);
    expect(away.error).not.toContain('secret');
  });
});

describe('sluice generate --watch', () => {
  it('generates again when a source changes, says what is wrong, and ends on Ctrl-C', async () => {
    await using project = await createProject(FILES);
    using watching = await startWatching(project.folder);
    expect(await watching.nextLine()).toMatch(/^sluice: src\/gen: \d+ written$/);
    await writeFile(project.path('schemas/reading.avsc'), READING.replace('float', 'double'));
    expect(await watching.nextLine()).toMatch(/: \d+ written, \d+ unchanged$/);
    await writeFile(project.path('schemas/reading.avsc'), READING.replace('float', 'flaot'));
    expect(await watching.nextLine()).toMatch(/^schemas\/reading\.avsc:7:32: /);
    await writeFile(project.path('schemas/reading.avsc'), READING);
    expect(await watching.nextLine()).toMatch(/: \d+ written/);
    expect(await watching.stop()).toBe(0);
    expect((await project.run(CHECK)).code).toBe(0);
  });
});

describe('sluice generate --avro --watch', () => {
  it('waits for schemas that are not there yet, and sees new ones and those that go', async () => {
    await using project = await createProject();
    using watching = await startWatching(project.folder, ['generate', '--avro', 'schemas', '--out', 'gen']);
    expect(await watching.nextLine()).toBe('sluice: schemas: no such file');
    await project.write({ 'later/reading.avsc': READING });
    await rename(project.path('later'), project.path('schemas'));
    expect(await watching.nextLine()).toMatch(/^sluice: gen: \d+ written$/);
    await project.write({ 'schemas/other.avsc': READING.replace('"Reading"', '"Other"') });
    expect(await watching.nextLine()).toMatch(/^sluice: gen: \d+ written, \d+ unchanged$/);
    await rm(project.path('schemas/reading.avsc'));
    expect(await watching.nextLine()).toMatch(/^sluice: gen: 1 written, \d+ removed, \d+ unchanged$/);
    expect(project.list('gen').filter((path) => path.includes('reading'))).toEqual([]);
    expect(await watching.stop()).toBe(0);
  });
});

async function startServer(status: number) {
  const server = createServer((_, response) => response.writeHead(status).end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

/** The command in a process of its own; lines of both its streams come in order. */
async function startWatching(cwd: string, argv: readonly string[] = GENERATE) {
  const { spawn } = await import('node:child_process');
  const { createInterface } = await import('node:readline');
  const bin = new URL('../bin/sluice.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [bin, ...argv, '--watch'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const onLine = (line: string): void => {
    const next = waiting.shift();
    if (next === undefined) lines.push(line);
    else next(line);
  };
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  return {
    nextLine(): Promise<string> {
      const line = lines.shift();
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = await exited;
      return code as number | null;
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
