import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpSource, createRegistryClient } from '../src/index.ts';
import type { RegistryClient } from '../src/index.ts';
import { createFakeFetch } from './fake-registry.ts';

const MISSING = { status: 404, body: { error_code: 40403, message: 'Schema 9 not found' } };

interface CallCase {
  readonly call: (client: RegistryClient) => Promise<unknown>;
  readonly request: string;
  readonly answer: unknown;
  readonly sends?: unknown;
  readonly result?: unknown;
}

const INPUT = { schema: '"int"' };

const CALLS: readonly CallCase[] = [
  {
    call: (client) => client.registerSchema('a/b', INPUT, { normalize: true }),
    request: 'POST /subjects/a%2Fb/versions?normalize=true',
    sends: INPUT,
    answer: { id: 1 },
  },
  {
    call: (client) => client.findSchema('s', INPUT, { deleted: true }),
    request: 'POST /subjects/s?deleted=true',
    sends: INPUT,
    answer: { id: 1, version: 2 },
  },
  { call: (client) => client.findSchemaById(7), request: 'GET /schemas/ids/7', answer: INPUT },
  {
    call: (client) => client.findSchemaById(7, { subject: ':.c:s' }),
    request: 'GET /schemas/ids/7?subject=%3A.c%3As',
    answer: INPUT,
  },
  {
    call: (client) => client.findLatestWithMetadata('s', { a: 'b c' }, { deleted: true }),
    request: 'GET /subjects/s/metadata?key=a&value=b%20c&deleted=true',
    answer: INPUT,
  },
  { call: (client) => client.listContexts(), request: 'GET /contexts', answer: ['.'] },
  { call: (client) => client.findVersion('s', 'latest'), request: 'GET /subjects/s/versions/latest', answer: INPUT },
  { call: (client) => client.listVersions('s'), request: 'GET /subjects/s/versions', answer: [1] },
  { call: (client) => client.listSubjects(), request: 'GET /subjects', answer: ['s'] },
  {
    call: (client) => client.deleteSubject('s', { permanent: true }),
    request: 'DELETE /subjects/s?permanent=true',
    answer: [1],
  },
  { call: (client) => client.deleteVersion('s', 3), request: 'DELETE /subjects/s/versions/3', answer: 3 },
  {
    call: (client) => client.checkCompatibility('s', INPUT, 'latest'),
    request: 'POST /compatibility/subjects/s/versions/latest?verbose=true',
    sends: INPUT,
    answer: { is_compatible: false, messages: ['m'] },
    result: { isCompatible: false, messages: ['m'] },
  },
  {
    call: (client) => client.checkCompatibility('s', INPUT),
    request: 'POST /compatibility/subjects/s/versions?verbose=true',
    answer: { is_compatible: true },
    result: { isCompatible: true, messages: [] },
  },
  {
    call: (client) => client.readCompatibility('s'),
    request: 'GET /config/s?defaultToGlobal=true',
    answer: { compatibilityLevel: 'FULL' },
    result: 'FULL',
  },
  {
    call: (client) => client.updateCompatibility('NONE'),
    request: 'PUT /config',
    sends: { compatibility: 'NONE' },
    answer: {},
    result: undefined,
  },
  { call: (client) => client.readMode(), request: 'GET /mode', answer: { mode: 'IMPORT' }, result: 'IMPORT' },
  { call: (client) => client.listTypes(), request: 'GET /schemas/types', answer: ['AVRO'] },
];

