import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { EXIT } from '../exit-codes.ts';
import { judgeFolder, SCHEMA_OPTIONS, SUBJECT_NOTE } from '../schemas/schema-options.ts';
import { countOutcomes, writeOutcome, writeOutcomesJson } from '../schemas/write-outcomes.ts';

export const check = defineCommand({
  help: {
    usage: 'sluice check [DIR] [options]',
    summary:
      'Says whether the schemas in a folder, by default schemas, may become the next versions of their subjects, by the ' +
      'level in force in the registry: what is in the way, in which line, and what to change. Nothing is registered.',
    examples: [
      { command: 'sluice check', help: 'the folder schemas against the Sluice on this machine' },
      {
        command: 'sluice check contracts --registry https://registry.example.com --drift',
        help: 'in a pipeline that wants everything registered',
      },
      { command: "sluice check --subject-suffix ''", help: 'subjects are called as the files are' },
    ],
    notes: [
      SUBJECT_NOTE,
      'Exit codes: 0 all may be registered or are, 1 some may not, or with --drift are not, 2 wrong usage, 3 no answer, 4 refused.',
    ],
  },
  options: {
    ...SCHEMA_OPTIONS,
    drift: { type: 'boolean', help: 'Fail where something is not registered yet.' },
  },
  maxPositionals: 1,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal, json } = input;
      const { registry, judgements } = await judgeFolder(values, terminal.cwd, positionals[0]);
      if (json) writeOutcomesJson(terminal, registry.url, judgements);
      else {
        for (const judgement of judgements) writeOutcome(terminal, judgement);
        terminal.writeOut(`${countOutcomes(judgements)}\n`);
      }
      const isBad = judgements.some(({ status }) => status === 'refused' || (values.drift && status !== 'unchanged'));
      return isBad ? EXIT.failed : EXIT.ok;
    }),
});
