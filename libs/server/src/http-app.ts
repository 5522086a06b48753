import { performance } from 'node:perf_hooks';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import type { Logger, Metrics } from '@sluice/runtime';
import { METRICS_CONTENT_TYPE } from '@sluice/runtime';
import { createInfoApi } from './api/info.ts';
import type { Info } from './api/info.ts';
import { PROCESS_OPERATIONS } from './api/openapi.ts';
import { createRejectionsApi } from './api/rejections.ts';
import type { RejectionLog } from './api/rejections.ts';
import { CONSOLE_HEADERS, writeConsolePage } from './console-page.ts';
import type { DependencyCheck } from './dependency.ts';
import { createHealth } from './health.ts';
import type { Readiness } from './health.ts';

export interface HttpAppOptions {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly readiness: () => Readiness;
  readonly checkDependency: DependencyCheck;
  readonly info: () => Info;
  /** The registry's app, when this process has that role. */
  readonly registry?: Hono | undefined;
  /** The registry's part of our own API. */
  readonly registryApi?: Hono | undefined;
  /** What is served here, in OpenAPI. */
  readonly openApi: Hono;
  /** The pages of documents, where there are any. */
  readonly docs?: Hono | undefined;
  /** The broker's rejections, when this process has that role. */
  readonly rejections?: RejectionLog | undefined;
}

/** Everything on the one HTTP listener: ours by path, and the Confluent REST API at `/` for all the rest. */
export function createHttpApp(options: HttpAppOptions): Hono {
  const { metrics, logger } = options;
  const app = new Hono();
  measureRequests(app, metrics);

  app.get('/metrics', (c) => c.text(metrics.render(), 200, { 'content-type': METRICS_CONTENT_TYPE }));
  const page = writeConsolePage({ hasDocs: options.docs !== undefined });
  app.get('/console', (c) => c.html(page, 200, CONSOLE_HEADERS));
  app.get('/console/', (c) => c.redirect('/console', 308));
  if (options.docs !== undefined) app.route('/', options.docs);
  app.route('/', options.openApi);
  app.route('/', createHealth(options.readiness, options.checkDependency));
  app.route('/api/v1', createInfoApi(options.info));
  app.route('/api/v1', createRejectionsApi(options.rejections));
  for (const { path } of PROCESS_OPERATIONS) {
    app.all(path, (c) =>
      c.json({ error_code: 405, message: 'HTTP 405 Method Not Allowed' }, 405, { allow: 'GET, HEAD' }),
    );
  }
  if (options.registryApi !== undefined) app.route('/api/v1', options.registryApi);
  if (options.registry === undefined) app.get('/', (c) => c.redirect('/console'));
  else app.route('/', options.registry);

  app.notFound((c) => c.json({ error_code: 404, message: 'HTTP 404 Not Found' }, 404));
  app.onError((error, c) => {
    logger.error({ err: error, method: c.req.method, path: c.req.path }, 'HTTP request failed');
    return c.json({ error_code: 500, message: 'Internal Server Error' }, 500);
  });
  return app;
}

function measureRequests(app: Hono, metrics: Metrics): void {
  const requests = metrics.counter({
    name: 'sluice_http_requests_total',
    help: 'HTTP requests answered.',
    labels: ['method', 'route', 'status'],
  });
  const durations = metrics.histogram({
    name: 'sluice_http_request_duration_seconds',
    help: 'Time from an HTTP request to its answer.',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5],
  });
  app.use(async (c, next) => {
    const startMs = performance.now();
    await next();
    durations.observe((performance.now() - startMs) / 1000);
    // The route as declared, never the path as asked: subjects and ids would be labels without end.
    requests.inc({ method: c.req.method, route: routePath(c, -1), status: String(c.res.status) });
  });
}
