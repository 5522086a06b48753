import { suggest } from '@sluice/runtime';
import { writeErrors } from './command.ts';
import type { Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { CommandEntry } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

/** Runs the command that `argv` (without node and script) names; resolves with the exit code. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first = 'help', ...rest] = argv;
  if (first === 'help' || first === '--help' || first === '-h') return showHelp(rest[0], terminal);
  const entry = findCommand(first === '--version' ? 'version' : first);
  if (entry === undefined) return refuseUnknown(first, terminal, argv.includes('--json'));
  const command = await entry.load();
  return command.run(rest, terminal);
}

function findCommand(name: string): CommandEntry | undefined {
  return COMMANDS.find((entry) => entry.name === name);
}

async function showHelp(name: string | undefined, terminal: Terminal): Promise<ExitCode> {
  if (name === undefined || name.startsWith('-')) {
    terminal.writeOut(renderOverview());
    return EXIT.ok;
  }
  const entry = findCommand(name);
  if (entry === undefined) return refuseUnknown(name, terminal, false);
  terminal.writeOut((await entry.load()).renderHelp());
  return EXIT.ok;
}

function refuseUnknown(name: string, terminal: Terminal, json: boolean): ExitCode {
  const near = suggest(
    name,
    COMMANDS.map((entry) => entry.name),
  );
  const advice = near === undefined ? "'sluice help' lists them" : `did you mean '${near}'?`;
  writeErrors(terminal, json, [`unknown command '${name}': ${advice}`]);
  return EXIT.usage;
}

function renderOverview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: sluice COMMAND [options]

A schema registry and a Kafka broker that refuses records which do not fit their schema.

Commands:
${commands.join('\n')}

'sluice help COMMAND' and 'sluice COMMAND --help' say more.
Exit codes: 0 ok, 1 failed or invalid, 2 wrong usage, 3 unreachable, 4 denied.
`;
}
