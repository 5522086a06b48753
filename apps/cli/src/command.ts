import { defineOptions, parseOptions, renderHelp } from '@sluice/runtime';
import type { HelpText, OptionDeclarations, OptionOrigins, OptionValues } from '@sluice/runtime';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command may touch of the process it runs in. */
export interface Terminal {
  /** The working folder, which paths are seen from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal, on which a line may be drawn again. */
  readonly isInteractive?: boolean;
  /** Whether standard output shows colours. */
  readonly hasColor?: boolean;
  /** Data, and nothing else, goes to standard output. */
  readonly writeOut: (text: string) => void;
  /** All of standard input, in place of the process's own. */
  readonly readInput?: () => Promise<string>;
  /** Everything said to a person goes to standard error. */
  readonly writeError: (text: string) => void;
}

/** One command as its file declares it. */
export interface CommandDefinition<D extends OptionDeclarations> {
  readonly help: HelpText;
  /** Its own options; `--json` and `--help` are added to each. */
  readonly options: D;
  /** Words that are no flags: how many it takes; none unless said. */
  readonly maxPositionals?: number;
  run(input: CommandInput<D>): Promise<ExitCode>;
}

export interface CommandInput<D extends OptionDeclarations> {
  readonly values: OptionValues<D>;
  readonly origins: OptionOrigins<D>;
  readonly positionals: readonly string[];
  /** Data and errors are to be JSON. */
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** A command made ready to run on the words after its name. */
export interface Command {
  readonly options: OptionDeclarations;
  renderHelp(): string;
  run(argv: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

export const STANDARD_OPTIONS = defineOptions({
  json: { type: 'boolean', help: 'Print data and errors as JSON.' },
  help: { type: 'boolean', short: 'h', help: 'Print this text.' },
});

/** Makes a command of its definition: reads its options, answers --help, and says what is wrong with them. */
export function defineCommand<const D extends OptionDeclarations>(definition: CommandDefinition<D>): Command {
  const options = { ...definition.options, ...STANDARD_OPTIONS };
  const help = () => renderHelp(options, definition.help);
  return {
    options,
    renderHelp: help,
    async run(argv, terminal) {
      const standard = readStandard(argv);
      if (standard.help) {
        terminal.writeOut(help());
        return EXIT.ok;
      }
      const { maxPositionals = 0 } = definition;
      const parsed = parseOptions(definition.options, { argv: standard.rest, env: terminal.env, maxPositionals });
      if (!parsed.ok) {
        const messages = parsed.findings.map(({ message }) => message);
        writeErrors(terminal, standard.json, messages);
        return EXIT.usage;
      }
      const { values, origins, positionals } = parsed;
      return definition.run({ values, origins, positionals, json: standard.json, terminal });
    },
  };
}

/** Says what went wrong on standard error, a line each, as JSON when that was asked for. */
export function writeErrors(terminal: Terminal, json: boolean, messages: readonly string[]): void {
  for (const message of messages) {
    terminal.writeError(json ? `${JSON.stringify({ error: message })}\n` : `sluice: ${message}\n`);
  }
}

const STANDARD_FLAGS: Readonly<Record<string, 'json' | 'help'>> = { '--json': 'json', '--help': 'help', '-h': 'help' };

/** Takes the standard flags out first, so that they are heard even where the rest is wrong. */
function readStandard(argv: readonly string[]) {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const flags = argv.slice(0, end);
  const given = new Set(flags.map((word) => STANDARD_FLAGS[word]));
  const rest = [...flags.filter((word) => !Object.hasOwn(STANDARD_FLAGS, word)), ...argv.slice(end)];
  return { json: given.has('json'), help: given.has('help'), rest };
}
