import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createProject, FILES, READING } from './run-sluice.ts';

const OLD = READING.replace('float', 'int');
const OLDER = READING.replace('float', 'boolean');
const DOCUMENT = ['generate', '--in', 'asyncapi/readings.yaml', '--out', 'gen'];
const HISTORY = { 'schemas/history/reading.v10.avsc': OLD, 'schemas/history/reading.v9.avsc': OLDER };
const CODEC = 'gen/com/thingam/reading.codec.ts';

/** The resolvers that a codec's module exports. */
function resolversOf(text: string): readonly (string | undefined)[] {
  return Array.from(text.matchAll(/^export const (\w+): Resolver</gm), ([, name]) => name);
}

describe('sluice generate compiles resolvers', () => {
  it.each([
    ['--in', DOCUMENT],
    ['--avro', ['generate', '--avro', 'schemas', '--out', 'gen']],
  ])('of the history folder beside the schemas, oldest first: %s', async (_, argv) => {
    // What is the present one, or has another name, is none.
    const others = {
      'schemas/history/reading.v11.avsc': READING,
      'schemas/history/x.avsc': '{"type":"enum","name":"X","symbols":["A"]}',
    };
    await using project = await createProject({ ...FILES, ...HISTORY, ...others });
    expect((await project.run(argv)).code).toBe(0);
    expect(resolversOf(await project.read(CODEC))).toEqual(['readingFromV9', 'readingFromV10']);
    expect((await project.run([...argv, '--check'])).code).toBe(0);
    await project.write({ 'schemas/history/reading.v12.avsc': READING.replace('float', 'long') });
    expect((await project.run([...argv, '--check'])).out).toContain(`stale      ${CODEC.slice(4)}`);
  });

  it('and says which earlier version is no schema', async () => {
    await using project = await createProject({ ...FILES, 'schemas/history/reading.v1.avsc': '{"type":"nothing"}' });
    const { code, error } = await project.run(DOCUMENT);
    expect(code).toBe(1);
    expect(error).toContain('schemas/history/reading.v1.avsc: ');
  });

  it.each([
    ['a subject', (url: string) => ['generate', '--registry', url, '--subject', 'readings-value', '--out', 'gen'], 3],
    ['the subjects of a document', (url: string) => [...DOCUMENT, '--registry', url], 2],
  ])('of the versions that a registry has of %s', async (_, argv, versions) => {
    using registry = await startRegistry('readings-value', [OLDER, OLD, READING].slice(0, versions));
    await using project = await createProject(FILES);
    const { code, error } = await project.run(argv(registry.url));
    expect({ code, error }).toMatchObject({ code: 0 });
    expect(resolversOf(await project.read(CODEC))).toEqual(['readingFromV1', 'readingFromV2']);
  });
});

describe('sluice generate --standalone', () => {
  it('writes the run-time beside the files, says so in their first lines, and takes it away again', async () => {
    await using project = await createProject(FILES);
    expect((await project.run([...DOCUMENT, '--standalone'])).code).toBe(0);
    expect(project.list('gen')).toEqual(expect.arrayContaining(['sluice-runtime.ts', 'sluice-runtime-types.ts']));
    const connection = await project.read('gen/connection.ts');
    expect(connection.split('\n')[0]).toContain('--out gen --standalone`');
    expect(connection).toContain("from './sluice-runtime.ts'");
    expect((await project.run([...DOCUMENT, '--standalone', '--check'])).code).toBe(0);
    expect((await project.run(DOCUMENT)).code).toBe(0);
    expect(project.list('gen').filter((path) => path.startsWith('sluice-'))).toEqual([]);
  });

  it('is of TypeScript', async () => {
    await using project = await createProject(FILES);
    const { code, error } = await project.run([
      'generate',
      '--avro',
      'schemas',
      '--out',
      'gen',
      '--lang',
      'go',
      '--standalone',
    ]);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('--standalone is for --lang ts') });
  });
});

/** A registry with one subject of these versions. */
async function startRegistry(subject: string, schemas: readonly string[]) {
  const versions = schemas.map((schema, index) => ({ subject, id: index + 1, version: index + 1, schema }));
  const answers = new Map<string, unknown>([
    ['/subjects', [subject]],
    [`/subjects/${subject}/versions`, versions.map(({ version }) => version)],
    [`/subjects/${subject}/versions/latest`, versions.at(-1)],
    [`/config/${subject}`, { compatibilityLevel: 'NONE' }],
    ...versions.map((item) => [`/subjects/${subject}/versions/${item.version}`, item] as const),
  ]);
  const server = createServer(({ url = '' }, response) => {
    const answer = answers.get(url.replace(/\?.*/, ''));
    const missing = { error_code: 40401, message: 'not found' };
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? missing));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}
