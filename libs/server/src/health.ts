import { Hono } from 'hono';
import type { DependencyCheck } from './dependency.ts';

/** `starting` and `stopping` processes live but must get no traffic. */
export type Readiness = 'starting' | 'ready' | 'stopping';

/**
 * `/livez` answers while the process can answer at all; `/readyz` says whether to send it work, and if not for want of
 * what.
 */
export function createHealth(readiness: () => Readiness, checkDependency: DependencyCheck): Hono {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    const status = readiness();
    if (status !== 'ready') return c.json({ status }, 503);
    const reason = await checkDependency();
    return reason === undefined ? c.json({ status }) : c.json({ status: 'unavailable', reason }, 503);
  });
  return app;
}
