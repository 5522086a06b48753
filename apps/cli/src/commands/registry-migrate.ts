import { defineCommand } from '../command.ts';
import { findProject } from '../documents/project.ts';
import { UsageError } from '../documents/usage-error.ts';
import { DEFAULT_PLACE, openSource, openTarget, PLACE_NOTE, TOKEN_OPTIONS } from '../registry/place.ts';
import { createProgress } from '../registry/progress.ts';
import { runTransfer } from '../registry/run-transfer.ts';
import { writeContent } from '../registry/write-content.ts';

export const registryMigrate = defineCommand({
  help: {
    usage: 'sluice registry migrate FROM [--to REGISTRY] [--dry-run]',
    summary:
      'Brings everything from one registry to another under the same ids and versions: deleted versions, references, ' +
      'contexts, configs and modes too. A target named by URL is in mode IMPORT meanwhile, takes no other registrations, ' +
      'and is compared with the source at the end. What was broken off goes on when it is started again.',
    examples: [
      { command: 'sluice registry migrate http://old:8081', help: "from any registry into this folder's" },
      {
        command: 'sluice registry migrate http://user:password@old:8081 --to http://new:8081',
        help: 'from URL to URL',
      },
      { command: 'sluice registry migrate http://old:8081 --to http://new:8081 --dry-run', help: 'what is in the way' },
    ],
    notes: [
      PLACE_NOTE,
      'Set the source to READONLY first, so that nothing is registered there meanwhile. The target ends in the modes of the source.',
      'Exit codes: 0 done and the same, 1 conflicts or differences, 2 wrong usage, 3 no answer, 4 refused.',
    ],
  },
  options: {
    to: { type: 'string', placeholder: 'REGISTRY', default: DEFAULT_PLACE, help: 'The registry to bring it to.' },
    dryRun: { type: 'boolean', help: 'List conflicts and counts, and write nothing.' },
    ...TOKEN_OPTIONS,
    toToken: {
      type: 'string',
      env: 'SLUICE_TO_TOKEN',
      placeholder: 'TOKEN',
      help: 'A bearer token for the target, where it is not that of --token.',
    },
  },
  maxPositionals: 1,
  run: (input) =>
    runTransfer(input, async (signal) => {
      const { values, positionals, terminal, json } = input;
      const [from] = positionals;
      if (from === undefined) throw new UsageError('from where: sluice registry migrate FROM [--to REGISTRY]');
      const project = findProject(terminal.cwd);
      const progress = createProgress(terminal, json, 'read');
      const source = await openSource(from, project, values.token);
      try {
        const content = await source.read({ signal, onProgress: progress.update });
        progress.end();
        const target = await openTarget(values.to, project, values.toToken ?? values.token);
        try {
          return await writeContent(content, target, { terminal, json, dryRun: values.dryRun, signal });
        } finally {
          await target.close();
        }
      } finally {
        progress.end();
        await source.close();
      }
    }),
});
