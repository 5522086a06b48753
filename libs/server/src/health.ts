import { Hono } from 'hono';
import { declareRead } from './api/operation.ts';
import type { DependencyCheck } from './dependency.ts';

/** `starting` and `stopping` processes live but must get no traffic. */
export type Readiness = 'starting' | 'ready' | 'stopping';

const STATUS = { object: { status: { always: 'string' }, reason: 'string' } } as const;

export const HEALTH_OPERATIONS = [
  declareRead({ path: '/livez', summary: 'Is the process alive', answer: STATUS, isOpen: true }),
  declareRead({
    path: '/readyz',
    summary: 'Is the process ready for work',
    answer: STATUS,
    others: [{ status: 503, description: 'Not now', answer: STATUS }],
    isOpen: true,
  }),
];

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
