import { renderHtml, renderMarkdown } from '@sluice/asyncapi/docs';
import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { collectDocsOptions } from '../documents/docs-options.ts';
import { OUTPUT_OPTION, REGISTRY_OPTION, ROOT_OPTION, takeDocument } from '../documents/document-options.ts';
import { loadSource } from '../documents/load-source.ts';
import { openRegistry } from '../documents/open-registry.ts';
import { findProject } from '../documents/project.ts';
import { createInputs } from '../documents/read-inputs.ts';
import { writeResult } from '../documents/write-text.ts';
import { EXIT } from '../exit-codes.ts';

export const docs = defineCommand({
  help: {
    usage: 'sluice docs DOC [-o FILE] [options]',
    summary:
      'Writes the documentation of an AsyncAPI document: servers, channels, operations, messages and their schemas, in ' +
      'one HTML file that loads nothing, or in Markdown.',
    examples: [
      { command: 'sluice docs asyncapi/thingam.yaml -o docs.html', help: 'light and dark, searchable, printable' },
      { command: 'sluice docs asyncapi/thingam.yaml --format markdown', help: 'prints Markdown' },
      {
        command: 'sluice docs asyncapi/thingam.yaml -o docs.html --registry http://127.0.0.1:8081',
        help: 'with the versions that the registry has of its schemas, and what each changed',
      },
    ],
    notes: ['Exit codes: 0 written, 1 invalid document, 2 wrong usage, 3 the registry did not answer, 4 it refused.'],
  },
  options: {
    ...OUTPUT_OPTION,
    format: { type: 'enum', values: ['html', 'markdown'], default: 'html', help: 'What to write.' },
    ...REGISTRY_OPTION,
    ...ROOT_OPTION,
  },
  maxPositionals: 1,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal } = input;
      const name = takeDocument('docs', positionals);
      const project = findProject(terminal.cwd, values.root);
      const registry =
        values.registry === undefined ? undefined : openRegistry(values.registry, { token: values.registryToken });
      const inputs = createInputs(project);
      const { model, document } = await loadSource(name, project, inputs, registry);
      const options = await collectDocsOptions(model, { document, project, inputs, registry });
      const text = values.format === 'html' ? renderHtml(model, options) : renderMarkdown(model, options);
      await writeResult(input, project, values.output, text);
      return EXIT.ok;
    }),
});
