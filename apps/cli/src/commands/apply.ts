import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { EXIT } from '../exit-codes.ts';
import { registerSchemas } from '../schemas/register-schemas.ts';
import { judgeFolder, SCHEMA_OPTIONS, SUBJECT_NOTE } from '../schemas/schema-options.ts';
import { countOutcomes, writeOutcome, writeOutcomesJson } from '../schemas/write-outcomes.ts';
import type { Outcome } from '../schemas/write-outcomes.ts';

export const apply = defineCommand({
  help: {
    usage: 'sluice apply [DIR] [options]',
    summary:
      'Registers what is new of the schemas in a folder, by default schemas, each after those it refers to. All are ' +
      'checked first, as sluice check does, and where one is refused nothing is registered. Nothing is ever deleted.',
    examples: [
      { command: 'sluice apply', help: 'the folder schemas, in the Sluice on this machine' },
      {
        command: 'sluice apply contracts --registry https://registry.example.com --dry-run',
        help: 'what would be registered',
      },
    ],
    notes: [
      SUBJECT_NOTE,
      'What refers to a file that gets a new version becomes a new version itself.',
      'Exit codes: 0 all are registered, or may be with --dry-run, 1 some are refused, 2 wrong usage, 3 no answer, 4 refused.',
    ],
  },
  options: {
    ...SCHEMA_OPTIONS,
    dryRun: { type: 'boolean', help: 'Check, and register nothing.' },
  },
  maxPositionals: 1,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal, json } = input;
      const { registry, judgements } = await judgeFolder(values, terminal.cwd, positionals[0]);
      const write = (outcome: Outcome): void => {
        if (!json) writeOutcome(terminal, outcome);
      };
      const isRefused = judgements.some(({ status }) => status === 'refused');
      let outcomes: readonly Outcome[] = judgements;
      if (isRefused || values.dryRun) for (const judgement of judgements) write(judgement);
      else outcomes = await registerSchemas(judgements, registry, write);
      if (json) writeOutcomesJson(terminal, registry.url, outcomes);
      else terminal.writeOut(`${countOutcomes(outcomes)}${isRefused ? '; nothing was registered' : ''}\n`);
      return outcomes.some(({ status }) => status === 'refused') ? EXIT.failed : EXIT.ok;
    }),
});
