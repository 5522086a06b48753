import type { Command } from './command.ts';

/** A command's name and one line about it; its code is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order --help lists them. A new one is an entry here and a file in commands/. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'up',
    summary: 'Start the registry and the broker in one process.',
    load: async () => (await import('./commands/up.ts')).up,
  },
  {
    name: 'version',
    summary: 'Print the version.',
    load: async () => (await import('./commands/version.ts')).version,
  },
];
