import { createLogger } from '@sluice/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { createOpenApiApp } from '../src/api/openapi.ts';
import { startSluice } from '../src/index.ts';
import type { Sluice } from '../src/index.ts';

const logger = createLogger({ destination: { write() {} }, pretty: false });
const LOOPBACK = { host: '127.0.0.1', port: 0 };

interface Document {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: object; readonly security?: object } }>
  >;
  readonly components: { readonly securitySchemes?: object };
  readonly security?: object;
  readonly servers: readonly { readonly url: string }[];
}

async function readDocument(facts: Parameters<typeof createOpenApiApp>[0]): Promise<Document> {
  return (await (await createOpenApiApp(facts).request('/openapi.json')).json()) as Document;
}

describe('/openapi.json', () => {
  const open: Sluice[] = [];
  afterEach(async () => {
    for (const sluice of open.splice(0)) await sluice.close();
  });

  it('is answered by a process, with an ETag', async () => {
    const sluice = await startSluice({ ephemeral: true, only: 'registry', http: LOOPBACK, logger });
    open.push(sluice);
    const first = await fetch(`${sluice.http.url}/openapi.json`);
    expect(first.headers.get('content-type')).toBe('application/json');
    const { paths, servers } = (await first.json()) as Document;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/subjects', '/api/v1/info', '/readyz', '/metrics']));
    expect(servers.map(({ url }) => url)).toEqual(['/', '/contexts/{context}']);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await fetch(`${sluice.http.url}/openapi.json`, { headers })).status).toBe(304);
  });

  it.each(['/openapi.json', '/metrics', '/livez', '/readyz', '/api/v1/info', '/api/v1/rejections'])(
    'tells who asks %s by another method which it takes',
    async (path) => {
      const sluice = await startSluice({ ephemeral: true, only: 'registry', http: LOOPBACK, logger });
      open.push(sluice);
      const response = await fetch(`${sluice.http.url}${path}`, { method: 'PUT' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(await response.json()).toMatchObject({ error_code: 405 });
    },
  );

  it('says how callers show who they are, where they are asked', async () => {
    const guarded = await readDocument({ registry: true, access: true, clientCertificates: true });
    expect(guarded.security).toEqual([{ basic: [] }, { bearer: [] }, { certificate: [] }]);
    expect(Object.keys(guarded.paths['/subjects']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '403', '429', '503']),
    );
    expect(guarded.paths['/livez']?.get?.security).toEqual([]);
    const { security, components } = await readDocument({ registry: true, access: false, clientCertificates: false });
    expect([security, components.securitySchemes]).toEqual([undefined, undefined]);
  });

  it('has no registry where the process serves none', async () => {
    const { paths } = await readDocument({ registry: false, access: false, clientCertificates: false });
    expect(Object.keys(paths)).not.toContain('/subjects');
    expect(Object.keys(paths)).toContain('/api/v1/info');
  });
});
