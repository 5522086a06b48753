import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RegistryStub {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A registry on loopback that answers from memory, as far as three clients ask: each subject has the schemas given, in
 * the order of their versions, and a schema's id is its place among all, from 1.
 */
export async function startRegistryStub(subjects: Readonly<Record<string, readonly string[]>>): Promise<RegistryStub> {
  const all = Object.entries(subjects).flatMap(([subject, schemas]) =>
    schemas.map((schema, index) => ({ subject, version: index + 1, schema })),
  );
  const known = all.map((entry, index) => ({ ...entry, id: index + 1, schemaType: 'AVRO' }));

  function answer(path: string, sent: { readonly schema?: string }): unknown {
    const [first = '', second = '', third = '', version] = path.split('/').slice(1).map(decodeURIComponent);
    if (first === 'schemas') return known.find(({ id }) => id === Number(third));
    if (first === 'config') return { compatibilityLevel: 'NONE' };
    const versions = known.filter((entry) => entry.subject === second);
    if (sent.schema !== undefined) return versions.find(({ schema }) => schema === sent.schema);
    return version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const [path = ''] = (request.url ?? '').split('?');
    const found = answer(path, text === '' ? {} : (JSON.parse(text) as { schema?: string }));
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { error_code: 40401, message: `no ${path}` }));
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
