import { diffModels, formatDiffJson, formatDiffMarkdown, formatDiffText } from '@sluice/asyncapi/diff';
import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { ROOT_OPTION } from '../documents/document-options.ts';
import { loadSource } from '../documents/load-source.ts';
import { findProject } from '../documents/project.ts';
import { createInputs } from '../documents/read-inputs.ts';
import { UsageError } from '../documents/usage-error.ts';
import { EXIT } from '../exit-codes.ts';

export const diff = defineCommand({
  help: {
    usage: 'sluice diff OLD NEW [options]',
    summary:
      'Says what changed from one AsyncAPI document to another, and what of it breaks those who work by the old one. ' +
      'Payloads are judged by the direction that they go.',
    examples: [
      { command: 'sluice diff old.yaml new.yaml', help: 'what breaks comes first' },
      {
        command: 'sluice diff git:main:asyncapi/thingam.yaml asyncapi/thingam.yaml --format markdown',
        help: 'what a branch changes, for a pull request; files it refers to are read as of main, too',
      },
    ],
    notes: ['Exit codes: 0 nothing breaks, 1 something does, or a document is invalid, 2 wrong usage.'],
  },
  options: {
    format: { type: 'enum', values: ['text', 'json', 'markdown'], help: 'How to print; text unless told otherwise.' },
    ...ROOT_OPTION,
  },
  maxPositionals: 2,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal, json } = input;
      const [before, after] = positionals;
      if (before === undefined || after === undefined) {
        throw new UsageError('sluice diff needs two documents: sluice diff OLD NEW');
      }
      const project = findProject(terminal.cwd, values.root);
      const old = await loadSource(before, project, createInputs(project));
      const now = await loadSource(after, project, createInputs(project));
      const changes = diffModels(old.model, now.model);
      terminal.writeOut(FORMATS[values.format ?? (json ? 'json' : 'text')](changes));
      return changes.some(({ severity }) => severity === 'breaking') ? EXIT.failed : EXIT.ok;
    }),
});

const FORMATS = {
  text: formatDiffText,
  json: formatDiffJson,
  markdown: (changes: Parameters<typeof formatDiffMarkdown>[0]) => formatDiffMarkdown(changes),
};
