import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';

/** The run-time beside generated files, without an extension. */
export const RUNTIME_PATH = 'sluice-runtime';
/** Its types, which are readable. */
export const RUNTIME_TYPES_PATH = 'sluice-runtime-types';

/** Makes a run-time of what generated code imports of it. */
export interface StandaloneRuntime {
  /** @throws Error where it has no such name */
  write(
    names: RuntimeNames,
    options: Pick<GenerateOptions, 'header' | 'importExtension'>,
  ): readonly [GeneratedFile, GeneratedFile];
}

export interface RuntimeNames {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const IMPORT = /^import (type )?\{([^}]*)\} from ['"](?:\.\.?\/)+sluice-runtime(?:\.\w+)?['"]/gm;

/** Adds the run-time that files import, where the options ask for it. */
export function addRuntime(files: readonly GeneratedFile[], options: GenerateOptions): readonly GeneratedFile[] {
  if (options.standalone === undefined) return files;
  const values = new Set<string>();
  const types = new Set<string>();
  for (const { text } of files) {
    for (const [, type, names = ''] of text.matchAll(IMPORT)) {
      for (const item of names.split(',')) {
        const [name = ''] = item.trim().split(' as ');
        if (name !== '') (type === undefined ? values : types).add(name);
      }
    }
  }
  const names = { values: [...values].toSorted(), types: [...types].toSorted() };
  return [...files, ...options.standalone.write(names, options)];
}
