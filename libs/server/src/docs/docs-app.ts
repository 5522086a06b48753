import { resolve } from 'node:path';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Logger } from '@sluice/runtime';
import { CONSOLE_HEADERS } from '../console-page.ts';
import { createDocsCache } from './docs-cache.ts';
import type { DocsRegistry } from './docs-cache.ts';
import { sayFinding, writeFindings, writeIndex, writeMessage } from './docs-pages.ts';
import { hashText } from './file-state.ts';
import { listDocuments } from './list-documents.ts';
import type { DocsDocument } from './list-documents.ts';
import type { DocsResult, DocsSummary } from './protocol.ts';
import type { ChildFailure, ChildLimits } from './run-child.ts';

/** AsyncAPI documents whose pages stand at `/docs`. */
export interface DocsOptions {
  /** Looked into at each request, with the folders below it. Seen from `cwd`. */
  readonly folder: string;
  /** Absolute. */
  readonly cwd: string;
  /** The module that makes pages, in a process of its own; it calls `answerDocsTask` of `@sluice/server/docs-child`. */
  readonly module: URL;
  /** What that process may use up: 20 s, a heap of 256 MB, 16 MiB of pages. */
  readonly limits?: Partial<ChildLimits>;
}

export interface DocsApp {
  readonly app: Hono;
  /** Ends the processes that are making pages. */
  close(): Promise<void>;
}

export interface DocsAppOptions extends DocsOptions {
  readonly registry?: DocsRegistry | undefined;
  readonly logger: Logger;
}

/**
 * `GET /docs`: the documents of the folder, or the page of the only one. `GET /docs/NAME`: a page; `GET /docs/NAME.md`:
 * the same in Markdown. 422 with what is wrong where a document is not valid, 503 where its page could not be made.
 */
export function createDocsApp(options: DocsAppOptions): DocsApp {
  const { folder, cwd, logger } = options;
  const cache = createDocsCache({
    ...options,
    onFailure(task, { reason, detail }) {
      const what = task.kind === 'render' ? task.document : 'the index of documents';
      logger.error({ detail }, `no page of ${what}: ${reason}`);
    },
  });
  const list = async (): Promise<readonly DocsDocument[]> => (await listDocuments(resolve(cwd, folder))) ?? [];
  const app = new Hono();

  app.get('/docs', async (c) => {
    const documents = await list();
    const [first] = documents;
    if (documents.length === 1 && first !== undefined) return c.redirect(addressOf(first));
    const summaries = documents.length === 0 ? [] : await summarize(documents);
    const items = documents.map(({ name, path }, index) => ({
      address: addressOf({ name }),
      path,
      summary: summaries[index],
    }));
    return answerHtml(c, writeIndex(folder, items), documents.length === 0 ? 404 : 200);
  });
  app.get('/docs/', (c) => c.redirect('/docs', 308));

  app.get('/docs/:name{.+}', async (c) => {
    const asked = c.req.param('name');
    const documents = await list();
    const exact = documents.find(({ name }) => name === asked);
    const found = exact ?? documents.find(({ name }) => `${name}.md` === asked);
    if (found === undefined) {
      return answerHtml(c, writeMessage('No such document', `There is no ${asked} in ${folder}.`), 404);
    }
    const result = await cache.read({
      kind: 'render',
      cwd,
      document: pathOf(found),
      address: addressOf(found),
      hasIndex: documents.length > 1,
      hasRegistry: options.registry !== undefined,
    });
    return exact === undefined ? answerMarkdown(c, result) : answerPage(c, found, result);
  });

  const pathOf = ({ path }: DocsDocument): string => `${folder.replace(/\/+$/u, '')}/${path}`.replace(/^\.\//u, '');

  async function summarize(documents: readonly DocsDocument[]): Promise<readonly DocsSummary[]> {
    const result = await cache.read({ kind: 'summarize', cwd, documents: documents.map(pathOf) });
    return result.kind === 'summaries' ? result.summaries : [];
  }

  return { app, close: () => cache.close() };
}

function addressOf({ name }: Pick<DocsDocument, 'name'>): string {
  return `/docs/${name.split('/').map(encodeURIComponent).join('/')}`;
}

type Outcome = DocsResult | ChildFailure;

function answerPage(c: Context, { path }: DocsDocument, result: Outcome): Response {
  if (result.kind === 'pages') {
    const { html, policy } = result.pages;
    return answerText(c, html, {
      ...CONSOLE_HEADERS,
      'content-type': 'text/html; charset=UTF-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
    });
  }
  if (result.kind === 'invalid') return answerHtml(c, writeFindings(path, result.findings), 422);
  const reason = result.kind === 'failed' ? result.reason : '';
  return answerHtml(c, writeMessage(path, `This page could not be made: ${reason}.`), 503);
}

function answerMarkdown(c: Context, result: Outcome): Response {
  const type = { 'content-type': 'text/markdown; charset=UTF-8', 'x-content-type-options': 'nosniff' };
  if (result.kind === 'pages') return answerText(c, result.pages.markdown, type);
  const plain = { ...type, 'content-type': 'text/plain; charset=UTF-8' };
  if (result.kind === 'invalid') return c.body(`${result.findings.map(sayFinding).join('\n')}\n`, 422, plain);
  return c.body(`This page could not be made: ${result.kind === 'failed' ? result.reason : ''}.\n`, 503, plain);
}

/** With a tag, so that who has it already is not sent it again. */
function answerText(c: Context, text: string, headers: Readonly<Record<string, string>>): Response {
  const etag = `"${hashText(text)}"`;
  const all = { ...headers, etag, 'cache-control': 'no-cache' };
  return c.req.header('if-none-match') === etag ? c.body(null, 304, all) : c.body(text, 200, all);
}

function answerHtml(c: Context, text: string, status: 200 | 404 | 422 | 503): Response {
  return c.html(text, status, { ...CONSOLE_HEADERS, 'cache-control': 'no-cache' });
}
