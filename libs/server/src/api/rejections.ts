import { Hono } from 'hono';
import { declareRead } from './operation.ts';

/** The latest refusals, newest first; the broker keeps a bounded number of them. */
export interface RejectionLog {
  latest(limit: number): readonly object[];
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

export const REJECTIONS_OPERATIONS = [
  declareRead({
    path: '/api/v1/rejections',
    summary: 'List why records were refused, the latest first',
    query: { limit: 'integer' },
    // What a rejection has is the broker's to say.
    answer: { object: { rejections: { always: { list: {} } } } },
    refusals: [{ status: 400, code: 400, description: `no limit from 1 to ${MAX_LIMIT}` }],
  }),
];

/** `GET /rejections?limit=`: why records were refused, since few Kafka clients show it. */
export function createRejectionsApi(log: RejectionLog | undefined): Hono {
  return new Hono().get('/rejections', (c) => {
    const limit = readLimit(c.req.query('limit'));
    if (limit === undefined) {
      return c.json({ error_code: 400, message: `limit: expected a whole number from 1 to ${MAX_LIMIT}` }, 400);
    }
    return c.json({ rejections: log?.latest(limit) ?? [] });
  });
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : undefined;
}
