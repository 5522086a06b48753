import type { SchemaReference } from '@sluice/formats';
import { Hono } from 'hono';

export interface OldVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly SchemaReference[];
  readonly deleted?: boolean;
}

/**
 * A registry that speaks as much of the REST API as Karapace does: no contexts, no guids, modes that cannot be set, no
 * type named for Avro, and nothing in an answer that tells a deleted version.
 */
export function createOldRegistry(versions: readonly OldVersion[]) {
  const app = new Hono();
  const counts = { writes: 0 };
  const missing = (code: number, message: string) => Response.json({ error_code: code, message }, { status: 404 });
  const find = (subject: string, includesDeleted: boolean) =>
    versions.filter((each) => each.subject === subject && (includesDeleted || each.deleted !== true));

  app.get('/subjects', ({ req }) => {
    const all = req.query('deleted') === 'true';
    return Response.json([...new Set(versions.filter(({ deleted }) => all || !deleted).map(({ subject }) => subject))]);
  });
  app.get('/subjects/:subject/versions', ({ req }) => {
    const found = find(req.param('subject'), req.query('deleted') === 'true');
    return found.length === 0
      ? missing(40401, 'Subject not found.')
      : Response.json(found.map(({ version }) => version));
  });
  app.get('/subjects/:subject/versions/:version', ({ req }) => {
    const rows = find(req.param('subject'), req.query('deleted') === 'true');
    const found = rows.find(({ version }) => version === Number(req.param('version')));
    if (found === undefined) return missing(40402, 'Version not found.');
    const { deleted: _, ...answer } = found;
    return Response.json(answer);
  });
  app.get('/config', () => Response.json({ compatibilityLevel: 'BACKWARD' }));
  app.get('/config/:subject', ({ req }) =>
    req.param('subject') === 'people' ? Response.json({ compatibilityLevel: 'FULL' }) : missing(40408, 'No config.'),
  );
  app.get('/mode', () => Response.json({ mode: 'READWRITE' }));
  app.get('/mode/:subject', () => Response.json({ mode: 'READWRITE' }));
  app.put('/mode', () => new Response('405: Method Not Allowed', { status: 405 }));
  app.put('/mode/:subject', () => new Response('405: Method Not Allowed', { status: 405 }));
  app.post('*', () => {
    counts.writes++;
    return Response.json({ id: 1 });
  });
  const fetch: typeof globalThis.fetch = async (input, init) => app.fetch(new Request(input, init));
  return {
    fetch,
    get writes() {
      return counts.writes;
    },
  };
}
