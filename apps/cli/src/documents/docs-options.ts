import type { Model, SourceDocument } from '@sluice/asyncapi';
import type { DocsOptions } from '@sluice/asyncapi/docs';
import { createSnippetWriter } from '@sluice/codegen';
import { checkExamplesOf } from './check-examples.ts';
import { readFileHistories } from './file-histories.ts';
import type { Registry } from './open-registry.ts';
import type { Project } from './project.ts';
import type { Inputs } from './read-inputs.ts';
import { readHistories } from './subject-histories.ts';

export interface DocsSources {
  readonly document: SourceDocument;
  readonly project: Project;
  readonly inputs: Inputs;
  readonly registry?: Registry | undefined;
}

/** What pages say beyond the document itself: whether its examples fit, and how its schemas came to be. */
export async function collectDocsOptions(model: Model, sources: DocsSources): Promise<DocsOptions> {
  const checkExample = await checkExamplesOf(model);
  const { registry, project, inputs } = sources;
  const registered = registry === undefined ? [] : await readHistories(model, registry);
  const subjects = registered.length > 0 ? registered : await readFileHistories(model, project, inputs);
  return { subjects, ...(checkExample === undefined ? {} : { checkExample }), writeSnippet: writeSnippetsOf(model) };
}

/** Code with the names that `sluice generate` gives; none in TypeScript where it gives none. */
function writeSnippetsOf(model: Model): NonNullable<DocsOptions['writeSnippet']> {
  const write = createSnippetWriter(model);
  return (language, operation, facts) => {
    if (language === 'java' || language === 'console') return undefined;
    return write(language, operation, facts) ?? (language === 'typescript' ? null : undefined);
  };
}
