import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '@sluice/runtime';
import { startSluice } from '../src/index.ts';

// Reads of the registry go out past Response, whose part is done by hand.
const SCHEMA = JSON.stringify({ type: 'record', name: 'Words', doc: 'Grüße, 漢字 😀', fields: [] });

let sluice: Awaited<ReturnType<typeof startSluice>>;

beforeAll(async () => {
  const free = { host: '127.0.0.1', port: 0 };
  const logger = createLogger({ level: 'error', destination: { write: () => undefined } });
  sluice = await startSluice({ only: 'registry', ephemeral: true, http: free, logger });
  for (const subject of ['words', ':.there:words']) {
    const registered = await fetch(`${sluice.http.url}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema: SCHEMA }),
    });
    if (!registered.ok) throw new Error(await registered.text());
  }
});
afterAll(() => sluice?.close());

async function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const asked = request(`${sluice.http.url}${path}`, { method, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

describe('an answer that is at hand', () => {
  // The second time it comes from memory.
  it.each(['made', 'kept'])('has its length in bytes and the headers of every answer when it is %s', async () => {
    const { status, headers, body } = await ask('GET', '/schemas/ids/1');
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ schema: SCHEMA })]);
    expect(headers).toMatchObject({
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/vnd.schemaregistry.v1+json',
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"[\w-]{27}"$/),
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('x-hono-already-sent');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('has no body where HEAD asks, and none where it is known', async () => {
    const { headers } = await ask('GET', '/schemas/ids/1');
    const head = await ask('HEAD', '/schemas/ids/1');
    expect([head.status, head.body, head.headers.etag]).toEqual([200, '', headers.etag]);
    const known = await ask('GET', '/schemas/ids/1', { 'if-none-match': headers.etag ?? '' });
    expect([known.status, known.body]).toEqual([304, '']);
  });

  it('is found below a context, and counted', async () => {
    const below = await ask('GET', '/contexts/.there/schemas/ids/1');
    expect([below.status, JSON.parse(below.body)]).toEqual([200, expect.objectContaining({ schema: SCHEMA })]);
    const { body } = await ask('GET', '/metrics');
    expect(body).toMatch(/sluice_http_requests_total\{method="GET",route="\/schemas\/ids\/:id",status="200"\} [1-9]/);
  });
});
