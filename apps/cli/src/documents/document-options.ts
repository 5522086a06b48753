import { defineOptions } from '@sluice/runtime';
import { UsageError } from './usage-error.ts';

export const OUTPUT_OPTION = defineOptions({
  output: { type: 'path', short: 'o', placeholder: 'FILE', help: 'Write to this file; to standard output without.' },
});

export const ROOT_OPTION = defineOptions({
  root: {
    type: 'path',
    placeholder: 'DIR',
    help: 'The folder that documents may refer to files of: by default the project, the nearest with a .git or a package.json.',
  },
});

export const REGISTRY_TOKEN_OPTION = defineOptions({
  registryToken: {
    type: 'string',
    env: 'SLUICE_TOKEN',
    placeholder: 'TOKEN',
    help: 'A bearer token for the registry; other programs can see flags, so the variable is the better place.',
  },
});

export const REGISTRY_OPTION = defineOptions({
  registry: { type: 'url', help: 'The registry that the document refers to.' },
  ...REGISTRY_TOKEN_OPTION,
});

/** The one document that a command is about. */
export function takeDocument(command: string, [name]: readonly string[]): string {
  if (name === undefined) throw new UsageError(`sluice ${command} needs a document: sluice ${command} DOC`);
  return name;
}
