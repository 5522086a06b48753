import { Hono } from 'hono';
import type { Registry } from '../registry.ts';
import { rewriteContextPath } from './context-path.ts';
import type { Endpoint } from './endpoint.ts';
import { associationsEndpoints } from './resources/associations.ts';
import { compatibilityEndpoints } from './resources/compatibility.ts';
import { configEndpoints } from './resources/config.ts';
import { contextsEndpoints } from './resources/contexts.ts';
import { modeEndpoints } from './resources/mode.ts';
import { rootEndpoints } from './resources/root.ts';
import { schemasEndpoints } from './resources/schemas.ts';
import { subjectVersionsEndpoints } from './resources/subject-versions.ts';
import { subjectsEndpoints } from './resources/subjects.ts';
import { serveEndpoints } from './serve-endpoints.ts';
import type { RegistryAppOptions } from './serve-endpoints.ts';

/** Every operation of the REST API. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...rootEndpoints,
  ...schemasEndpoints,
  ...subjectsEndpoints,
  ...subjectVersionsEndpoints,
  ...compatibilityEndpoints,
  ...configEndpoints,
  ...modeEndpoints,
  ...contextsEndpoints,
  ...associationsEndpoints,
];

/**
 * The Confluent Schema Registry REST API over `registry`. Mounted under another app, that app answers what no path here
 * matches; on its own it answers 404 in the API's form.
 */
export function createRegistryApp(registry: Registry, options: RegistryAppOptions = {}): Hono {
  const app = new Hono();
  // This comes first, so that the last route of any other path is its own.
  app.use(({ req: { raw, path }, env }, next) => {
    const url = rewriteUrl(raw, path);
    if (url === undefined) return next();
    const { method, headers, body } = raw;
    const rewritten = new Request(url, { method, headers, body, ...(body !== null && { duplex: 'half' }) });
    // With whoever asks, which the app above says there.
    return Promise.resolve(app.fetch(rewritten, env));
  });
  serveEndpoints(app, ENDPOINTS, registry, options);
  return app;
}

const FURTHER_SLASH = /\/\/|.\/$/;

/** JAX-RS takes no notice of further slashes; paths below a context mean others. Undefined for what is as it should be. */
function rewriteUrl(request: Request, path: string): URL | undefined {
  const hasFurther = FURTHER_SLASH.test(path);
  if (!hasFurther && !path.startsWith('/contexts/')) return undefined;
  const url = new URL(request.url);
  if (hasFurther) url.pathname = url.pathname.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return rewriteContextPath(url, request.method) ?? (hasFurther ? url : undefined);
}
