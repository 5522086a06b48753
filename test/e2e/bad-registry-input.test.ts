import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSluiceProcess } from '../harness/sluice-process.ts';
import type { SluiceProcess } from '../harness/sluice-process.ts';

/** A request as its bytes are, so that nothing on the way puts its path right. */
interface Case {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** Of the error; none where the request is taken. */
  readonly code?: number;
}

const MAX_ANSWER_MS = 20_000;
const MAX_RSS_MB = 700;

const list = <Item>(count: number, make: (index: number) => Item) => Array.from({ length: count }, (_, i) => make(i));
const nest = (depth: number, open: string, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth);
const body = (schema: string, schemaType = 'AVRO', more: object = {}) =>
  JSON.stringify({ schema, schemaType, ...more });
const invalid = { status: 422, code: 42201 };

const HUGE = '9'.repeat(100_000);
const UNION = JSON.stringify(list(10_000, (i) => ({ type: 'record', name: `R${i}`, fields: [] })));

const BODIES: readonly Case[] = [
  { name: 'deep JSON', body: nest(1_000_000, '[', '', ']'), status: 400, code: 400 },
  { name: 'invalid UTF-8', body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), status: 400, code: 400 },
  { name: 'UTF-16', body: new Uint8Array(Buffer.from(body('"int"'), 'utf16le')), status: 400, code: 400 },
  { name: 'half of a surrogate pair', body: '{"schemaType":"\\ud800"}', status: 400, code: 400 },
  { name: 'an id of 1e308', body: '{"schema":"\\"int\\"","id":1e308}', status: 400, code: 400 },
  { name: 'more than 10 MB without a length', body: body('x'.repeat(10_600_000)), status: 413, code: 413 },
  { name: 'a schema of 9.9 MB', body: body(`"${'x'.repeat(9_900_000)}"`), status: 422, code: 42209 },
  { name: 'Avro, deep', body: body(nest(30_000, '{"type":"array","items":', '"int"', '}')), ...invalid },
  { name: 'Avro, huge numbers', body: body(`{"type":"fixed","name":"F","size":${HUGE}}`), ...invalid },
  { name: 'Avro, a union of 10,000', body: body(UNION), status: 200 },
  { name: 'JSON Schema, deep', body: body(nest(90_000, '{"not":', '{}', '}'), 'JSON'), ...invalid },
  { name: 'JSON Schema, a huge number', body: body('{"minLength":1e400}', 'JSON'), ...invalid },
  { name: 'JSON Schema, no regular expression', body: body(`{"pattern":"${'('.repeat(50_000)}"}`, 'JSON'), ...invalid },
  { name: 'JSON Schema, another server’s', body: body('{"$ref":"http://127.0.0.1:1/x"}', 'JSON'), ...invalid },
  { name: 'JSON Schema, a file', body: body('{"$ref":"file:///etc/passwd"}', 'JSON'), ...invalid },
  { name: 'Protobuf, deep', body: body(nest(5000, 'message A {', '', '}'), 'PROTOBUF'), ...invalid },
  { name: 'Protobuf, a huge number', body: body(`message A { optional int32 a = ${HUGE}; }`, 'PROTOBUF'), ...invalid },
  { name: 'Protobuf, a comment without end', body: body(`/*${'*'.repeat(500_000)}`, 'PROTOBUF'), ...invalid },
  { name: 'Protobuf, slashes only', body: body('/'.repeat(900_000), 'PROTOBUF'), ...invalid },
];