describe('createRegistryClient', () => {
  it.each(CALLS)('sends $request', async (row) => {
    const { fetch, requests } = createFakeFetch({ [row.request]: { body: row.answer } });
    const client = createRegistryClient({ url: 'http://registry/', fetch });
    expect(await row.call(client)).toEqual('result' in row ? row.result : row.answer);
    if (row.sends !== undefined) expect(requests[0]?.body).toEqual(row.sends);
  });

  it.each([
    { auth: { type: 'basic', username: 'ü', password: 'p:w' }, header: 'Basic w7w6cDp3' },
    { auth: { type: 'bearer', token: 't' }, header: 'Bearer t' },
  ] as const)('says who asks by $auth.type', async ({ auth, header }) => {
    const { fetch, requests } = createFakeFetch({ 'GET /base/subjects': { body: [] } });
    await createRegistryClient({ url: 'http://registry/base', auth, fetch }).listSubjects();
    expect(requests[0]?.headers).toMatchObject({ authorization: header });
  });

  it('gives the status, error code and message of a refusal', async () => {
    const body = { error_code: 42201, message: 'Empty schema' };
    const { fetch } = createFakeFetch({ 'POST /subjects/s/versions': { status: 422, body } });
    await expect(createRegistryClient({ url: 'http://r', fetch }).registerSchema('s', INPUT)).rejects.toMatchObject({
      name: 'SchemaSourceError',
      status: 422,
      errorCode: 42201,
      message: 'POST http://r/subjects/s/versions answered 422, error code 42201: Empty schema',
    });
  });

  it('finds nothing where the registry says so, but does not take any 404 for that', async () => {
    const { fetch } = createFakeFetch({ 'GET /schemas/ids/9': MISSING });
    const client = createRegistryClient({ url: 'http://r', fetch });
    expect(await client.findSchemaById(9)).toBeUndefined();
    await expect(client.findSchemaById(8)).rejects.toMatchObject({ status: 404 });
  });

  it('tries the next address when one cannot be reached', async () => {
    const { fetch } = createFakeFetch({ 'GET /subjects': { body: ['s'] } });
    const flaky: typeof globalThis.fetch = (input, init) =>
      new Request(input).url.startsWith('http://down')
        ? Promise.reject(new TypeError('fetch failed'))
        : fetch(input, init);
    const client = createRegistryClient({ url: ['http://down', 'http://up'], fetch: flaky });
    expect(await client.listSubjects()).toEqual(['s']);
  });

  it.each<{ what: string; serve: RequestListener; message: RegExp }>([
    { what: 'never answers', serve: () => {}, message: /could not be asked: no answer within 200 ms/ },
    { what: 'hangs up', serve: (request) => request.destroy(), message: /could not be asked/ },
    { what: 'is no registry', serve: (_, answer) => answer.end('<html>'), message: /answered 200 without JSON/ },
    { what: 'says null', serve: (_, answer) => answer.end('null'), message: /answered 200 without JSON/ },
    {
      what: 'answers without end',
      serve: (_, answer) => answer.end(JSON.stringify('x'.repeat(5000))),
      message: /longer than 1000 bytes/,
    },
  ])('says so when the server $what', async ({ serve, message }) => {
    const server = createServer(serve).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = createRegistryClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 200, maxAnswerBytes: 1000 });
    await expect(client.listSubjects()).rejects.toThrow(message);
  });
});

describe('createHttpSource', () => {
  it('reads a subject with its soft-deleted versions', async () => {
    const version = (number: number, id: number) => ({ body: { subject: 's', version: number, id, schema: '"int"' } });
    const { fetch } = createFakeFetch({
      'GET /subjects/s/versions?deleted=true': { body: [1, 2] },
      'GET /subjects/s/versions': { body: [2] },
      'GET /subjects/s/versions/1?deleted=true': version(1, 7),
      'GET /subjects/s/versions/2?deleted=true': version(2, 9),
    });
    const source = createHttpSource(createRegistryClient({ url: 'http://r', fetch }));
    expect(await source.bySubject('s')).toEqual([
      { subject: 's', version: 1, id: 7, deleted: true },
      { subject: 's', version: 2, id: 9, deleted: false },
    ]);
  });

  it('is empty where the registry knows no such subject, and undefined where no such schema', async () => {
    const missing = { status: 404, body: { error_code: 40401, message: "Subject 's' not found." } };
    const { fetch } = createFakeFetch({
      'GET /subjects/s/versions?deleted=true': missing,
      'GET /subjects/s/versions': missing,
      'GET /subjects/s/versions/latest?deleted=true': missing,
      'GET /schemas/ids/9': MISSING,
      'GET /schemas/guids/g': MISSING,
    });
    const source = createHttpSource(createRegistryClient({ url: 'http://r', fetch }));
    expect(await source.bySubject('s')).toEqual([]);
    expect(await source.byVersion('s', 'latest')).toBeUndefined();
    expect(await source.byId(9)).toBeUndefined();
    expect(await source.byGuid('g')).toBeUndefined();
  });

  it('takes a registry that leaves out type, guid and references', async () => {
    const { fetch } = createFakeFetch({ 'GET /schemas/ids/3': { body: { schema: '"int"' } } });
    const source = createHttpSource(createRegistryClient({ url: 'http://r', fetch }));
    expect(await source.byId(3)).toEqual({ id: 3, guid: '', schemaType: 'AVRO', schema: '"int"', references: [] });
  });
});
