// The least that hono on Node can do: a constant answer of a schema's size at GET /schemas/ids/:id.
//   node test/bench/registry/bare-server.ts
import { createRequire } from 'node:module';
import { makeSchema } from './order-schemas.ts';

interface Context {
  body(text: string, status: number, headers: Record<string, string>): Response;
}
interface App {
  get(path: string, handler: (context: Context) => Response): void;
  readonly fetch: unknown;
}

/** Those that our server stands on. */
const require = createRequire(new URL('../../../libs/server/package.json', import.meta.url));
const { Hono } = require('hono') as { Hono: new () => App };
const { serve } = require('@hono/node-server') as {
  serve(options: object, listening: (address: { port: number }) => void): void;
};

const text = JSON.stringify({ schema: makeSchema(0, 0) });
const app = new Hono();
app.get('/schemas/ids/:id', (context) => context.body(text, 200, { 'content-type': 'application/json' }));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stdout.write(`bare ready http=http://127.0.0.1:${port}\n`),
);
