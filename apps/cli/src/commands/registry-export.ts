import { writeContentFile } from '@sluice/registry/transfer';
import { defineCommand } from '../command.ts';
import { OUTPUT_OPTION } from '../documents/document-options.ts';
import { findProject } from '../documents/project.ts';
import { writeResult } from '../documents/write-text.ts';
import { EXIT } from '../exit-codes.ts';
import { DEFAULT_PLACE, openSource, PLACE_NOTE, TOKEN_OPTIONS } from '../registry/place.ts';
import { createProgress } from '../registry/progress.ts';
import { runTransfer } from '../registry/run-transfer.ts';

export const registryExport = defineCommand({
  help: {
    usage: 'sluice registry export [FROM] [-o FILE]',
    summary:
      'Writes everything in a registry as lines of JSON: schemas with ids and guids, versions with those deleted, ' +
      'configs, modes, associations, and a checksum. What it reads from a database is of one moment; by URL, what is ' +
      'registered meanwhile may be in it or not.',
    examples: [
      { command: 'sluice registry export -o registry.jsonl', help: 'the registry of this folder, also while it runs' },
      {
        command: 'sluice registry export http://registry:8081 -o registry.jsonl',
        help: 'any registry, by its REST API',
      },
    ],
    notes: [
      PLACE_NOTE,
      'Exit codes: 0 written, 1 the registry cannot be read, 2 wrong usage, 3 it did not answer, 4 it refused.',
    ],
  },
  options: { ...OUTPUT_OPTION, ...TOKEN_OPTIONS },
  maxPositionals: 1,
  run: (input) =>
    runTransfer(input, async (signal) => {
      const { values, positionals, terminal, json } = input;
      const project = findProject(terminal.cwd);
      const source = await openSource(positionals[0] ?? DEFAULT_PLACE, project, values.token);
      const progress = createProgress(terminal, json, 'read');
      try {
        const content = await source.read({ signal, onProgress: progress.update });
        progress.end();
        const lines = writeContentFile(content, { source: source.name, nowMs: Date.now() });
        await writeResult(input, project, values.output, [...lines].join(''));
        return EXIT.ok;
      } finally {
        progress.end();
        await source.close();
      }
    }),
});
