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
    name: 'generate',
    summary: 'Generate typed clients, types and codecs from documents, schemas or a registry.',
    load: async () => (await import('./commands/generate.ts')).generate,
  },
  {
    name: 'docs',
    summary: 'Write the documentation of an AsyncAPI document, as HTML or Markdown.',
    load: async () => (await import('./commands/docs.ts')).docs,
  },
  {
    name: 'validate',
    summary: 'Check AsyncAPI documents.',
    load: async () => (await import('./commands/validate.ts')).validate,
  },
  {
    name: 'diff',
    summary: 'Say what changed between two AsyncAPI documents, and what of it breaks.',
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'export',
    summary: 'Write an AsyncAPI document of the topics and subjects there are.',
    load: async () => (await import('./commands/export.ts')).exportDocument,
  },
  {
    name: 'convert',
    summary: 'Write an AsyncAPI 2.x document as one of 3.0.',
    load: async () => (await import('./commands/convert.ts')).convert,
  },
  {
    name: 'check',
    summary: 'Say whether the schemas in a folder may be registered, and what is in the way.',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'apply',
    summary: 'Register what is new of the schemas in a folder.',
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    name: 'registry',
    summary: 'Move what registries hold: export, import, migrate, diff.',
    load: async () => (await import('./commands/registry.ts')).registry,
  },
  {
    name: 'user',
    summary: 'Keep the users who may use the HTTP listener.',
    load: async () => (await import('./commands/user.ts')).user,
  },
  {
    name: 'token',
    summary: 'Keep the bearer tokens that the HTTP listener takes.',
    load: async () => (await import('./commands/token.ts')).token,
  },
  {
    name: 'version',
    summary: 'Print the version.',
    load: async () => (await import('./commands/version.ts')).version,
  },
];
