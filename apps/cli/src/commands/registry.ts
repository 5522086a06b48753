import { suggest } from '@sluice/runtime';
import { STANDARD_OPTIONS, writeErrors } from '../command.ts';
import type { Command } from '../command.ts';
import type { CommandEntry } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';

/** What `sluice registry` does, each in a file of its own. */
const ACTIONS: readonly CommandEntry[] = [
  {
    name: 'export',
    summary: 'Write everything in a registry to a file.',
    load: async () => (await import('./registry-export.ts')).registryExport,
  },
  {
    name: 'import',
    summary: 'Put a file, or the topic _schemas of a Kafka cluster, into a registry, keeping ids.',
    load: async () => (await import('./registry-import.ts')).registryImport,
  },
  {
    name: 'migrate',
    summary: 'Bring everything from one registry to another, keeping ids.',
    load: async () => (await import('./registry-migrate.ts')).registryMigrate,
  },
  {
    name: 'diff',
    summary: 'Say in what two registries, or files of them, differ.',
    load: async () => (await import('./registry-diff.ts')).registryDiff,
  },
];

/** `sluice registry ACTION`: each action has options and help of its own. */
export const registry: Command = {
  options: STANDARD_OPTIONS,
  renderHelp,
  async run([first, ...rest], terminal) {
    const action = ACTIONS.find(({ name }) => name === first);
    if (action !== undefined) return (await action.load()).run(rest, terminal);
    if (first === '--help' || first === '-h') {
      terminal.writeOut(renderHelp());
      return EXIT.ok;
    }
    const names = ACTIONS.map(({ name }) => name);
    const near = first === undefined ? undefined : suggest(first, names);
    const advice = near === undefined ? `expected ${names.join(', ')}` : `did you mean '${near}'?`;
    writeErrors(terminal, rest.includes('--json') || first === '--json', [
      `sluice registry ${first ?? ''}: ${advice}`.replace(' :', ':'),
    ]);
    return EXIT.usage;
  },
};

function renderHelp(): string {
  const width = Math.max(...ACTIONS.map(({ name }) => name.length));
  const actions = ACTIONS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: sluice registry ACTION [options]

Moves what registries hold: schemas with their ids, versions, deleted ones too, configs and modes.

Actions:
${actions.join('\n')}

Examples:
  sluice registry export -o registry.jsonl
  sluice registry migrate http://old-registry:8081
  sluice registry diff http://old-registry:8081 http://127.0.0.1:8081

'sluice registry ACTION --help' says more.
`;
}