const at = (subject: string) => ({ path: `/subjects/${subject}/versions`, body: body('"int"') });
const percent = { status: 400, code: 400 };
const PATHS: readonly Case[] = [
  { name: 'a subject with a slash', ...at('a%2Fb'), status: 200 },
  { name: 'a subject with a slash, encoded twice', ...at('a%252Fb'), status: 200 },
  { name: 'a subject ..', ...at('..'), status: 404, code: 404 },
  { name: 'a subject .., encoded', ...at('%2e%2e'), status: 404, code: 404 },
  { name: 'a subject of a path upwards', ...at('..%2F..%2Fetc%2Fpasswd'), status: 200 },
  { name: 'a percent sign alone', ...at('a%b'), ...percent },
  { name: 'a byte that is no UTF-8', ...at('a%ff'), ...percent },
  { name: 'half of a surrogate pair in a path', ...at('%ED%A0%80'), ...percent },
  { name: 'a NUL', ...at('a%00b'), status: 422, code: 42208 },
  { name: 'a line feed', ...at('a%0Ab'), status: 422, code: 42208 },
  { name: 'a subject of 10,000 characters', ...at('a'.repeat(10_000)), status: 422, code: 42208 },
  { name: 'a context with a colon', method: 'GET', path: '/contexts/a%3Ab/subjects', ...percent },
  { name: 'a text for an offset', method: 'GET', path: '/subjects?offset=1e3', status: 404, code: 404 },
  { name: 'a huge offset', method: 'GET', path: `/subjects?offset=${HUGE.slice(0, 9000)}`, status: 404, code: 404 },
  { name: 'offset and limit below 0', method: 'GET', path: '/subjects?offset=-5&limit=-1', status: 200 },
  { name: 'a parameter given twice', method: 'GET', path: '/subjects?limit=1&limit=x', status: 200 },
  { name: 'a NUL in a query', method: 'GET', path: '/subjects?subjectPrefix=%00', ...percent },
  { name: 'HEAD', method: 'HEAD', path: '/subjects', status: 200 },
  { name: 'OPTIONS', method: 'OPTIONS', path: '/subjects', status: 200 },
  { name: 'TRACE', method: 'TRACE', path: '/subjects', status: 405, code: 405 },
  { name: 'a method of WebDAV', method: 'PROPFIND', path: '/subjects', status: 405, code: 405 },
  { name: 'another content type', ...at('s'), headers: { 'content-type': 'text/plain' }, status: 415, code: 415 },
  { name: 'no content type', ...at('s'), headers: { 'content-type': ';;;,,/' }, status: 415, code: 415 },
  { name: 'no media range', method: 'GET', path: '/subjects', headers: { accept: ';;q=,,/' }, status: 406, code: 406 },
];

describe('bad input to the registry', () => {
  let sluice: SluiceProcess;
  beforeAll(async () => {
    sluice = await startSluiceProcess(['--ephemeral']);
  }, 30_000);
  afterAll(() => sluice?.[Symbol.asyncDispose]());

  it.each([...BODIES, ...PATHS])(
    '$name',
    async ({ status, code, ...sent }) => {
      const startMs = performance.now();
      const { answer, ...seen } = await send(sluice.http, sent);
      expect({ ...seen, code: readCode(answer) }).toEqual({ status, code });
      expect(performance.now() - startMs).toBeLessThan(MAX_ANSWER_MS);
    },
    2 * MAX_ANSWER_MS,
  );

  it('is survived, within bounds of memory', async () => {
    expect((await fetch(`${sluice.http}/subjects`)).status).toBe(200);
    const status = await readFile(`/proc/${sluice.pid}/status`, 'utf8');
    expect(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024).toBeLessThan(MAX_RSS_MB);
  });
});

/** Sends without a Content-Length; the path goes as it is. */
function send(url: string, sent: Omit<Case, 'name' | 'status' | 'code'>): Promise<{ status: number; answer: string }> {
  const { method = 'POST', path = '/subjects/s/versions', headers = { 'content-type': 'application/json' } } = sent;
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host, port, method, path, headers }, (incoming) => {
      let answer = '';
      incoming.setEncoding('utf8').on('data', (text: string) => (answer += text));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, answer }));
    });
    outgoing.on('error', reject);
    // In a write of its own, which makes the length unknown.
    if (sent.body !== undefined) outgoing.write(sent.body);
    outgoing.end();
  });
}

function readCode(answer: string): unknown {
  if (!answer.startsWith('{')) return undefined;
  const read: unknown = JSON.parse(answer);
  return typeof read === 'object' && read !== null && 'error_code' in read ? read.error_code : undefined;
}
