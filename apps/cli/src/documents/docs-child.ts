import { AsyncApiError, buildModel, loadDocument } from '@sluice/asyncapi';
import { PAGE_POLICY, renderHtml, renderMarkdown } from '@sluice/asyncapi/docs';
import { SchemaSourceError } from '@sluice/serde';
import { answerDocsTask, hashText, readDocsFile } from '@sluice/server/docs-child';
import type { AskRegistry, DocsFile, DocsPages, DocsResult, DocsSummary, DocsTask } from '@sluice/server/docs-child';
import { collectDocsOptions } from './docs-options.ts';
import { describeSource, loadSource } from './load-source.ts';
import { openRegistry } from './open-registry.ts';
import type { Registry } from './open-registry.ts';
import { findProject } from './project.ts';
import type { Project } from './project.ts';
import { createInputs } from './read-inputs.ts';
import type { Inputs } from './read-inputs.ts';

// What `sluice up` starts, in a process of its own, for the pages at /docs.
answerDocsTask((task, ask) => (task.kind === 'render' ? renderPages(task, ask) : summarize(task)));

async function renderPages(task: Extract<DocsTask, { kind: 'render' }>, ask: AskRegistry): Promise<DocsResult> {
  const project = findProject(task.cwd);
  const inputs = createInputs(project);
  try {
    const pages = await makePages(task, project, inputs, task.hasRegistry ? askThrough(ask) : undefined);
    return { kind: 'pages', pages, files: await listFiles(project, inputs) };
  } catch (error) {
    if (!(error instanceof AsyncApiError) || error.findings.length === 0) throw error;
    const findings = error.findings.filter(({ severity }) => severity === 'error');
    return { kind: 'invalid', findings, files: await listFiles(project, inputs) };
  }
}

async function makePages(
  task: Extract<DocsTask, { kind: 'render' }>,
  project: Project,
  inputs: Inputs,
  registry: Registry | undefined,
): Promise<DocsPages> {
  try {
    const { model, document } = await loadSource(task.document, project, inputs, registry);
    const options = await collectDocsOptions(model, { document, project, inputs, registry });
    const links = [
      ...(task.hasIndex ? [{ title: 'All documents', to: '/docs' }] : []),
      { title: 'Markdown', to: `${task.address}.md` },
    ];
    return {
      html: renderHtml(model, { ...options, policy: 'none', links }),
      markdown: renderMarkdown(model, options),
      policy: PAGE_POLICY,
    };
  } catch (error) {
    // What the document says stands without a registry that does not answer.
    if (!(error instanceof SchemaSourceError) || registry === undefined) throw error;
    return makePages(task, project, inputs, undefined);
  }
}

async function summarize({ cwd, documents }: Extract<DocsTask, { kind: 'summarize' }>): Promise<DocsResult> {
  const project = findProject(cwd);
  const files = new Map<string, DocsFile>();
  const summaries: DocsSummary[] = [];
  for (const name of documents) {
    const inputs = createInputs(project);
    const { model, findings } = buildModel(await loadDocument(describeSource(name, project, inputs)));
    for (const file of await listFiles(project, inputs)) files.set(file.path, file);
    const finding = findings.find(({ severity }) => severity === 'error');
    summaries.push({
      document: name,
      ...(model === undefined ? {} : { title: model.info.title, version: model.info.version }),
      ...(finding === undefined ? {} : { finding }),
    });
  }
  return { kind: 'summaries', summaries, files: [...files.values()] };
}

/** What was read, as it was then; folders are looked at now. */
async function listFiles(project: Project, { states, texts }: Inputs): Promise<readonly DocsFile[]> {
  const read = new Map([...texts].map(([path, text]) => [project.resolve(path), text]));
  return Promise.all(
    [...states].map(async ([path, state]): Promise<DocsFile> => {
      const text = read.get(path);
      return text === undefined ? readDocsFile(path) : { path, state, hash: hashText(text) };
    }),
  );
}

/** The registry of the process that serves the pages: it asks on our behalf, so that no credentials come here. */
function askThrough(ask: AskRegistry): Registry {
  const fetch: typeof globalThis.fetch = async (input) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { status, body } = await ask(pathname + search);
    if (status === 0) throw new Error('the registry does not answer');
    return new Response(body, { status });
  };
  return openRegistry('http://registry.invalid', { fetch });
}
