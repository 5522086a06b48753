import { writeDocument } from '@sluice/asyncapi';
import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { OUTPUT_OPTION, ROOT_OPTION, takeDocument } from '../documents/document-options.ts';
import { loadSource } from '../documents/load-source.ts';
import { findProject } from '../documents/project.ts';
import { createInputs } from '../documents/read-inputs.ts';
import { writeResult } from '../documents/write-text.ts';
import { EXIT } from '../exit-codes.ts';

export const convert = defineCommand({
  help: {
    usage: 'sluice convert DOC [-o FILE]',
    summary:
      'Writes an AsyncAPI document, 2.0 to 2.6 or 3.x, as one of 3.0 in YAML: one file, with what it refers to in it ' +
      'and traits merged.',
    examples: [
      { command: 'sluice convert asyncapi/2.6/thingam.yaml', help: 'prints it' },
      { command: 'sluice convert old.yaml -o new.yaml', help: 'writes it to a file' },
    ],
    notes: ['Exit codes: 0 converted, 1 invalid document, 2 wrong usage.'],
  },
  options: { ...OUTPUT_OPTION, ...ROOT_OPTION },
  maxPositionals: 1,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal } = input;
      const name = takeDocument('convert', positionals);
      const project = findProject(terminal.cwd, values.root);
      const { model } = await loadSource(name, project, createInputs(project));
      await writeResult(input, project, values.output, writeDocument(model));
      return EXIT.ok;
    }),
});
