import { AsyncApiError, buildModel, loadDocument } from '@sluice/asyncapi';
import type { DocumentSource, Model, SourceDocument } from '@sluice/asyncapi';
import type { RegistrySchema } from '@sluice/asyncapi/lint';
import { readFromGit } from './git-file.ts';
import type { Registry } from './open-registry.ts';
import { rootOf } from './read-inputs.ts';
import type { Inputs } from './read-inputs.ts';
import type { Project } from './project.ts';

export interface LoadedDocument {
  readonly document: SourceDocument;
  readonly model: Model;
}

/**
 * How a document is read that the command line names: a path, or `git:REVISION:PATH` for what a commit has, with the
 * files it refers to of that commit too.
 */
export function describeSource(name: string, project: Project, inputs: Inputs): DocumentSource {
  const git = /^git:([^:]+):(.+)$/u.exec(name);
  if (git !== null) {
    const [, revision = '', path = ''] = git;
    const shown = project.show(path);
    return { path: shown, ...within(rootOf(project, path)), readFile: readFromGit(project, revision) };
  }
  const path = project.show(name);
  const readFile = (asked: string) => (asked === path ? inputs.read(asked) : inputs.readReferred(asked));
  return { path, ...within(rootOf(project, name)), readFile };
}

/**
 * Reads a document and builds its model; what it refers to in a registry is looked up where there is one.
 * @throws AsyncApiError with all findings, where one of them is an error
 */
export async function loadSource(
  name: string,
  project: Project,
  inputs: Inputs,
  registry?: Registry,
): Promise<LoadedDocument> {
  const document = await loadDocument(describeSource(name, project, inputs));
  const { model, findings } = buildModel(document);
  if (model === undefined) throw new AsyncApiError(`${document.main.path} is no AsyncAPI document`, findings);
  return { document, model: registry === undefined ? model : await resolveModel(model, registry) };
}

async function resolveModel(model: Model, registry: Registry): Promise<Model> {
  if (model.registryRefs.length === 0) return model;
  const found = new Map<string, RegistrySchema>();
  for (const { ref } of model.registryRefs) {
    const schema = found.get(ref) ?? (await registry.resolve(ref));
    if (schema !== undefined) found.set(ref, schema);
  }
  const { resolveUses } = await import('@sluice/asyncapi/lint');
  return resolveUses(model, found);
}

function within(root: string | undefined): { readonly root?: string } {
  return root === undefined ? {} : { root };
}
