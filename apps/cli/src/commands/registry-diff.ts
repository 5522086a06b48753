import { diffContent } from '@sluice/registry/transfer';
import { defineCommand } from '../command.ts';
import { findProject } from '../documents/project.ts';
import { UsageError } from '../documents/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { FORMATS } from '../registry/formats.ts';
import { openSource, PLACE_NOTE, TOKEN_OPTIONS } from '../registry/place.ts';
import { createProgress } from '../registry/progress.ts';
import { runTransfer } from '../registry/run-transfer.ts';
import { writeDifferences } from '../registry/write-differences.ts';

export const registryDiff = defineCommand({
  help: {
    usage: 'sluice registry diff A B',
    summary:
      'Says in what two registries, or files of sluice registry export, differ: schemas by id, versions with those ' +
      'deleted, configs, modes and associations. Spaces in schemas, times, and defaults that only one spells out are no difference.',
    examples: [
      {
        command: 'sluice registry diff http://old:8081 http://new:8081',
        help: 'before clients are sent to the new one',
      },
      {
        command: 'sluice registry diff registry.jsonl .sluice --json',
        help: 'a file against the registry of this folder',
      },
    ],
    notes: [
      PLACE_NOTE,
      'Exit codes: 0 the same, 1 they differ, or one cannot be read, 2 wrong usage, 3 no answer, 4 refused.',
    ],
  },
  options: {
    ...TOKEN_OPTIONS,
    toToken: {
      type: 'string',
      env: 'SLUICE_TO_TOKEN',
      placeholder: 'TOKEN',
      help: 'A bearer token for B, where it is not that of --token.',
    },
  },
  maxPositionals: 2,
  run: (input) =>
    runTransfer(input, async (signal) => {
      const { values, positionals, terminal, json } = input;
      const [a, b] = positionals;
      if (a === undefined || b === undefined) throw new UsageError('two are compared: sluice registry diff A B');
      const project = findProject(terminal.cwd);
      const read = async (place: string, token: string | undefined) => {
        const source = await openSource(place, project, token);
        const progress = createProgress(terminal, json, `read ${source.name}`);
        try {
          return await source.read({ signal, onProgress: progress.update });
        } finally {
          progress.end();
          await source.close();
        }
      };
      const contentOfA = await read(a, values.token);
      const contentOfB = await read(b, values.toToken ?? values.token);
      const differences = await diffContent(contentOfA, contentOfB, FORMATS);
      if (json) terminal.writeOut(`${JSON.stringify({ differences })}\n`);
      else writeDifferences(terminal, { a: 'A', b: 'B' }, differences);
      return differences.length > 0 ? EXIT.failed : EXIT.ok;
    }),
});
