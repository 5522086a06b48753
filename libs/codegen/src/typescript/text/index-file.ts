import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { createNameScope } from '../../names.ts';
import { madeBy, printImport, relativePath } from './module.ts';

/** What a module exports, by name. */
export interface ModuleExports {
  /** Without an extension. */
  readonly path: string;
  readonly types: readonly string[];
  readonly values: readonly string[];
}

/** The `index.ts` at the root, which lists all names; of two that are the same, the later gets a suffix. */
export function emitIndex(modules: readonly ModuleExports[], options: GenerateOptions): GeneratedFile {
  const scope = createNameScope('ts');
  const rename = (names: readonly string[]): Map<string, string> =>
    new Map(names.map((name) => [name, scope.take(name)]));
  const lines = modules.flatMap(({ path, types, values }) => {
    const from = relativePath('index', path, options);
    return [printImport('export', rename(values), from), printImport('export type', rename(types), from)];
  });
  return { path: 'index.ts', text: `${[madeBy(options.header), ...lines.filter((text) => text !== '')].join('\n')}\n` };
}
