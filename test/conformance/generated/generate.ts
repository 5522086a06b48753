import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadModel } from '@sluice/asyncapi';
import { generateModel } from '@sluice/codegen';
import type { GenerateOptions } from '@sluice/codegen';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What is generated from a document, in a folder of its own that finds the packages it imports. */
export interface GeneratedFolder extends AsyncDisposable {
  readonly path: string;
  /** Loads the folder's index, or another file of it. */
  load<Module>(file?: string): Promise<Module>;
}

/** A document by its text, or a path from the root of the repository. `modules` says where further packages are. */
export async function generateFolder(
  document: { readonly path: string; readonly text?: string },
  client: NonNullable<GenerateOptions['client']>,
  modules: Readonly<Record<string, string>> = {},
  options: Partial<GenerateOptions> = {},
): Promise<GeneratedFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-generated-'));
  const model = await loadModel({ ...document, root: '.', readFile: (path) => readFile(join(ROOT, path), 'utf8') });
  // What has its run-time beside it must do without ours.
  const ours = options.standalone === undefined ? ['@sluice'] : [];
  const packages = [...ours, '@platformatic', '@types'].map((name) => [name, join(ROOT, 'node_modules', name)]);
  await mkdir(join(folder, 'node_modules'));
  for (const [name = '', path = ''] of [...packages, ...Object.entries(modules)]) {
    await symlink(path, join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const { path, text } of generateModel(model, { language: 'ts', client, header: 'a test', ...options })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return {
    path: folder,
    load: <Module>(file = 'index.ts') =>
      import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href) as Promise<Module>,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
