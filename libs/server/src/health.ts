import { Hono } from 'hono';

/** `starting` and `stopping` processes live but must get no traffic. */
export type Readiness = 'starting' | 'ready' | 'stopping';

/** `/livez` answers while the process can answer at all, `/readyz` says whether to send it work. */
export function createHealth(readiness: () => Readiness): Hono {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', (c) => {
    const status = readiness();
    return c.json({ status }, status === 'ready' ? 200 : 503);
  });
  return app;
}
